package org.hevelius.core.recovery;

import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.runner.LeaseHolder;
import org.jspecify.annotations.Nullable;

/**
 * Recoveries and runbooks. Stands in the catalog, under the same promises of atomicity, concurrency
 * and durability; a rebuild leaves it alone.
 */
public interface RecoveryStore {
  /**
   * Records a recovery with all its steps before the first one begins.
   *
   * @param holder who must still have the lease
   * @return the same with its id
   * @throws HeveliusException CONFLICT when one of the dataset is unfinished; CANCELED when the
   *     somebody else has the lease
   */
  Recovery begin(Recovery draft, LeaseHolder holder, AuditEvent event);

  /**
   * Records how far a step came; a step of a new position is added.
   *
   * @throws HeveliusException CANCELED when somebody else has the lease: another process carries it
   *     out
   */
  void step(long id, RecoveryStep step, LeaseHolder holder);

  /**
   * Records state, guard, end and detail of a recovery.
   *
   * @throws HeveliusException CANCELED when somebody else has the lease; NOT_FOUND
   */
  void update(Recovery recovery, LeaseHolder holder, AuditEvent event);

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
