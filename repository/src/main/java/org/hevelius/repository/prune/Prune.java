package org.hevelius.repository.prune;

import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.pack.RepositoryParts;

/**
 * Frees what no snapshot needs. The caller holds an exclusive lock from before {@link #plan} to
 * after {@link #execute}, or at least during each.
 *
 * <p>New packs and new index files are durable before old index files go, and these before packs:
 * dying at any point leaves every snapshot whole, and the next prune finishes the work.
 */
public final class Prune {
  private final RepositoryParts parts;

  /** Makes a prune of the repository with these parts. */
  public Prune(RepositoryParts parts) {
    this.parts = parts;
  }

  /**
   * Finds out what can go; changes nothing.
   *
   * @param started told the counters as soon as the work begins
   * @throws RepositoryException {@code DAMAGED} when anything is missing, unreadable or of wrong
   *     size; {@code CANCELED}
   */
  public PrunePlan plan(
      PruneOptions options, Consumer<PruneCounters> started, BooleanSupplier canceled) {
    PruneCounters counters = new PruneCounters();
    started.accept(counters);
    return new Planner(options, Inventory.take(parts, counters, canceled)).plan();
  }

  /**
   * As {@link #plan}, as if some snapshots were forgotten already. Such a plan is for looking at:
   * it can't be executed while they are there.
   */
  public PrunePlan planWithout(
      Set<Id> forgotten,
      PruneOptions options,
      Consumer<PruneCounters> started,
      BooleanSupplier canceled) {
    RepositoryParts then =
        new RepositoryParts(
            new WithoutSnapshots(parts.storage(), forgotten),
            parts.files(),
            parts.codecs(),
            parts.random(),
            parts.clock(),
            parts.workers());
    return new Prune(then).plan(options, started, canceled);
  }

  /**
   * Does what the plan says.
   *
   * @param started told the counters as soon as the work begins
   * @param canceled asked until the first removal
   * @throws RepositoryException {@code INVALID} when the repository changed since the plan, {@code
   *     DAMAGED} when a needed blob turns out to be damaged: then nothing was removed; {@code FULL}
   *     when there is no room for the packs to be written
   */
  public void execute(PrunePlan plan, Consumer<PruneCounters> started, BooleanSupplier canceled) {
    PruneCounters counters = new PruneCounters();
    started.accept(counters);
    if (plan.summary().isEmpty()) {
      return;
    }
    plan.inventory().world().requireUnchanged(parts.storage());
    new PruneRun(parts, plan, counters, canceled).run();
    parts.storage().removeLeftovers(parts.clock());
  }
}
