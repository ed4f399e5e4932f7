package org.hevelius.repository;

import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.repository.check.Check;
import org.hevelius.repository.check.CheckCounters;
import org.hevelius.repository.check.CheckReport;
import org.hevelius.repository.check.CheckRequest;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.lock.Hold;
import org.hevelius.repository.lock.Lock;
import org.hevelius.repository.lock.LockMode;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.prune.IndexRebuild;
import org.hevelius.repository.prune.IndexRebuildPlan;
import org.hevelius.repository.prune.PackRepair;
import org.hevelius.repository.prune.PackRepairPlan;
import org.hevelius.repository.prune.Prune;
import org.hevelius.repository.prune.PruneCounters;
import org.hevelius.repository.prune.PruneOptions;
import org.hevelius.repository.prune.PrunePlan;
import org.hevelius.repository.prune.SnapshotRepair;
import org.hevelius.repository.prune.SnapshotRepairPlan;

/**
 * A lock and everything that looks after the repository as a whole. Each piece of work loads what
 * it needs anew, snapshots before the index, and ends with {@code LOCKED} if the lock is lost. What
 * changes the repository needs an exclusive lock ({@link Repository#maintain}); plans that are only
 * looked at can be made beside readers and writers ({@link Repository#survey}). To check and to
 * plan it may also have to do without ({@link Repository#read}).
 */
public final class MaintenanceSession implements AutoCloseable {
  private static final int EXAMPLES = 10;

  private final Hold lock;
  private final RepositoryParts parts;

  MaintenanceSession(Hold lock, RepositoryParts parts) {
    this.lock = lock;
    this.parts = parts;
  }

  /** Checks the repository, while the lock still settles. See {@link Check#run}. */
  public CheckReport check(
      CheckRequest request, Consumer<CheckCounters> started, BooleanSupplier canceled) {
    CheckReport report = new Check(parts).run(request, started, held(canceled));
    lock.ensureAlone();
    return report;
  }

  /**
   * Plans a prune. See {@link Prune#plan}.
   *
   * @param forgotten snapshots that count as forgotten already; a plan with any of them there is
   *     for looking at only
   */
  public PrunePlan planPrune(
      PruneOptions options,
      Set<Id> forgotten,
      Consumer<PruneCounters> started,
      BooleanSupplier canceled) {
    return new Prune(parts).planWithout(forgotten, options, started, held(canceled));
  }

  /** Prunes as planned. See {@link Prune#execute}. */
  public void prune(PrunePlan plan, Consumer<PruneCounters> started, BooleanSupplier canceled) {
    requireAlone();
    new Prune(parts).execute(plan, started, held(canceled));
  }

  /** Plans to write the index anew. See {@link IndexRebuild#plan}. */
  public IndexRebuildPlan planIndexRebuild(boolean readAll, BooleanSupplier canceled) {
    return new IndexRebuild(parts).plan(readAll, held(canceled));
  }

  /** Writes the index anew as planned. See {@link IndexRebuild#execute}. */
  public IndexRebuild.Result rebuildIndex(
      IndexRebuildPlan plan, Consumer<PruneCounters> started, BooleanSupplier canceled) {
    requireAlone();
    return new IndexRebuild(parts).execute(plan, started, held(canceled));
  }

  /** Plans to bring what is good in damaged packs to safety. See {@link PackRepair#plan}. */
  public PackRepairPlan planPackRepair(Set<Id> damaged, BooleanSupplier canceled) {
    return new PackRepair(parts).plan(damaged, EXAMPLES, held(canceled));
  }

  /** Repairs packs as planned. See {@link PackRepair#execute}. */
  public void repairPacks(
      PackRepairPlan plan, Consumer<PruneCounters> started, BooleanSupplier canceled) {
    requireAlone();
    new PackRepair(parts).execute(plan, started, held(canceled));
  }

  /** Plans to leave out of snapshots what is lost. See {@link SnapshotRepair#plan}. */
  public SnapshotRepairPlan planSnapshotRepair(BooleanSupplier canceled) {
    return new SnapshotRepair(parts).plan(SnapshotRepairPlan.LostContent.DROP, held(canceled));
  }

  /** Repairs snapshots as planned. See {@link SnapshotRepair#execute}. */
  public void repairSnapshots(
      SnapshotRepairPlan plan,
      List<SnapshotRepair.Correction> corrections,
      BiConsumer<Id, Id> replaced,
      BooleanSupplier canceled) {
    requireAlone();
    new SnapshotRepair(parts).execute(plan, corrections, replaced, held(canceled));
  }

  private void requireAlone() {
    Lock own = lock.confirm();
    if (own.mode() != LockMode.EXCLUSIVE) {
      throw new IllegalStateException("this session may only look");
    }
    own.ensureHeld();
  }

  /** Wherever the work may still be canceled, it must also not have lost its lock. */
  private BooleanSupplier held(BooleanSupplier canceled) {
    return () -> {
      lock.ensureNotLost();
      return canceled.getAsBoolean();
    };
  }

  @Override
  public void close() {
    lock.release();
  }
}
