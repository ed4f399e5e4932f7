package org.hevelius.core.compare;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * Labels files so that equal labels mean equal content. Keys serve where all files of a size have
 * one; otherwise the beginnings are hashed, and what agrees there is hashed whole.
 */
final class RenameLabels {
  /** From which tree an entry comes. */
  enum Side {
    LEFT,
    RIGHT
  }

  private record Candidate(Side side, TreeEntry entry) {}

  private final SnapshotTree left;
  private final SnapshotTree right;
  private final Map<Side, Map<String, String>> labels = new EnumMap<>(Side.class);
  private long budget;
  private boolean complete = true;

  RenameLabels(SnapshotTree left, SnapshotTree right, long budget) {
    this.left = left;
    this.right = right;
    this.budget = budget;
    for (Side side : Side.values()) {
      labels.put(side, new HashMap<>());
    }
  }

  void read(Collection<TreeEntry> removed, Collection<TreeEntry> added) {
    TreeMap<Long, List<Candidate>> bySize = new TreeMap<>();
    removed.forEach(entry -> group(bySize, Side.LEFT, entry));
    added.forEach(entry -> group(bySize, Side.RIGHT, entry));
    for (List<Candidate> group : bySize.values()) {
      if (!bothSides(group)) {
        continue;
      }
      if (group.stream().allMatch(candidate -> candidate.entry.contentKey() != null)) {
        group.forEach(c -> label(c, "key " + c.entry.contentKey()));
      } else {
        hash(group);
      }
    }
  }

  /** Whether the bound on reading was enough. */
  boolean complete() {
    return complete;
  }

  /** The label of a file that may have been moved on its own; null for everything else. */
  @Nullable String ofFile(Side side, TreeEntry entry) {
    return entry.isFile() ? Objects.requireNonNull(labels.get(side)).get(entry.path()) : null;
  }

  /** Whether an entry on the left and one on the right are the same apart from their place. */
  boolean same(TreeEntry before, TreeEntry after) {
    if (before.type() != after.type() || before.size() != after.size()) {
      return false;
    }
    return switch (before.type()) {
      case DIRECTORY, SPECIAL -> true;
      case SYMLINK -> Objects.equals(before.linkTarget(), after.linkTarget());
      case FILE -> {
        String label = ofFile(Side.LEFT, before);
        yield before.size() == 0 || (label != null && label.equals(ofFile(Side.RIGHT, after)));
      }
    };
  }

  private static void group(Map<Long, List<Candidate>> bySize, Side side, TreeEntry entry) {
    if (entry.isFile() && entry.size() > 0) {
      bySize
          .computeIfAbsent(entry.size(), size -> new ArrayList<>())
          .add(new Candidate(side, entry));
    }
  }

  private static boolean bothSides(List<Candidate> group) {
    return group.stream().map(Candidate::side).distinct().count() == 2;
  }

  private void hash(List<Candidate> group) {
    Map<String, List<Candidate>> byStart = split(group, c -> digest(c, Contents.BUFFER));
    for (Map.Entry<String, List<Candidate>> start : byStart.entrySet()) {
      List<Candidate> alike = start.getValue();
      if (!bothSides(alike)) {
        continue;
      }
      if (alike.getFirst().entry.size() <= Contents.BUFFER) {
        alike.forEach(c -> label(c, "hash " + start.getKey()));
      } else {
        split(alike, c -> digest(c, Long.MAX_VALUE))
            .forEach((hash, same) -> same.forEach(c -> label(c, "hash " + hash)));
      }
    }
  }

  private static Map<String, List<Candidate>> split(
      List<Candidate> group, Function<Candidate, @Nullable String> digest) {
    Map<String, List<Candidate>> parts = new HashMap<>();
    for (Candidate candidate : group) {
      String hash = digest.apply(candidate);
      if (hash != null) {
        parts.computeIfAbsent(hash, h -> new ArrayList<>()).add(candidate);
      }
    }
    return parts;
  }

  private @Nullable String digest(Candidate candidate, long limit) {
    long cost = Math.min(limit, candidate.entry.size());
    if (cost > budget) {
      complete = false;
      return null;
    }
    budget -= cost;
    SnapshotTree tree = candidate.side == Side.LEFT ? left : right;
    try (InputStream in = tree.open(candidate.entry)) {
      return Contents.hash(in, limit);
    } catch (HeveliusException e) {
      if (e.category() == Category.CANCELED) {
        throw e;
      }
      return null;
    } catch (IOException e) {
      // It stays what it is without this: one file removed and another one added.
      return null;
    }
  }

  private void label(Candidate candidate, String label) {
    Objects.requireNonNull(labels.get(candidate.side)).put(candidate.entry.path(), label);
  }
}
