package org.hevelius.repository.format;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * The config of a repository.
 *
 * @param version of the format: 1 (no compression) or 2
 * @param id random id of the repository, 64 hex digits
 * @param chunkerPolynomial in hex without prefix
 */
public record ConfigFile(int version, String id, String chunkerPolynomial) {

  /** The JSON text. */
  public byte[] toJson() {
    return ("{\"version\":"
            + version
            + ",\"id\":\""
            + id
            + "\",\"chunker_polynomial\":\""
            + chunkerPolynomial
            + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the JSON text.
   *
   * @throws IllegalArgumentException if it is not a config
   */
  public static ConfigFile fromJson(byte[] json) {
    int version = 0;
    @Nullable String id = null;
    @Nullable String polynomial = null;
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), json)) {
      Json.expect(parser, JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "version" -> version = parser.getIntValue();
          case "id" -> id = parser.getString();
          case "chunker_polynomial" -> polynomial = parser.getString();
          default -> parser.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(Json.reason(e), e);
    }
    if (version == 0 || id == null || polynomial == null) {
      throw new IllegalArgumentException("version, id or chunker_polynomial is missing");
    }
    return new ConfigFile(version, id, polynomial);
  }
}
