package org.hevelius.core.compare;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.compare.Change.Kind;
import org.hevelius.core.compare.DiffResult.DirectorySummary;
import org.hevelius.core.compare.DiffResult.Unread;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * Compares two trees by walking both at once in the order of their names. It holds the listings of
 * the directories on the current path and never more. Subtrees with equal keys are not compared;
 * files are read only where neither their keys nor size and time decide.
 */
public final class TreeDiff {
  private static final int MOST_DIRECTORIES = 10_000;
  private static final int MOST_UNREAD = 1_000;

  private final SnapshotTree left;
  private final SnapshotTree right;
  private final DiffOptions options;
  private final DiffSink sink;
  private final RenameFinder renames;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Tally.Counter total = new Tally.Counter();
  private final List<DirectorySummary> directories = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();
  private boolean folded;
  private long unreadCount;

  private TreeDiff(SnapshotTree left, SnapshotTree right, DiffOptions options, DiffSink sink) {
    this.left = left;
    this.right = right;
    this.options = options;
    this.sink = sink;
    this.renames = new RenameFinder(left, right, options);
  }

  /**
   * Compares two trees; either may be a live source that changes meanwhile. An entry that can't be
   * read is listed in the result and does not end the comparison.
   *
   * @throws HeveliusException if a selected path is in neither tree, or a tree can't be reached
   */
  public static DiffResult run(
      SnapshotTree left, SnapshotTree right, DiffOptions options, DiffSink sink) {
    for (String path : options.paths()) {
      if (left.find(path).isEmpty() && right.find(path).isEmpty()) {
        throw new HeveliusException(
            Category.NOT_FOUND,
            "neither version has \"" + Names.show(path) + "\"",
            "paths are relative to the source; `hevelius browse REF` lists them");
      }
    }
    return new TreeDiff(left, right, options, sink).walk();
  }

  private DiffResult walk() {
    Level roots = new Level(-1, options.paths().isEmpty(), false, new Tally.Counter(), null);
    roots.left = List.of(left.root());
    roots.right = List.of(right.root());
    levels.push(roots);
    while (!levels.isEmpty()) {
      Level level = levels.peek();
      if (level.hasNext()) {
        level.next(this::visit);
      } else {
        levels.pop();
        finish(level);
      }
    }
    directories.sort(Comparator.comparing(DirectorySummary::path, TreeDiff::comparePaths));
    return new DiffResult(total.tally(), directories, folded, renames.find(), unread, unreadCount);
  }

