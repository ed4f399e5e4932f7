package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.json.JsonOutput;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One source in a container: which subvolume is its image.
 *
 * @param source as it is written
 * @param name of the subvolume in the container
 * @param uuid its identity
 * @param origin the identity of the subvolume that was captured
 * @param nested the images of subvolumes that lay below it
 */
record Taken(String source, String name, String uuid, String origin, List<Nested> nested) {
  static final String FILE = "captures.json";

  private static final int FORM = 1;

  /**
   * The image of a subvolume below a source.
   *
   * @param path relative to the source
   * @param name of the subvolume in the container
   */
  record Nested(String path, String name, String uuid, String origin) {}

  /**
   * What stands in the file.
   *
   * @param form of the file; a reader refuses one that it doesn't know
   */
  private record Document(int form, List<Taken> captures) {}

  private static final class Reader {
    static final JsonMapper MAPPER =
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  }

  /** Copies the list. */
  Taken {
    nested = List.copyOf(nested);
  }

  SourceSpec spec() {
    return SourceSpec.parse(source);
  }

  static byte[] json(List<Taken> captures) {
    return JsonOutput.document(new Document(FORM, captures)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What a container holds.
   *
   * @throws HeveliusException DAMAGED when the file isn't there or can't be understood
   */
  static List<Taken> in(Path container) {
    Path file = container.resolve(FILE);
    try {
      @Nullable Document document =
          Reader.MAPPER.readValue(Files.readAllBytes(file), Document.class);
      if (document == null || document.form() != FORM || document.captures() == null) {
        throw new HeveliusException(
            Category.REFUSED,
            file + " needs a newer Hevelius",
            "nothing was changed; the files lie readable beside it");
      }
      return document.captures();
    } catch (IOException | JacksonException e) {
      throw new HeveliusException(
          Category.DAMAGED,
          file + " can't be read",
          List.of("nothing was changed; the files lie readable beside it"),
          e);
    }
  }
}
