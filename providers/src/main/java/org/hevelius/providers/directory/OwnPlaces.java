package org.hevelius.providers.directory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.repository.backup.Excludes;

/**
 * Keeps Hevelius' own files out of captures and restores: a repository that captured itself would
 * never end to grow, and one that was restored over would be lost.
 */
final class OwnPlaces {
  private final RepositoryPool pool;

  OwnPlaces(RepositoryPool pool) {
    this.pool = pool;
  }

  private Set<Path> places() {
    Set<Path> places = new LinkedHashSet<>();
    places.add(pool.home().root());
    pool.entries().forEach(entry -> places.add(pool.location(entry)));
    return places;
  }

  /** The one of Hevelius' own places that a directory lies in, or is. */
  Optional<Path> around(String directory) {
    Path path = Path.of(directory).normalize();
    return places().stream().filter(path::startsWith).findFirst();
  }

  /** Patterns for Hevelius' own places inside a directory, relative to it. */
  List<String> inside(String directory) {
    Path path = Path.of(directory).normalize();
    List<String> patterns = new ArrayList<>();
    for (Path place : places()) {
      if (place.startsWith(path) && !place.equals(path)) {
        patterns.add("/" + escaped(path.relativize(place).toString()));
      }
    }
    return patterns;
  }

  /**
   * What is left out of a source.
   *
   * @throws HeveliusException INVALID naming the pattern that can't be understood
   */
  Excludes excludes(Dataset dataset, SourceSpec source) {
    List<String> patterns = new ArrayList<>(dataset.excludes());
    patterns.addAll(inside(source.location()));
    return excludes(patterns);
  }

  static Excludes excludes(List<String> patterns) {
    try {
      return Excludes.of(patterns);
    } catch (IllegalArgumentException e) {
      throw new HeveliusException(
          Category.INVALID, String.valueOf(e.getMessage()), List.of(), e);
    }
  }

  private static String escaped(String path) {
    return path.replaceAll("[*?\\[]", "[$0]");
  }
}
