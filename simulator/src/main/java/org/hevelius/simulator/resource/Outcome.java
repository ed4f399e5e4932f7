package org.hevelius.simulator.resource;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of a request.
 *
 * @param body null for none
 */
public record Outcome(int status, @Nullable JsonNode body) {
  /** 200. */
  public static Outcome ok(JsonNode body) {
    return new Outcome(200, body);
  }

  /** 201. */
  public static Outcome created(JsonNode body) {
    return new Outcome(201, body);
  }

  /** 204. */
  public static Outcome nothing() {
    return new Outcome(204, null);
  }
}
