package org.hevelius.core.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * Events and what came of them. Stands in the catalog, under the same promises of atomicity,
 * concurrency and errors as those of {@link org.hevelius.core.catalog.Catalog}. A rebuild leaves it
 * alone; nothing of it can be recovered from a repository but the tags of snapshots.
 */
public interface EventStore {
  /**
   * Records an event before anything is done about it.
   *
   * @return the event with its number
   * @throws HeveliusException CONFLICT when there is one of that id
   */
  Event begin(Event event, AuditEvent audit);

  /**
   * Records what came of an event for a dataset, in place of what was recorded before. No audit
   * entry: what was done has its own.
   *
   * @throws HeveliusException NOT_FOUND when there is no such event
   */
  void record(long number, Outcome outcome);

  /**
   * Records that all was done that an event called for.
   *
   * @throws HeveliusException NOT_FOUND when there is no such event
   */
  void end(long number, Instant time, AuditEvent audit);

  /** The event of exactly that id. */
  Optional<Event> byId(String id);

  /**
   * A snapshot that an event has caused.
   *
   * @param number of the event
   * @param time of the event
   * @param snapshot its reference
   */
  record Caused(long number, Instant time, String snapshot) {}

  /** The newest snapshot that events of that name and phase have caused; one merged isn't. */
  Optional<Caused> newest(String name, DatasetName dataset, Event.Phase phase);

  /**
   * Which events are wanted.
   *
   * @param dataset those whose scope has it; null for all
   * @param name null for all
   * @param before only those with a lower number; null for all
   * @param limit how many at most
   */
  record Query(
      @Nullable DatasetName dataset, @Nullable String name, @Nullable Long before, int limit) {}

  /** Events, the newest first. */
  List<Event> page(Query query);
}
