package org.hevelius.repository.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** What the readers of the records share. */
final class Json {
  static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static void expect(JsonParser parser, JsonToken wanted) {
    JsonToken token = parser.nextToken();
    if (token != wanted) {
      throw new IllegalArgumentException("expected " + wanted + ", found " + token);
    }
  }

  /**
   * Reads an unsigned 64-bit number; those above 2^63 come as negative values with the same bits.
   */
  static long unsignedLong(JsonParser parser) {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? parser.getBigIntegerValue().longValue()
        : parser.getLongValue();
  }

  static @Nullable Id nullableId(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_NULL ? null : Id.parse(parser.getString());
  }

  /** The ids of an array, or none for null. */
  static List<Id> ids(JsonParser parser) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return List.of();
    }
    List<Id> ids = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      ids.add(Id.parse(parser.getString()));
    }
    return ids;
  }

  /** The texts of an array, or none for null. */
  static List<String> strings(JsonParser parser) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      texts.add(parser.getString());
    }
    return texts;
  }

  /** The first line of an exception's message. */
  static String reason(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
