package org.hevelius.core.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.audit.AuditEvent;

/** A queue on a disk that is full now and then. */
final class FailingNotifications implements NotificationStore {
  private final NotificationStore inner;
  boolean dies;
  boolean diesOnQueue;

  FailingNotifications(NotificationStore inner) {
    this.inner = inner;
  }

  private static void die(boolean really) {
    if (really) {
      throw new HeveliusException(Category.FULL, "the disk is full");
    }
  }

  @Override
  public void apply(List<Change> changes) {
    die(diesOnQueue);
    inner.apply(changes);
  }

  @Override
  public List<Repetition> repetitions(String channel, String subject) {
    return inner.repetitions(channel, subject);
  }

  @Override
  public Optional<Notice> next(String channel, Instant now, boolean inOrder) {
    return inner.next(channel, now, inOrder);
  }

  @Override
  public List<Notice> untried(String channel, int limit) {
    return inner.untried(channel, limit);
  }

  @Override
  public void delivered(String id) {
    die(dies);
    inner.delivered(id);
  }

  @Override
  public void update(Notice notice) {
    die(dies);
    inner.update(notice);
  }

  @Override
  public List<Notice> notices(int limit) {
    return inner.notices(limit);
  }

  @Override
  public List<Count> counts() {
    return inner.counts();
  }

  @Override
  public void prune(Instant givenUpBefore, Instant toldBefore, Instant closedBefore) {
    inner.prune(givenUpBefore, toldBefore, closedBefore);
  }

  @Override
  public List<Raised> open(String subject) {
    return inner.open(subject);
  }

  @Override
  public List<Raised> unacknowledged(Instant since, long after, int limit) {
    return inner.unacknowledged(since, after, limit);
  }

  @Override
  public List<Raised> newest(boolean closed, int limit) {
    return inner.newest(closed, limit);
  }

  @Override
  public Optional<Raised> raised(long id) {
    return inner.raised(id);
  }

  @Override
  public Raised acknowledge(long id, Raised.Acknowledged who, AuditEvent event) {
    return inner.acknowledge(id, who, event);
  }
}
