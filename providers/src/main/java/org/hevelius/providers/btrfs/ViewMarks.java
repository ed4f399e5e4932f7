package org.hevelius.providers.btrfs;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.RawPath;
import org.jspecify.annotations.Nullable;

/**
 * What we note of a view in attributes of its root directory, so that it goes with the data through
 * snapshots, copies and exchanges.
 *
 * @param profile for which it was made
 * @param soft limit in bytes
 */
record ViewMarks(@Nullable String profile, @Nullable Long soft) {
  private static final String PROFILE = "user.hevelius.profile";
  private static final String SOFT = "user.hevelius.soft-limit";

  static ViewMarks of(FileSystem files, String path) {
    return EngineFailures.translate(
        () -> {
          try (Directory directory = files.open(RawPath.ofText(path))) {
            String soft = read(directory, SOFT).orElse("");
            return new ViewMarks(
                read(directory, PROFILE).orElse(null),
                soft.matches("[1-9][0-9]{0,17}") ? Long.valueOf(soft) : null);
          }
        });
  }

  private static Optional<String> read(Directory directory, String name) {
    return directory.attributes().stream()
        .filter(attribute -> attribute.name().equals(name))
        .map(attribute -> new String(attribute.value(), StandardCharsets.UTF_8))
        .findFirst();
  }

  /** Sets both; null takes one away. */
  static void set(FileSystem files, String path, @Nullable String profile, @Nullable Long soft) {
    EngineFailures.translated(
        () -> {
          FileName name = RawPath.parts(RawPath.ofText(path)).getLast();
          byte[] above = RawPath.ofText(path.substring(0, Math.max(1, path.lastIndexOf('/'))));
          try (Directory directory = files.open(above)) {
            set(directory, name, PROFILE, profile);
            set(directory, name, SOFT, soft == null ? null : soft.toString());
          }
        });
  }

  private static void set(
      Directory above, FileName name, String attribute, @Nullable String value) {
    if (value != null) {
      above.setAttribute(name, new Attribute(attribute, value.getBytes(StandardCharsets.UTF_8)));
    } else if (above.attributes(name).stream().anyMatch(a -> a.name().equals(attribute))) {
      above.removeAttribute(name, attribute);
    }
  }
}
