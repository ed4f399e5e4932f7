package org.hevelius.core.usecase;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.compare.ContentChange;
import org.hevelius.core.compare.ContentDiff;
import org.hevelius.core.compare.ContentOptions;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.compare.DiffResult;
import org.hevelius.core.compare.DiffSink;
import org.hevelius.core.compare.TreeDiff;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.jspecify.annotations.Nullable;

/** Compares two versions of a dataset, or a version with the live data. */
public final class Comparisons {
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
  public Sides sides(String left, @Nullable String right) {
    ReferenceResolver resolver = new ReferenceResolver(context.catalog());
    Snapshot a = resolver.resolve(left);
    if (right == null || right.equals(LIVE) || right.equals(a.dataset() + "@" + LIVE)) {
      return new Sides(a, null);
    }
    Snapshot b = resolver.resolve(right);
    return new Sides(a, b);
  }

  /** Compares the trees; {@code sink} is told each change in the order of paths. */
  public DiffResult diff(Sides sides, DiffOptions options, DiffSink sink) {
    try (SnapshotTree left = trees.open(sides.left());
        SnapshotTree right = right(sides)) {
      return TreeDiff.run(left, right, options, sink);
    }
  }

  /** Compares the content of one file. */
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
