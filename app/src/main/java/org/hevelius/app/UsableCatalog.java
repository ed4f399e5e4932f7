package org.hevelius.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.hevelius.catalog.sqlite.SqliteCatalog;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * A catalog that can be written, whatever state its file was in.
 *
 * @param aside where the file lies now that could not be used; null when it could, or was missing
 */
record UsableCatalog(Catalog catalog, @Nullable Path aside) {

  /**
   * Opens the catalog; one that is damaged is moved aside with its journal, and an empty one takes
   * its place.
   */
  static UsableCatalog in(Path file, Clock clock) {
    if (sound(file)) {
      return new UsableCatalog(SqliteCatalog.create(file), null);
    }
    Path aside = moveAside(file, clock);
    return new UsableCatalog(SqliteCatalog.create(file), aside);
  }

  private static boolean sound(Path file) {
    try (SqliteCatalog catalog = SqliteCatalog.create(file)) {
      return catalog.problems().isEmpty();
    } catch (HeveliusException e) {
      if (e.category() == Category.DAMAGED) {
        return false;
      }
      throw e;
    }
  }

  private static Path moveAside(Path file, Clock clock) {
    String suffix = ".damaged-" + clock.instant().toString().replaceAll("[^0-9TZ]", "");
    try {
      // The journal first: beside an empty catalog it would be taken for that one's.
      for (String part : List.of("-wal", "-shm", "")) {
        Path from = Path.of(file + part);
        if (Files.exists(from)) {
          Files.move(from, Path.of(file + suffix + part));
        }
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the damaged catalog can't be moved aside: " + e.getMessage(),
          List.of("nothing was deleted; look at the rights of " + file.getParent()),
          e);
    }
    return Path.of(file + suffix);
  }
}
