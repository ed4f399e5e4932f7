package org.hevelius.core.publication;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * The record of publications. It stands in the catalog, under the same promises of atomicity,
 * concurrency and errors as those of {@link org.hevelius.core.catalog.Catalog}. It outlives
 * snapshots and a rebuild in place, and nothing is ever removed from it.
 */
public interface PublicationStore {
  /**
   * A publication in the order of all.
   *
   * @param ordinal the how manieth of its snapshot it is, from 1
   */
  record Entry(long ordinal, Publication publication) {
    /** Its place in the order of all. */
    public Position position() {
      return new Position(publication.published(), publication.name(), ordinal);
    }
  }

  /** A place in the order of all: the newest first, then by name, then the latest of a snapshot. */
  record Position(Instant published, String name, long ordinal) {}

  /**
   * Which publications.
   *
   * @param dataset null for all
   * @param below whether those of the datasets below it are meant, too
   * @param after only what comes behind it; null for the beginning
   * @param limit how many at most
   */
  record Query(@Nullable DatasetName dataset, boolean below, @Nullable Position after, int limit) {}

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

  /** Publications in the order of {@link Position}, the withdrawn ones too. */
  List<Entry> page(Query query);
}
