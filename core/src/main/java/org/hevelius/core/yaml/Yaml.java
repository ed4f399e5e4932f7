package org.hevelius.core.yaml;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.Suggestions;

/** What stands in a YAML document, with its place. */
public sealed interface Yaml {
  Position position();

  /** What it is, for messages. */
  String kind();

  /** A value, as it is written. */
  record Line(Position position, String text) implements Yaml {
    @Override
    public String kind() {
      return "\"" + text + "\"";
    }
  }

  /** A list. */
  record Items(Position position, List<Yaml> items) implements Yaml {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys with values, in the order of the text. */
  record Fields(Position position, Map<String, Field> fields) implements Yaml {
    @Override
    public String kind() {
      return "a mapping of keys to values";
    }

    /** Refuses keys that are not known. */
    public void only(Set<String> known) {
      for (Field field : fields.values()) {
        if (!known.contains(field.key())) {
          List<String> near = Suggestions.nearest(field.key(), known, 1);
          throw field
              .position()
              .refused(
                  "\"" + field.key() + "\" is not known here",
                  near.isEmpty()
                      ? "known: " + String.join(", ", known)
                      : "did you mean  " + near.getFirst());
        }
      }
    }
  }

  /** A key and its value. */
  record Field(Position position, String key, Yaml value) {}

  /** The value as one line of text. */
  default String line() {
    if (this instanceof Line(Position _, String text) && !text.isEmpty()) {
      return text;
    }
    throw this instanceof Line
        ? position().refused("a value is missing")
        : position().refused(kind() + " stands where one value is expected");
  }

  /** The value as keys with values. */
  default Fields mapping() {
    if (this instanceof Fields fields) {
      return fields;
    }
    throw position().refused(kind() + " stands where keys with values are expected");
  }

  /** The elements of a list; of one line just that. */
  default List<Yaml> items() {
    return switch (this) {
      case Items(Position _, List<Yaml> items) -> items;
      case Line line -> List.of(line);
      case Fields fields ->
          throw fields.position().refused(kind() + " stands where one value or a list is expected");
    };
  }

  /** The value that a reader makes of the line; what it refuses is refused with its place. */
  default <T> T parsed(java.util.function.Function<String, T> reader) {
    try {
      return reader.apply(line());
    } catch (HeveliusException e) {
      throw e.getMessage() != null && e.getMessage().startsWith(position() + ": ")
          ? e
          : position().refused(e);
    }
  }
}
