package org.hevelius.core.publication;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEvent;

/**
 * The record of publications. It stands in the catalog, under the same promises of atomicity,
 * concurrency and errors as those of {@link org.hevelius.core.catalog.Catalog}. It outlives
 * snapshots and a rebuild in place, and nothing is ever removed from it.
 */
public interface PublicationStore {
  /**
   * Adds a publication.
   *
   * @throws HeveliusException CONFLICT while the snapshot has one that isn't withdrawn; INVALID
   *     when this one is withdrawn already
   */
  void add(Publication publication, AuditEvent event);

  /**
   * Withdraws the publication of a snapshot.
   *
   * @param expected what was looked at
   * @throws HeveliusException CONFLICT when the snapshot's newest publication isn't the expected
   *     one, or is withdrawn already
   */
  void withdraw(Publication expected, Withdrawal withdrawal, AuditEvent event);

  /** All publications of the snapshot of that generated name, the newest first. */
  List<Publication> of(String name);

  /** Publications of exactly this content, sorted by name, of each the newest first. */
  List<Publication> of(ContentId content, int limit);
}
