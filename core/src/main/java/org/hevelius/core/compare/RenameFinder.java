package org.hevelius.core.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.compare.Change.Kind;
import org.hevelius.core.compare.DiffResult.Rename;
import org.hevelius.core.compare.DiffResult.Renames;
import org.hevelius.core.compare.RenameLabels.Side;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was moved among the removed and the added entries of one comparison. Only exact
 * content counts. It remembers a bounded number of entries; when there are more, only whole
 * directories with equal keys are found, because their keys decide without looking inside.
 */
final class RenameFinder {
  private final SnapshotTree left;
  private final SnapshotTree right;
  private final DiffOptions options;
  private final NavigableMap<String, TreeEntry> removed = new TreeMap<>();
  private final NavigableMap<String, TreeEntry> added = new TreeMap<>();
  private final NavigableMap<String, TreeEntry> removedRoots = new TreeMap<>();
  private final NavigableMap<String, TreeEntry> addedRoots = new TreeMap<>();
  private final List<Rename> found = new ArrayList<>();
  private boolean overflow;

  RenameFinder(SnapshotTree left, SnapshotTree right, DiffOptions options) {
    this.left = left;
    this.right = right;
    this.options = options;
  }

  void offer(Change change) {
    if (options.renameCandidates() == 0) {
      return;
    }
    if (change.kind() == Kind.ADDED) {
      remember(change.entry(), added, addedRoots);
    } else if (change.kind() == Kind.REMOVED) {
      remember(change.entry(), removed, removedRoots);
    }
  }

  private void remember(
      TreeEntry entry, NavigableMap<String, TreeEntry> all, NavigableMap<String, TreeEntry> roots) {
    String path = entry.path();
    if (entry.isDirectory()
        && entry.contentKey() != null
        && roots.size() < options.renameCandidates()
        && !isInside(path, roots)) {
      roots.put(path, entry);
    }
    if (!overflow && all.size() == options.renameCandidates()) {
      overflow = true;
      removed.clear();
      added.clear();
    }
    if (!overflow) {
      all.put(path, entry);
    }
  }

