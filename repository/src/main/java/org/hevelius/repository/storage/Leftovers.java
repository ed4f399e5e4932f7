package org.hevelius.repository.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hevelius.repository.format.FileKind;

/** The temporary files of writers that were killed. */
final class Leftovers {
  private static final Pattern NAME =
      Pattern.compile("(config|[0-9a-f]{64})" + DurableFiles.TEMPORARY + ".+");

  private Leftovers() {}

  /** Removes those of a whole repository that were last written before this time. */
  static int remove(Path root, Instant before) throws IOException {
    int removed = removeFrom(root, before);
    for (FileKind kind : FileKind.values()) {
      Path directory = root.resolve(kind.directory());
      if (kind != FileKind.CONFIG && Files.isDirectory(directory)) {
        removed += removeFrom(directory, before);
      }
    }
    Path data = root.resolve(FileKind.PACK.directory());
    if (Files.isDirectory(data)) {
      try (DirectoryStream<Path> packs = Files.newDirectoryStream(data, Files::isDirectory)) {
        for (Path directory : packs) {
          removed += removeFrom(directory, before);
        }
      }
    }
    return removed;
  }

  private static int removeFrom(Path directory, Instant before) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, entry -> NAME.matcher(name(entry)).matches())) {
      for (Path entry : entries) {
        Optional<BasicFileAttributes> file = LocalStorage.attributes(entry);
        if (file.isPresent()
            && file.orElseThrow().lastModifiedTime().toInstant().isBefore(before)
            && DurableFiles.delete(entry)) {
          removed++;
        }
      }
    }
    return removed;
  }

  static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
