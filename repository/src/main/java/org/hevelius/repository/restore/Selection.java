package org.hevelius.repository.restore;

import java.util.List;
import org.hevelius.repository.format.FileName;

/** The paths to which a restore is confined, as seen from one directory. */
final class Selection {
  private final boolean all;
  private final List<List<FileName>> rest;

  private Selection(boolean all, List<List<FileName>> rest) {
    this.all = all;
    this.rest = rest;
  }

  /** The selection at the root; no path means everything. */
  static Selection of(List<List<FileName>> paths) {
    return new Selection(paths.isEmpty() || paths.stream().anyMatch(List::isEmpty), paths);
  }

  /** Whether this directory itself, and with it everything below, is selected. */
  boolean all() {
    return all;
  }

  /** Whether the entry is selected, or something below it may be. */
  boolean touches(FileName name) {
    return all || rest.stream().anyMatch(path -> path.getFirst().equals(name));
  }

  /** The selection as seen from an entry that {@link #touches} named. */
  Selection below(FileName name) {
    if (all) {
      return this;
    }
    return of0(
        rest.stream()
            .filter(path -> path.getFirst().equals(name))
            .map(path -> path.subList(1, path.size()))
            .toList());
  }

  private static Selection of0(List<List<FileName>> paths) {
    return new Selection(paths.stream().anyMatch(List::isEmpty), paths);
  }
}
