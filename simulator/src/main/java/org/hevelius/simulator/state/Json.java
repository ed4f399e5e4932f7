package org.hevelius.simulator.state;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the management system writes and reads it. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** An object without fields. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A list without elements. */
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** The text of a document, in one line. */
  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /**
   * Reads one document.
   *
   * @throws Refusal 400 if it is none
   */
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new Refusal(
          400, object().put("detail", "JSON parse error - " + e.getOriginalMessage()));
    }
  }

  /** The text of a field; empty when it is absent or null. */
  public static String string(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.stringValue() : value.isValueNode() ? value.asString("") : "";
  }

  /** The number of a field; 0 when it is absent or no number. */
  public static long number(JsonNode node, String field) {
    return node.path(field).asLong(0);
  }

  /** Whether a field is true. */
  public static boolean flag(JsonNode node, String field) {
    return node.path(field).asBoolean(false);
  }

  /** Whether a field has a value. */
  public static boolean has(JsonNode node, String field) {
    return node.hasNonNull(field);
  }
}
