package org.hevelius.core.compare;

import java.util.EnumMap;
import org.hevelius.core.compare.Change.Kind;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * Counts of a comparison.
 *
 * @param deltaBytes content on the right minus content on the left
 */
public record Tally(
    Count added,
    Count removed,
    Count modified,
    Count metadata,
    Count typeChanged,
    Count unchanged,
    long deltaBytes) {

  /**
   * How many entries.
   *
   * @param files everything that is not a directory
   * @param bytes content of the files: on the right, or on the left for removed ones
   */
  public record Count(long files, long directories, long bytes) {
    static final Count NONE = new Count(0, 0, 0);
  }

  /** How many entries differ. */
  public long changes() {
    return changedFiles()
        + added.directories
        + removed.directories
        + modified.directories
        + metadata.directories
        + typeChanged.directories;
  }

  /** How many entries that are not directories differ. */
  public long changedFiles() {
    return added.files + removed.files + modified.files + metadata.files + typeChanged.files;
  }

  /** Counts up while a tree is walked. */
  static final class Counter {
    private final EnumMap<Kind, long[]> changes = new EnumMap<>(Kind.class);
    private final long[] unchanged = new long[3];
    private long delta;

    void add(Change change) {
      count(changes.computeIfAbsent(change.kind(), kind -> new long[3]), change.entry());
      delta += change.deltaBytes();
    }

    void addUnchanged(TreeEntry entry) {
      count(unchanged, entry);
    }

    void addAll(Counter other) {
      other.changes.forEach(
          (kind, counts) -> sum(changes.computeIfAbsent(kind, k -> new long[3]), counts));
      sum(unchanged, other.unchanged);
      delta += other.delta;
    }

    boolean hasChanges() {
      return !changes.isEmpty();
    }

    Tally tally() {
      return new Tally(
          of(changes.get(Kind.ADDED)),
          of(changes.get(Kind.REMOVED)),
          of(changes.get(Kind.MODIFIED)),
          of(changes.get(Kind.METADATA)),
          of(changes.get(Kind.TYPE_CHANGED)),
          of(unchanged),
          delta);
    }

    private static void count(long[] counts, TreeEntry entry) {
      counts[entry.isDirectory() ? 1 : 0]++;
      counts[2] += entry.size();
    }

    private static void sum(long[] counts, long[] more) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] += more[i];
      }
    }

    private static Count of(long @Nullable [] counts) {
      return counts == null ? Count.NONE : new Count(counts[0], counts[1], counts[2]);
    }
  }
}
