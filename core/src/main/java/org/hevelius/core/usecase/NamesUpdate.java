package org.hevelius.core.usecase;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.compare.Change;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.compare.TreeDiff;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * One run over the versions of a dataset that the index of names lacks. A version whose capture is
 * gone from its storage is put in as if nothing had changed in it, so that those after it can be.
 */
final class NamesUpdate {
  private final Context context;
  private final DatasetName dataset;
  private final Set<String> skipped;
  private final BooleanSupplier canceled;
  private final FileIndex index;
  private final Gone gone;

  /**
   * A run that has not begun.
   *
   * @param skipped gets the references of versions that are gone
   */
  NamesUpdate(Context context, DatasetName dataset, Set<String> skipped, BooleanSupplier canceled) {
    this.context = context;
    this.dataset = dataset;
    this.skipped = skipped;
    this.canceled = canceled;
    this.index = context.index();
    this.gone = new Gone(context);
  }

  /**
   * Adds them.
   *
   * @param enough asked after each version; the ones behind it are left for another time
   */
  void run(BooleanSupplier enough, Progress progress) {
    Snapshot base = base();
    long indexed = index.indexedUpTo(dataset);
    List<Snapshot> missing = missing(indexed);
    for (int i = 0; i < missing.size(); i++) {
      long done = i;
      Snapshot next = missing.get(i);
      try (Progress.Phase _ =
          progress.begin(
              "indexing names of " + dataset,
              () -> new Progress.State(done, missing.size(), 0, 0, next.reference()))) {
        if (added(next, base, indexed)) {
          base = next;
        }
        indexed = next.version();
      }
      if (enough.getAsBoolean()) {
        return;
      }
    }
  }

  /**
   * The version from which on changes can be told: the newest in the index that is still there.
   * What stands above it in the index is taken out.
   */
  private @Nullable Snapshot base() {
    for (long from = index.indexedUpTo(dataset); from > 0; from = index.indexedUpTo(dataset)) {
      Optional<Snapshot> there = context.catalog().snapshot(dataset, from);
      if (there.isEmpty()) {
        index.clear(dataset);
      } else if (gone.isGone(there.get())) {
        index.forget(dataset, List.of(from));
      } else {
        return there.get();
      }
    }
    return null;
  }

  private List<Snapshot> missing(long indexed) {
    try (Stream<Snapshot> all = context.catalog().snapshots(SnapshotQuery.of(dataset))) {
      return all.filter(snapshot -> snapshot.version() > indexed)
          .sorted(Comparator.comparingLong(Snapshot::version))
          .toList();
    }
  }

  /** Adds a version; one that is gone adds nothing. */
  private boolean added(Snapshot snapshot, @Nullable Snapshot base, long indexed) {
    try {
      add(snapshot, base, indexed);
      return true;
    } catch (HeveliusException e) {
      if (e.category() == Category.CANCELED || !gone.isGone(snapshot)) {
        throw e;
      }
      if (!snapshot.isGone()) {
        skipped.add(snapshot.reference());
      }
      try (FileIndex.Update update = index.begin(dataset, snapshot.version(), indexed)) {
        update.commit();
      }
      return false;
    }
  }

  private void add(Snapshot snapshot, @Nullable Snapshot base, long indexed) {
    try (FileIndex.Update update = index.begin(dataset, snapshot.version(), indexed)) {
      if (base == null) {
        try (SnapshotTree all = new Trees(context).open(snapshot)) {
          addAll(all, all.root(), update, canceled);
        }
      } else {
        try (TreePair pair = TreePair.open(context, base, snapshot, canceled)) {
          TreeDiff.run(
              pair.left(),
              pair.right(),
              DiffOptions.standard().withRenameCandidates(0),
              change -> apply(change, update, canceled));
        }
      }
      update.commit();
    }
  }

  private static void apply(Change change, FileIndex.Update update, BooleanSupplier canceled) {
    stopIf(canceled);
    TreeEntry after = change.after();
    switch (change.kind()) {
      case ADDED -> update.added(change.path(), Objects.requireNonNull(after));
      case REMOVED -> update.removed(change.path());
      case MODIFIED, METADATA, TYPE_CHANGED ->
          update.changed(change.path(), Objects.requireNonNull(after));
    }
  }

  private static void addAll(
      SnapshotTree tree, TreeEntry directory, FileIndex.Update update, BooleanSupplier canceled) {
    stopIf(canceled);
    for (TreeEntry child : tree.children(directory)) {
      update.added(child.path(), child);
      if (child.isDirectory()) {
        addAll(tree, child, update, canceled);
      }
    }
  }

  private static void stopIf(BooleanSupplier canceled) {
    if (canceled.getAsBoolean()) {
      throw new HeveliusException(
          Category.CANCELED, "canceled", "the index of names is as it was before");
    }
  }
}
