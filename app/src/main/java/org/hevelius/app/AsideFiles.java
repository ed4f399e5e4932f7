package org.hevelius.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Moves databases that aren't used any more out of the way; never deletes one. */
final class AsideFiles {
  private AsideFiles() {}

  /**
   * Moves a database with the files of its journal.
   *
   * @param suffix what is put behind its name, with a number where that name is taken
   * @return where it lies now
   */
  static Path move(Path database, String suffix) {
    Path aside = free(database + suffix);
    try {
      // The journal first: beside an empty database it would be taken for that one's.
      for (String part : List.of("-wal", "-shm", "")) {
        Path from = Path.of(database + part);
        if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
          Files.move(from, Path.of(aside + part));
        }
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the file " + database + " can't be moved aside: " + e.getMessage(),
          List.of("nothing was deleted; look at the rights of " + database.getParent()),
          e);
    }
    return aside;
  }

  private static Path free(String name) {
    Path path = Path.of(name);
    for (int n = 2; Files.exists(path, LinkOption.NOFOLLOW_LINKS); n++) {
      path = Path.of(name + "-" + n);
    }
    return path;
  }
}
