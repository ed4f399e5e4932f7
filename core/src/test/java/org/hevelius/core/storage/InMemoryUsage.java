package org.hevelius.core.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;

/** How full storage was, in memory. */
public final class InMemoryUsage implements UsageStore {
  private final Consumer<AuditEvent> trail;
  private final List<UsageSample> samples = new ArrayList<>();
  private final TreeMap<Long, QuotaChange> changes = new TreeMap<>();

  /** An empty store. */
  public InMemoryUsage(Consumer<AuditEvent> trail) {
    this.trail = trail;
  }

  @Override
  public synchronized void keep(List<UsageSample> more, Instant dropBefore) {
    for (UsageSample one : more) {
      samples.removeIf(old -> old.subject().equals(one.subject()) && old.time().equals(one.time()));
      samples.add(one);
    }
    samples.removeIf(one -> one.time().isBefore(dropBefore));
  }

  @Override
  public synchronized List<UsageSample> samples(String subject, Instant since, int limit) {
    List<UsageSample> found =
        samples.stream()
            .filter(one -> one.subject().equals(subject) && !one.time().isBefore(since))
            .sorted(Comparator.comparing(UsageSample::time))
            .toList();
    return found.subList(Math.max(0, found.size() - limit), found.size());
  }

  private static QuotaChange with(QuotaChange change, long id, QuotaChange.State state) {
    return new QuotaChange(
        id,
        change.view(),
        change.quotaId(),
        change.before(),
        change.wanted(),
        change.time(),
        change.actor(),
        change.automatic(),
        state);
  }

  @Override
  public synchronized QuotaChange begin(QuotaChange change, AuditEvent event) {
    if (open().stream().anyMatch(one -> one.view().equals(change.view()))) {
      throw new HeveliusException(
          Category.CONFLICT, "the limits of " + change.view() + " are being changed already");
    }
    QuotaChange begun = with(change, changes.isEmpty() ? 1 : changes.lastKey() + 1, change.state());
    changes.put(begun.id(), begun);
    trail.accept(event);
    return begun;
  }

  @Override
  public synchronized boolean finish(long id, QuotaChange.State state, AuditEvent event) {
    QuotaChange change = changes.get(id);
    if (change == null || change.state() != QuotaChange.State.BEGUN) {
      return false;
    }
    changes.put(id, with(change, id, state));
    trail.accept(event);
    return true;
  }

  @Override
  public synchronized List<QuotaChange> open() {
    return changes.values().stream()
        .filter(change -> change.state() == QuotaChange.State.BEGUN)
        .toList();
  }

  @Override
  public synchronized Optional<QuotaChange> newest(String view) {
    return changes.descendingMap().values().stream()
        .filter(change -> change.view().equals(view))
        .filter(change -> change.state() != QuotaChange.State.FAILED)
        .findFirst();
  }
}