  private static boolean isInside(String path, Map<String, TreeEntry> roots) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (roots.containsKey(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  Renames find() {
    if (options.renameCandidates() == 0) {
      return new Renames(List.of(), false, "renames were not looked for");
    }
    if (overflow) {
      foldByKey();
      return renames(
          String.format(
              "more than %,d entries were added or removed: only whole directories were matched",
              options.renameCandidates()));
    }
    RenameLabels labels = new RenameLabels(left, right, options.renameBytes());
    labels.read(removed.values(), added.values());
    foldDirectories(labels);
    matchFiles(labels);
    return renames(
        labels.complete()
            ? ""
            : String.format(
                "finding all renames would have read more than %,d bytes", options.renameBytes()));
  }

  private Renames renames(String note) {
    found.sort(Comparator.comparing(Rename::from, TreeDiff::comparePaths));
    return new Renames(found, note.isEmpty(), note);
  }

  private void foldByKey() {
    Map<String, TreeEntry> byKey = new HashMap<>();
    addedRoots.values().forEach(entry -> byKey.put(key(entry), entry));
    for (TreeEntry from : removedRoots.values()) {
      TreeEntry to = byKey.get(key(from));
      long[] sum = new long[2];
      if (to != null) {
        sum(from, sum);
      }
      if (to != null && sum[0] > 0) {
        byKey.remove(key(from));
        found.add(new Rename(from.path(), to.path(), true, sum[0], sum[1]));
      }
    }
  }

  private void sum(TreeEntry directory, long[] sum) {
    List<TreeEntry> open = new ArrayList<>(List.of(directory));
    while (!open.isEmpty()) {
      for (TreeEntry entry : left.children(open.removeLast())) {
        if (entry.isDirectory()) {
          open.add(entry);
        } else {
          sum[0]++;
          sum[1] += entry.size();
        }
      }
    }
  }

  private static String key(TreeEntry entry) {
    return Objects.requireNonNull(entry.contentKey());
  }

  private void foldDirectories(RenameLabels labels) {
    Map<String, List<String>> addedByLabel = byLabel(added, Side.RIGHT, labels);
    for (TreeEntry from : List.copyOf(removed.values())) {
      if (!from.isDirectory() || !removed.containsKey(from.path())) {
        continue;
      }
      String to = movedTo(from.path(), labels, addedByLabel);
      if (to != null) {
        SortedMap<String, TreeEntry> moved = below(removed, from.path());
        long files = moved.values().stream().filter(entry -> !entry.isDirectory()).count();
        long bytes = moved.values().stream().mapToLong(TreeEntry::size).sum();
        found.add(new Rename(from.path(), to, true, files, bytes));
        moved.clear();
        below(added, to).clear();
        removed.remove(from.path());
        added.remove(to);
      }
    }
  }

  private @Nullable String movedTo(
      String from, RenameLabels labels, Map<String, List<String>> addedByLabel) {
    SortedMap<String, TreeEntry> moved = below(removed, from);
    for (TreeEntry entry : moved.values()) {
      String label = labels.ofFile(Side.LEFT, entry);
      if (label == null) {
        continue;
      }
      String rest = entry.path().substring(from.length());
      for (String candidate : addedByLabel.getOrDefault(label, List.of())) {
        if (candidate.endsWith(rest)) {
          String to = candidate.substring(0, candidate.length() - rest.length());
          TreeEntry directory = added.get(to);
          if (directory != null && directory.isDirectory() && sameBelow(moved, from, to, labels)) {
            return to;
          }
        }
      }
      return null;
    }
    return null;
  }

  private boolean sameBelow(
      SortedMap<String, TreeEntry> moved, String from, String to, RenameLabels labels) {
    SortedMap<String, TreeEntry> there = below(added, to);
    if (there.size() != moved.size()) {
      return false;
    }
    for (TreeEntry entry : moved.values()) {
      TreeEntry other = there.get(to + entry.path().substring(from.length()));
      if (other == null || !labels.same(entry, other)) {
        return false;
      }
    }
    return true;
  }

  private void matchFiles(RenameLabels labels) {
    Map<String, List<String>> targets = byLabel(added, Side.RIGHT, labels);
    Map<String, List<String>> sources = byLabel(removed, Side.LEFT, labels);
    sources.forEach((label, from) -> pair(from, targets.getOrDefault(label, List.of())));
  }

  /** Pairs files of equal content: first those that keep their name, then in path order. */
  private void pair(List<String> from, List<String> to) {
    Map<String, List<String>> byName = new HashMap<>();
    to.forEach(path -> byName.computeIfAbsent(name(path), n -> new ArrayList<>()).add(path));
    LinkedHashMap<String, String> pairs = new LinkedHashMap<>();
    List<String> rest = new ArrayList<>();
    for (String path : from) {
      List<String> same = byName.getOrDefault(name(path), List.of());
      if (same.isEmpty()) {
        rest.add(path);
      } else {
        pairs.put(path, same.removeFirst());
      }
    }
    List<String> free = byName.values().stream().flatMap(List::stream).sorted().toList();
    for (int i = 0; i < Math.min(rest.size(), free.size()); i++) {
      pairs.put(rest.get(i), free.get(i));
    }
    pairs.forEach(
        (source, target) ->
            found.add(
                new Rename(
                    source, target, false, 1, Objects.requireNonNull(removed.get(source)).size())));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Map<String, List<String>> byLabel(
      NavigableMap<String, TreeEntry> entries, Side side, RenameLabels labels) {
    Map<String, List<String>> grouped = new LinkedHashMap<>();
    for (TreeEntry entry : entries.values()) {
      String label = labels.ofFile(side, entry);
      if (label != null) {
        grouped.computeIfAbsent(label, l -> new ArrayList<>()).add(entry.path());
      }
    }
    return grouped;
  }

  /** Everything below a directory; '0' follows '/' in the order of the map. */
  private static SortedMap<String, TreeEntry> below(
      NavigableMap<String, TreeEntry> entries, String directory) {
    return entries.subMap(directory + "/", directory + "0");
  }
}
