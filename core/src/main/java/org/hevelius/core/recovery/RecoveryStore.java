package org.hevelius.core.recovery;

import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * Recoveries and runbooks. Stands in the catalog, under the same promises of atomicity, concurrency
 * and durability; a rebuild leaves it alone.
 */
public interface RecoveryStore {
  /**
   * Records a recovery with all its steps before the first one begins.
   *
   * @param fence that must hold
   * @return the same with its id
   * @throws HeveliusException CONFLICT when one of the dataset is unfinished; CANCELED when the
   *     fence is broken
   */
  Recovery begin(Recovery draft, Fence.Holding fence, AuditEvent event);

  /**
   * Records how far a step came; a step of a new position is added.
   *
   * @throws HeveliusException CANCELED when the fence is broken: another process carries it out
   */
  void step(long id, RecoveryStep step, Fence.Holding fence);

  /**
   * Records state, guard, end and detail of a recovery.
   *
   * @throws HeveliusException CANCELED when the fence is broken; NOT_FOUND
   */
  void update(Recovery recovery, Fence.Holding fence, AuditEvent event);

  /** The recovery of that id. */
  Optional<Recovery> recovery(long id);

  /**
   * The newest recoveries, the newest first.
   *
   * @param dataset null for all
   */
  List<Recovery> newest(@Nullable DatasetName dataset, int limit);

  /** All that are unfinished, the oldest first. */
  List<Recovery> unfinished();

  /** Records that a runbook was written. */
  void wrote(Runbook runbook, AuditEvent event);

  /** The runbook of a dataset that was written last. */
  Optional<Runbook> runbook(DatasetName dataset);
}
