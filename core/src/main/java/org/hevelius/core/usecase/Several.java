package org.hevelius.core.usecase;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;

/**
 * The part of {@link Facade} that does the same to several datasets or snapshots. What is said
 * there of its methods holds for these too.
 */
public interface Several {
  /** Finds, takes, marks and deletes several. */
  BatchUses batches();

  /** Restores, reverts and undoes several as one plan. */
  RestoreBatchUses restoreBatches();

  /** See {@link Batches}. */
  interface BatchUses {
    /** The datasets that are meant. */
    List<Dataset> datasets(Selection selection);

    /** The snapshots that are meant. */
    List<Snapshot> snapshots(Choice choice);

    /** The snapshots that are meant; where there are conditions the newest of each dataset. */
    List<Snapshot> oneOfEach(Choice choice);

    /** Takes a snapshot of each. */
    Batch<Creation.Result> create(
        List<Dataset> datasets,
        Creation.Request request,
        Progress progress,
        Consumer<? super Batch.Item<Creation.Result>> done,
        BooleanSupplier canceled);

    /** Says the same of each. */
    Batch<Snapshot> mark(List<Snapshot> snapshots, Mark mark, BooleanSupplier canceled);

    /** Plans to delete each. */
    Batches.Deletion planDelete(List<Snapshot> snapshots, boolean force);

    /** Deletes as planned. */
    Batch<Snapshots.DeletePlan> delete(Batches.Deletion deletion, BooleanSupplier canceled);
  }

  /** See {@link RestoreBatches}. */
  interface RestoreBatchUses {
    /** Plans to bring back one snapshot of each dataset. */
    RestoreBatches.Plan plan(
        List<Snapshot> snapshots,
        RestoreBatches.Request request,
        Progress progress,
        Consumer<? super Batch.Item<RestoreBatches.Part>> planned,
        BooleanSupplier canceled);

    /** Plans to take back what changed between two versions of each dataset. */
    RestoreBatches.Plan planRevert(
        List<Snapshot> from,
        List<Snapshot> to,
        List<String> paths,
        Progress progress,
        Consumer<? super Batch.Item<RestoreBatches.Part>> planned,
        BooleanSupplier canceled);

    /**
     * Plans to take back the last restore or revert, or the last undo, of each dataset; with none
     * named of all that were restored or reverted at once.
     */
    RestoreBatches.Plan planUndo(
        List<DatasetName> datasets,
        boolean redo,
        Progress progress,
        Consumer<? super Batch.Item<RestoreBatches.Part>> planned,
        BooleanSupplier canceled);

    /** What a plan that was made for one of them would remove besides if it were to delete. */
    RestorePlan.Count extras(RestorePlan one, Progress progress, BooleanSupplier canceled);

    /** Carries out each plan. */
    Batch<Restores.Result> execute(
        RestoreBatches.Plan plan,
        Progress progress,
        Consumer<? super Batch.Item<Restores.Result>> done,
        BooleanSupplier canceled);
  }
}
