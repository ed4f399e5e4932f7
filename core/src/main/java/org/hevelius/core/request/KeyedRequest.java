package org.hevelius.core.request;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that was begun under a key, so that it isn't done twice.
 *
 * @param place names caller, resource and key together
 * @param digest of all that the request says
 * @param node who began it; another one after each start
 * @param expires from when on the key is forgotten
 * @param answer null while it isn't known how it ended
 */
public record KeyedRequest(
    String place,
    String digest,
    String node,
    Instant begun,
    Instant expires,
    @Nullable Answer answer) {
  /**
   * How it was answered.
   *
   * @param location where the answer says that the result is; empty when it doesn't
   * @param body a document of JSON
   */
  public record Answer(int status, String location, String body) {}
}
