package org.hevelius.simulator.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields that a request may carry. Each is written {@code NAME KIND [JSON]}: a name with {@code
 * !} is required, one with {@code ~} can't be changed later, the JSON is what it is when absent.
 * Kinds are {@code text}, {@code integer}, {@code flag}, {@code list} and {@code object}.
 */
public final class Fields {
  private record Field(
      String name, String kind, boolean required, boolean fixed, @Nullable JsonNode initial) {}

  private final String collection;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  private Fields(String collection) {
    this.collection = collection;
  }

  /** The fields of a kind of resource; what the interface takes besides is kept as it comes. */
  public static Fields of(String collection, String... written) {
    Fields all = new Fields(collection);
    for (String text : written) {
      String[] words = text.split(" ", 3);
      String name = words[0].replace("!", "").replace("~", "");
      all.fields.put(
          name,
          new Field(
              name,
              words[1],
              words[0].contains("!"),
              words[0].contains("~"),
              words.length > 2 ? Json.parse(words[2]) : null));
    }
    return all;
  }

  /** A new resource from a request. */
  public ObjectNode created(ObjectNode body) {
    ObjectNode made = Json.object();
    ObjectNode wrong = Json.object();
    for (Field field : fields.values()) {
      JsonNode value = body.path(field.name());
      if (value.isMissingNode() || value.isNull()) {
        JsonNode initial = field.initial();
        if (field.required()) {
          wrong.set(field.name(), Json.array().add("This field is required."));
        } else if (initial != null) {
          made.set(field.name(), initial.deepCopy());
        }
      } else {
        take(field, value, made, wrong);
      }
    }
    others(body, made);
    refuse(wrong);
    return made;
  }

  /** A changed copy of a resource. */
  public ObjectNode updated(ObjectNode before, ObjectNode body) {
    ObjectNode made = before.deepCopy();
    ObjectNode wrong = Json.object();
    for (Field field : fields.values()) {
      JsonNode value = body.path(field.name());
      if (value.isMissingNode()) {
        continue;
      }
      if (field.fixed() && !value.equals(before.path(field.name()))) {
        wrong.set(field.name(), Json.array().add("This field cannot be changed."));
      } else if (value.isNull() && !field.required()) {
        made.putNull(field.name());
      } else {
        take(field, value, made, wrong);
      }
    }
    others(body, made);
    refuse(wrong);
    return made;
  }

  private void others(ObjectNode body, ObjectNode made) {
    List<String> own = List.of("id", "guid");
    for (Map.Entry<String, JsonNode> entry : body.properties()) {
      String name = entry.getKey();
      if (!fields.containsKey(name) && !own.contains(name) && Shapes.isKept(collection, name)) {
        made.set(name, entry.getValue());
      }
    }
  }

  private static void take(Field field, JsonNode value, ObjectNode made, ObjectNode wrong) {
    String problem =
        switch (field.kind()) {
          case "text" -> text(field, value, made);
          case "integer" -> integer(field, value, made);
          case "flag" -> flag(field, value, made);
          case "list" -> list(field, value, made);
          default -> object(field, value, made);
        };
    if (problem != null) {
      wrong.set(field.name(), Json.array().add(problem));
    }
  }

  private static @Nullable String text(Field field, JsonNode value, ObjectNode made) {
    if (!value.isString() && !value.isNumber()) {
      return "Not a valid string.";
    }
    String text = value.isString() ? value.stringValue() : value.asString("");
    if (text.isEmpty() && field.required()) {
      return "This field may not be blank.";
    }
    made.put(field.name(), text);
    return null;
  }

  /** Numbers come as text as well. */
  private static @Nullable String integer(Field field, JsonNode value, ObjectNode made) {
    try {
      made.put(
          field.name(),
          value.isIntegralNumber() && value.canConvertToLong()
              ? value.longValue()
              : Long.parseLong(value.isString() ? value.stringValue() : "none"));
      return null;
    } catch (NumberFormatException _) {
      return "A valid integer is required.";
    }
  }

  private static @Nullable String flag(Field field, JsonNode value, ObjectNode made) {
    if (!value.isBoolean()) {
      return "Must be a valid boolean.";
    }
    made.put(field.name(), value.booleanValue());
    return null;
  }

  private static @Nullable String list(Field field, JsonNode value, ObjectNode made) {
    if (!(value instanceof ArrayNode)) {
      return "Expected a list of items but got type \"" + type(value) + "\".";
    }
    made.set(field.name(), value.deepCopy());
    return null;
  }

  private static @Nullable String object(Field field, JsonNode value, ObjectNode made) {
    if (!value.isObject()) {
      return "Expected a dictionary of items but got type \"" + type(value) + "\".";
    }
    made.set(field.name(), value.deepCopy());
    return null;
  }

  private static String type(JsonNode value) {
    return value.isString() ? "str" : value.isNumber() ? "int" : value.isObject() ? "dict" : "list";
  }

  private static void refuse(ObjectNode wrong) {
    if (!wrong.isEmpty()) {
      throw new Refusal(400, wrong);
    }
  }
}
