package org.hevelius.server.api;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.server.http.Request;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Bodies of requests, read strictly: an unknown or repeated field is refused with its place. */
final class Bodies {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private Bodies() {}

  /**
   * The body as a record.
   *
   * @throws HeveliusException INVALID with the field, its place and what would fit there
   */
  static <T> T read(Request request, Class<T> type) {
    byte[] body = request.body().read();
    try {
      T value = MAPPER.readValue(body.length == 0 ? "{}".getBytes(UTF_8) : body, type);
      if (value == null) {
        throw new HeveliusException(Category.INVALID, "the body is null; an object is expected");
      }
      return value;
    } catch (JacksonException e) {
      if (e.getCause() instanceof HeveliusException ours) {
        throw ours;
      }
      throw BodyFault.of(e, body);
    }
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  /** A field that must be given. */
  static <T> T required(@Nullable T value, String field) {
    if (value == null) {
      throw new HeveliusException(
          Category.INVALID, "the field \"" + field + "\" is missing", "nothing was changed");
    }
    return value;
  }

  /** A list that may be left out. */
  static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : value;
  }

  /** A switch that may be left out. */
  static boolean flag(@Nullable Boolean value) {
    return value != null && value;
  }
}
