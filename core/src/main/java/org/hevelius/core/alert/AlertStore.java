package org.hevelius.core.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEvent;

/**
 * What is wrong and what was: of one kind and subject at most one is open. A part of the catalog,
 * under its promises. What is raised and closed comes with the messages about it, see {@link
 * org.hevelius.core.notify.NotificationStore}.
 */
public interface AlertStore {
  /** What is open about a subject, sorted by kind. */
  List<Raised> open(String subject);

  /**
   * What is open, came first at that time or before, and nobody has acknowledged, sorted by id.
   *
   * @param after only those with a greater id
   */
  List<Raised> unacknowledged(Instant since, long after, int limit);

  /**
   * The newest, the newest first.
   *
   * @param closed whether those that are well again are meant, too
   */
  List<Raised> newest(boolean closed, int limit);

  /** The one of that id. */
  Optional<Raised> raised(long id);

  /**
   * Records that somebody looks after it. Nothing changes, and there is no audit entry, when
   * somebody has said so before.
   *
   * @return as it stands then
   * @throws HeveliusException NOT_FOUND; CONFLICT when it is closed
   */
  Raised acknowledge(long id, Raised.Acknowledged who, AuditEvent event);
}
