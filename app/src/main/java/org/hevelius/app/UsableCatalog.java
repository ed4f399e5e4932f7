package org.hevelius.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.hevelius.catalog.sqlite.CatalogFile;
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
      return new UsableCatalog(CatalogFile.create(file), null);
    }
    String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    Path aside = AsideFiles.move(file, ".damaged-" + time.replaceAll("[^0-9TZ]", ""));
    return new UsableCatalog(CatalogFile.create(file), aside);
  }

  private static boolean sound(Path file) {
    try (Catalog catalog = CatalogFile.create(file)) {
      return catalog.problems().isEmpty();
    } catch (HeveliusException e) {
      if (e.category() == Category.DAMAGED) {
        return false;
      }
      throw e;
    }
  }
}
