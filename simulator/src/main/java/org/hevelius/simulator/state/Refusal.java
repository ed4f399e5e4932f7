package org.hevelius.simulator.state;

import tools.jackson.databind.JsonNode;

/** An answer that says no: a status and a body, in the forms that clients of the system know. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient JsonNode body;

  /** Any status with any document. */
  public Refusal(int status, JsonNode body) {
    super(status + " " + Json.text(body));
    this.status = status;
    this.body = body;
  }

  /** 400, a sentence about one field of the request. */
  public static Refusal field(String field, String sentence) {
    return new Refusal(400, Json.object().set(field, Json.array().add(sentence)));
  }

  /** A sentence. */
  public static Refusal detail(int status, String sentence) {
    return new Refusal(status, Json.object().put("detail", sentence));
  }

  /** 404. */
  public static Refusal notFound() {
    return detail(404, "Not found.");
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The document that is answered. */
  public JsonNode body() {
    return body;
  }
}
