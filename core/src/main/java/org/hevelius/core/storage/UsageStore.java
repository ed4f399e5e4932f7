package org.hevelius.core.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEvent;

/**
 * How full storage was over time, and which limits were changed. Stands in the catalog, under its
 * promises of atomicity, concurrency and errors. Nothing of it can be recovered from a repository.
 */
public interface UsageStore {
  /**
   * Keeps samples, and drops old ones in the same transaction. A sample of the same subject and
   * time replaces the one before. No audit entry.
   */
  void keep(List<UsageSample> samples, Instant dropBefore);

  /**
   * Samples of a subject from a time on, the oldest first.
   *
   * @param limit how many at most; of more, the newest
   */
  List<UsageSample> samples(String subject, Instant since, int limit);

  /**
   * Writes down that limits are about to be set, with its audit event.
   *
   * @param change its id is ignored and its state must be BEGUN
   * @return the change with its id
   * @throws HeveliusException CONFLICT when another change of the same view was begun and has not
   *     ended
   */
  QuotaChange begin(QuotaChange change, AuditEvent event);

  /**
   * Writes down how a change ended. One that has ended already stays as it is, without an audit
   * entry.
   *
   * @return whether it was open
   */
  boolean finish(long id, QuotaChange.State state, AuditEvent event);

  /** The changes that were begun and have not ended, the oldest first. */
  List<QuotaChange> open();

  /** The newest change of a view that was done or may have been: all but those that failed. */
  Optional<QuotaChange> newest(String view);
}
