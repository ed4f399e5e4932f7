package org.hevelius.core.compare;

import java.util.List;

/**
 * What a comparison of two trees adds up to.
 *
 * @param total everything that was looked at, each entry counted once
 * @param directories where the changes are, in path order, only directories with changes; each
 *     change is counted in exactly one of them (the deepest that has a line)
 * @param directoriesFolded whether so many directories have changes that some were counted in the
 *     directory above
 * @param renames pairs of changes that are really one move; the pairs are also counted as added and
 *     removed
 * @param unread the first entries that could not be compared
 * @param unreadCount how many could not be compared
 */
public record DiffResult(
    Tally total,
    List<DirectorySummary> directories,
    boolean directoriesFolded,
    Renames renames,
    List<Unread> unread,
    long unreadCount) {

  /** Copies the lists. */
  public DiffResult {
    directories = List.copyOf(directories);
    unread = List.copyOf(unread);
  }

  /** Whether both trees are the same, as far as the options look. */
  public boolean same() {
    return total.changes() == 0 && unreadCount == 0;
  }

  /**
   * The changes of one directory.
   *
   * @param path the directory; empty for the root
   */
  public record DirectorySummary(String path, Tally tally) {}

  /**
   * An entry that could not be compared.
   *
   * @param path a file, counted as modified, or a directory, about whose content nothing is said
   * @param reason what went wrong
   */
  public record Unread(String path, String reason) {}

  /**
   * The renames that were found.
   *
   * @param complete false when the bounds of the options ended the search
   * @param note why it is not complete; empty when it is
   */
  public record Renames(List<Rename> list, boolean complete, String note) {
    /** Copies the list. */
    public Renames {
      list = List.copyOf(list);
    }
  }

  /**
   * A file or a whole directory that is now somewhere else with exactly the same content.
   *
   * @param files how many files moved with it; 1 for a file
   * @param bytes their content together
   */
  public record Rename(String from, String to, boolean directory, long files, long bytes) {}
}
