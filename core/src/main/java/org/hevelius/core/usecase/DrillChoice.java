package org.hevelius.core.usecase;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;

/**
 * What of a snapshot a drill restores.
 *
 * @param paths in the notation of trees; empty for everything
 * @param files regular files that are restored
 * @param bytes of these
 * @param allFiles regular files of the snapshot
 * @param allBytes of these
 */
record DrillChoice(
    NavigableSet<String> paths, long files, long bytes, long allFiles, long allBytes) {

  /** Whether all of the snapshot is meant. */
  boolean isWhole() {
    return paths.isEmpty();
  }

  /** Whether an entry is restored, with all below it. */
  boolean covers(String path) {
    if (paths.isEmpty() || paths.contains(path)) {
      return true;
    }
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (paths.contains(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  /** Whether something below an entry is restored. */
  boolean leadsTo(String path) {
    String next = paths.ceiling(path + "/");
    return path.isEmpty() || (next != null && next.startsWith(path + "/"));
  }

  /** The paths as an order to restore takes them. */
  List<String> ordered() {
    return paths.stream().map(Names::show).toList();
  }

  /**
   * Chooses.
   *
   * @param reference of the snapshot, for what is said of it
   * @throws HeveliusException NOT_FOUND for a path that the snapshot doesn't have; CANCELED
   */
  static DrillChoice of(
      SnapshotTree tree, String reference, Drill.Order order, BooleanSupplier canceled) {
    Draw draw = new Draw(order);
    Deque<TreeEntry> open = new ArrayDeque<>(List.of(tree.root()));
    while (!open.isEmpty()) {
      if (canceled.getAsBoolean()) {
        throw new HeveliusException(Category.CANCELED, "the drill was stopped");
      }
      List<TreeEntry> below = new ArrayList<>();
      for (TreeEntry entry : tree.children(open.pop())) {
        draw.see(entry);
        if (entry.isDirectory()) {
          below.add(entry);
        }
      }
      below.reversed().forEach(open::push);
    }
    return switch (order.scenario()) {
      case FILES, LOST_FILE, LOST_DIRECTORY -> draw.choice(draw.drawn);
      case PATHS -> draw.choice(named(tree, reference, order));
      case WHOLE, LOST_HOST, LOST_KEYS -> draw.choice(order.files() > 0 ? draw.drawn : List.of());
    };
  }

  private static List<TreeEntry> named(SnapshotTree tree, String reference, Drill.Order order) {
    return order.paths().stream().map(path -> Trees.entry(tree, reference, path)).toList();
  }

  /** Draws as many of what may be drawn as are wanted, each with the same chance. */
  private static final class Draw {
    private final Random random;
    private final int wanted;
    private final boolean directories;
    private final List<TreeEntry> drawn = new ArrayList<>();
    private long seen;
    private long files;
    private long bytes;

    Draw(Drill.Order order) {
      random = new Random(order.seed());
      directories = order.scenario() == Drill.Scenario.LOST_DIRECTORY;
      wanted = order.files();
    }

    void see(TreeEntry entry) {
      if (entry.isFile()) {
        files++;
        bytes += entry.size();
      }
      if (wanted == 0 || (directories ? !entry.isDirectory() : !entry.isFile())) {
        return;
      }
      seen++;
      if (drawn.size() < wanted) {
        drawn.add(entry);
        return;
      }
      long place = random.nextLong(seen);
      if (place < wanted) {
        drawn.set((int) place, entry);
      }
    }

    /** Directories aren't counted here: what is below them is known when it is compared. */
    DrillChoice choice(Collection<TreeEntry> chosen) {
      NavigableSet<String> paths = new TreeSet<>();
      long ownFiles = chosen.isEmpty() ? files : 0;
      long ownBytes = chosen.isEmpty() ? bytes : 0;
      for (TreeEntry entry : chosen) {
        paths.add(entry.path());
        if (entry.isFile()) {
          ownFiles++;
          ownBytes += entry.size();
        }
      }
      return new DrillChoice(paths, ownFiles, ownBytes, files, bytes);
    }
  }
}
