package org.hevelius.core.json;

import java.nio.file.Path;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Records as JSON: fields in the order of the record, instants in ISO-8601, an empty Optional as
 * null, paths as text. Bytes of names that are not UTF-8 stand as escaped lone surrogates, as in
 * Python's {@code surrogateescape} (PEP 383).
 */
public final class JsonOutput {
  /** Made when the first document is. */
  private static final class Mapper {
    static final JsonMapper INSTANCE =
        JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .addModule(new SimpleModule().addSerializer(Path.class, new PathSerializer()))
            .build();
  }

  private static final class PathSerializer extends ValueSerializer<Path> {
    @Override
    public void serialize(Path value, JsonGenerator generator, SerializationContext context) {
      generator.writeString(value.toString());
    }
  }

  private JsonOutput() {}

  /** One indented document, ending with a newline. */
  public static String document(Object value) {
    return escaped(Mapper.INSTANCE.writerWithDefaultPrettyPrinter().writeValueAsString(value))
        + "\n";
  }

  /** One line, for streams of documents. */
  public static String line(Object value) {
    return escaped(Mapper.INSTANCE.writeValueAsString(value)) + "\n";
  }

  /** Lone surrogates, which can stand only within strings, have no UTF-8 form. */
  private static String escaped(String json) {
    if (!hasLoneSurrogate(json)) {
      return json;
    }
    StringBuilder text = new StringBuilder(json.length() + 16);
    json.codePoints()
        .forEach(
            point -> {
              if (isSurrogate(point)) {
                text.append("\\u").append(Integer.toHexString(point));
              } else {
                text.appendCodePoint(point);
              }
            });
    return text.toString();
  }

  /**
   * A loop over characters: a stream of code points costs a large document more than writing it.
   */
  private static boolean hasLoneSurrogate(String json) {
    for (int i = 0; i < json.length(); i++) {
      if (Character.isSurrogate(json.charAt(i))) {
        if (isSurrogate(json.codePointAt(i))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
