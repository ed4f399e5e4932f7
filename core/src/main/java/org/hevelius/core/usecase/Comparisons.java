package org.hevelius.core.usecase;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.compare.Change;
import org.hevelius.core.compare.ContentChange;
import org.hevelius.core.compare.ContentDiff;
import org.hevelius.core.compare.ContentOptions;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.compare.DiffResult;
import org.hevelius.core.compare.DiffSink;
import org.hevelius.core.compare.TreeDiff;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/** Compares two versions of a dataset, or a version with the live data. */
public final class Comparisons implements Facade.ComparisonUses {
  /** The word for the present state of a dataset's sources. */
  public static final String LIVE = "live";

  private final Context context;
  private final Trees trees;

  /** Use cases over these parts. */
  public Comparisons(Context context) {
    this.context = context;
    this.trees = new Trees(context);
  }

  /**
   * The two sides of a comparison.
   *
   * @param right null for the live data
   */
  public record Sides(Snapshot left, @Nullable Snapshot right) {
    /** How the right side is called. */
    public String rightName() {
      return right == null ? LIVE : right.reference();
    }
  }

  /**
   * Finds the two sides.
   *
   * @param left a reference
   * @param right a reference, {@code live}, or null for {@code live}
   */
  @Override
  public Sides sides(String left, @Nullable String right) {
    ReferenceResolver resolver = new ReferenceResolver(context.catalog());
    Snapshot a = resolver.resolve(left);
    if (right == null || right.equals(LIVE) || right.equals(a.dataset() + "@" + LIVE)) {
      return new Sides(a, null);
    }
    Snapshot b = resolver.resolve(right);
    return new Sides(a, b);
  }

  /** The usual options, confined to paths that somebody typed; without any, everything. */
  public static DiffOptions options(List<String> paths) {
    List<String> clean = paths.stream().map(Trees::clean).toList();
    return clean.contains("") ? DiffOptions.standard() : DiffOptions.standard().withPaths(clean);
  }

  /** Whether it is known how many files a snapshot has, so that those that stay can be counted. */
  public static boolean isCounted(Snapshot snapshot) {
    return snapshot.captures().stream().allMatch(Capture::isCounted);
  }

  /**
   * Compares the trees; {@code sink} is told each change in the order of paths.
   *
   * @throws HeveliusException NOT_FOUND when neither side has any of the paths of the options
   */
  @Override
  public DiffResult diff(Sides sides, DiffOptions options, DiffSink sink) {
    try (TreePair pair = TreePair.open(context, sides.left(), sides.right(), () -> false)) {
      SnapshotTree left = pair.left();
      SnapshotTree right = pair.right();
      for (String path : options.paths()) {
        if (left.find(path).isEmpty() && right.find(path).isEmpty()) {
          throw new HeveliusException(
              Category.NOT_FOUND,
              "neither %s nor %s has %s"
                  .formatted(sides.left().reference(), sides.rightName(), Names.show(path)),
              "look around: hevelius browse " + sides.left().reference());
        }
      }
      // Counting what is the same would mean to walk what needn't be.
      boolean count = options.countUnchanged() && !(pair.isNarrowed() && !isCounted(sides.left()));
      return TreeDiff.run(left, right, options.withCountUnchanged(count), sink);
    }
  }

  /**
   * What changed in the content of files, in one line each.
   *
   * @param changes files of which the content differs; others are passed over
   * @param mostFiles how many files at most are read
   * @param mostBytes larger files are passed over; FITS files, of which the header tells most, may
   *     be 16 times as large
   * @return the lines by path
   */
  @Override
  public Map<String, String> summaries(
      Sides sides, List<Change> changes, int mostFiles, long mostBytes) {
    Map<String, String> lines = new HashMap<>();
    List<Change> small = small(changes, mostFiles, mostBytes);
    if (small.isEmpty()) {
      return lines;
    }
    try (SnapshotTree left = trees.open(sides.left());
        SnapshotTree right = right(sides)) {
      for (Change change : small) {
        try {
          lines.put(change.path(), summary(left, right, change));
        } catch (HeveliusException e) {
          // That a file can't be read is told by the comparison of the trees.
          lines.put(change.path(), "can't be compared: " + e.getMessage());
        }
      }
    }
    return lines;
  }

  /** The first files of which the content differs and that aren't too large; see above. */
  public static List<Change> small(List<Change> changes, int mostFiles, long mostBytes) {
    return changes.stream().filter(c -> isSmall(c, mostBytes)).limit(mostFiles).toList();
  }

  private static boolean isSmall(Change change, long mostBytes) {
    TreeEntry before = change.before();
    TreeEntry after = change.after();
    if (change.kind() != Change.Kind.MODIFIED || before == null || after == null) {
      return false;
    }
    boolean fits = change.path().matches("(?is).*\\.(fits?|fts|evt|lc|pha)");
    return before.isFile()
        && after.isFile()
        && Math.max(before.size(), after.size()) <= (fits ? 16 * mostBytes : mostBytes);
  }

  private static String summary(SnapshotTree left, SnapshotTree right, Change change) {
    return ContentDiff.compare(
            left,
            Objects.requireNonNull(change.before()),
            right,
            Objects.requireNonNull(change.after()),
            ContentOptions.standard())
        .summaryLine();
  }

  /** Compares the content of one file. */
  @Override
  public ContentChange content(Sides sides, String path, ContentOptions options) {
    try (SnapshotTree left = trees.open(sides.left());
        SnapshotTree right = right(sides)) {
      return ContentDiff.compare(
          left,
          Trees.entry(left, sides.left().reference(), path),
          right,
          Trees.entry(right, sides.rightName(), path),
          options);
    }
  }

  private SnapshotTree right(Sides sides) {
    return sides.right() == null ? trees.live(sides.left()) : trees.open(sides.right());
  }

  /** The version before a snapshot in its dataset, for a comparison with it. */
  public Snapshot before(Snapshot snapshot) {
    Long parent = snapshot.parentVersion();
    if (parent == null) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          snapshot.reference() + " is the first version of " + snapshot.dataset(),
          "name the one to compare with");
    }
    DatasetName dataset = snapshot.dataset();
    return context
        .catalog()
        .snapshot(dataset, parent)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    dataset + "@" + parent + ", from which it descends, is gone",
                    "name another one"));
  }
}