  /** Orders paths part by part, each part by its raw bytes: the order of the walk. */
  static int comparePaths(String a, String b) {
    String[] first = a.split("/", -1);
    String[] second = b.split("/", -1);
    for (int i = 0; i < Math.min(first.length, second.length); i++) {
      int order = Names.compare(first[i], second[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(first.length, second.length);
  }

  private void visit(Level level, @Nullable TreeEntry before, @Nullable TreeEntry after) {
    TreeEntry any = Objects.requireNonNull(after == null ? before : after);
    String path = any.path();
    boolean selected = level.selected || options.selects(path);
    if (!selected && !options.leadsTo(path)) {
      return;
    }
    boolean open = isDirectory(before) || isDirectory(after);
    int depth = level.depth + 1;
    // A root that has no line of its own still needs a counter, so depth 0 always owns one.
    boolean owns = open && (depth == 0 || depth <= options.summaryDepth());
    Tally.Counter counter = owns ? new Tally.Counter() : level.counter;
    if (selected) {
      judge(before, after, level.same, counter);
    }
    if (!open) {
      return;
    }
    boolean same = level.same || sameKey(before, after);
    Level below = new Level(depth, selected, same, counter, owns ? path : null);
    if (!same || options.countUnchanged()) {
      list(path, below, before, after);
    }
    levels.push(below);
  }

  private void list(
      String path, Level below, @Nullable TreeEntry before, @Nullable TreeEntry after) {
    sink.entering(path);
    try {
      List<TreeEntry> inBefore = children(left, before);
      List<TreeEntry> inAfter = below.same ? inBefore : children(right, after);
      below.left = inBefore;
      below.right = inAfter;
    } catch (HeveliusException e) {
      note(path, e);
    }
  }

  private void judge(
      @Nullable TreeEntry before, @Nullable TreeEntry after, boolean same, Tally.Counter counter) {
    Kind kind = same ? null : kind(before, after);
    if (kind == null) {
      TreeEntry entry = Objects.requireNonNull(after);
      counter.addUnchanged(entry);
      total.addUnchanged(entry);
      return;
    }
    TreeEntry any = Objects.requireNonNull(after == null ? before : after);
    Change change = new Change(kind, any.path(), before, after);
    counter.add(change);
    total.add(change);
    renames.offer(change);
    sink.accept(change);
  }

  private @Nullable Kind kind(@Nullable TreeEntry before, @Nullable TreeEntry after) {
    if (before == null) {
      return Kind.ADDED;
    }
    if (after == null) {
      return Kind.REMOVED;
    }
    if (before.type() != after.type()) {
      return Kind.TYPE_CHANGED;
    }
    if (contentDiffers(before, after)) {
      return Kind.MODIFIED;
    }
    boolean times = !before.isDirectory() || options.directoryTimes();
    boolean equal =
        before.mode() == after.mode()
            && before.uid() == after.uid()
            && before.gid() == after.gid()
            && (!times || before.modified().equals(after.modified()));
    return equal ? null : Kind.METADATA;
  }

  private boolean contentDiffers(TreeEntry before, TreeEntry after) {
    return switch (before.type()) {
      case DIRECTORY -> false;
      case SYMLINK -> !Objects.equals(before.linkTarget(), after.linkTarget());
      case SPECIAL ->
          before.contentKey() != null
              && after.contentKey() != null
              && !before.contentKey().equals(after.contentKey());
      case FILE -> fileDiffers(before, after);
    };
  }

  private boolean fileDiffers(TreeEntry before, TreeEntry after) {
    if (before.size() != after.size()) {
      return true;
    }
    if (sameKey(before, after)) {
      return false;
    }
    if (!options.readAll()) {
      if (before.contentKey() != null && after.contentKey() != null) {
        return true;
      }
      if (before.modified().equals(after.modified())) {
        return false;
      }
    }
    try (InputStream a = left.open(before);
        InputStream b = right.open(after)) {
      return !Contents.equal(a, b);
    } catch (HeveliusException | IOException e) {
      note(before.path(), e);
    }
    return true;
  }

  private void note(String path, Exception problem) {
    if (problem instanceof HeveliusException e && !concernsOneEntry(e.category())) {
      throw e;
    }
    unreadCount++;
    if (unread.size() < MOST_UNREAD) {
      unread.add(new Unread(path, Objects.requireNonNullElse(problem.getMessage(), "unreadable")));
    }
  }

  private static boolean concernsOneEntry(Category category) {
    return switch (category) {
      case NOT_FOUND, CONFLICT, DENIED, DAMAGED, PARTIAL -> true;
      case INVALID, REFUSED, FULL, UNAVAILABLE, CANCELED -> false;
    };
  }

  private void finish(Level level) {
    if (level.summarized == null || !level.counter.hasChanges()) {
      return;
    }
    Level above = levels.peek();
    if (directories.size() < MOST_DIRECTORIES || above == null || level.depth == 0) {
      directories.add(new DirectorySummary(level.summarized, level.counter.tally()));
    } else {
      above.counter.addAll(level.counter);
      folded = true;
    }
  }

  private static List<TreeEntry> children(SnapshotTree tree, @Nullable TreeEntry entry) {
    return entry != null && entry.isDirectory() ? tree.children(entry) : List.of();
  }

  private static boolean isDirectory(@Nullable TreeEntry entry) {
    return entry != null && entry.isDirectory();
  }

  private static boolean sameKey(@Nullable TreeEntry before, @Nullable TreeEntry after) {
    return before != null
        && after != null
        && before.type() == after.type()
        && before.contentKey() != null
        && before.contentKey().equals(after.contentKey());
  }

  private interface Visitor {
    void visit(Level level, @Nullable TreeEntry before, @Nullable TreeEntry after);
  }

  /** A directory of the current path with what is still to be visited in it. */
  private static final class Level {
    final int depth;
    final boolean selected;
    final boolean same;
    final Tally.Counter counter;
    final @Nullable String summarized;
    List<TreeEntry> left = List.of();
    List<TreeEntry> right = List.of();
    private int l;
    private int r;

    Level(
        int depth,
        boolean selected,
        boolean same,
        Tally.Counter counter,
        @Nullable String summarized) {
      this.depth = depth;
      this.selected = selected;
      this.same = same;
      this.counter = counter;
      this.summarized = summarized;
    }

    boolean hasNext() {
      return l < left.size() || r < right.size();
    }

    void next(Visitor visitor) {
      int order =
          l == left.size()
              ? 1
              : r == right.size() ? -1 : Names.compare(left.get(l).name(), right.get(r).name());
      TreeEntry before = order <= 0 ? left.get(l++) : null;
      TreeEntry after = order >= 0 ? right.get(r++) : null;
      visitor.visit(this, before, after);
    }
  }
}
