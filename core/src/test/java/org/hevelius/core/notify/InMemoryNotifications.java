package org.hevelius.core.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.audit.AuditEvent;

/** A queue for tests that lives in memory. */
public final class InMemoryNotifications implements NotificationStore {
  private final List<Notice> queue = new ArrayList<>();
  private final List<Repetition> told = new ArrayList<>();
  private final List<Raised> alerts = new ArrayList<>();
  private final Consumer<AuditEvent> audit;

  /** Empty; audit events go there. */
  public InMemoryNotifications(Consumer<AuditEvent> audit) {
    this.audit = audit;
  }

  @Override
  public synchronized void apply(List<Change> changes) {
    for (Change change : changes) {
      switch (change) {
        case Queue(Notice notice) -> {
          if (queue.stream().noneMatch(known -> id(known).equals(id(notice)))) {
            queue.add(notice);
          }
        }
        case Remember(Repetition repetition) -> {
          told.removeIf(known -> isSame(known, repetition));
          told.add(repetition);
        }
        case Raise(Alert alert, Instant time) -> raise(alert, time);
        case Close(String subject, Set<Alert.Kind> kinds, Instant time, String end) ->
            alerts.replaceAll(
                known ->
                    known.isOpen()
                            && known.subject().equals(subject)
                            && kinds.contains(known.kind())
                        ? known.closed(time, end)
                        : known);
        case Drop(String id) -> delivered(id);
        case Forget(Repetition repetition) -> told.removeIf(known -> isSame(known, repetition));
      }
    }
  }

  private void raise(Alert alert, Instant time) {
    if (open(alert.subject()).stream().noneMatch(known -> known.kind() == alert.kind())) {
      alerts.add(
          Raised.first(alerts.stream().mapToLong(Raised::id).max().orElse(0) + 1, alert, time));
      return;
    }
    alerts.replaceAll(
        known ->
            known.isOpen()
                    && known.subject().equals(alert.subject())
                    && known.kind() == alert.kind()
                ? known.again(alert, time)
                : known);
  }

  @Override
  public synchronized List<Raised> open(String subject) {
    return alerts.stream()
        .filter(known -> known.isOpen() && known.subject().equals(subject))
        .sorted(Comparator.comparing(known -> known.kind().name()))
        .toList();
  }

  @Override
  public synchronized List<Raised> unacknowledged(Instant since, long after, int limit) {
    return alerts.stream()
        .filter(known -> known.isOpen() && known.acknowledged() == null && known.id() > after)
        .filter(known -> !known.since().isAfter(since))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Raised> newest(boolean closed, int limit) {
    return alerts.reversed().stream()
        .filter(known -> closed || known.isOpen())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<Raised> raised(long id) {
    return alerts.stream().filter(known -> known.id() == id).findFirst();
  }

  @Override
  public synchronized Raised acknowledge(long id, Raised.Acknowledged who, AuditEvent event) {
    Raised raised =
        raised(id)
            .orElseThrow(
                () -> new HeveliusException(Category.NOT_FOUND, "there is no alert " + id));
    if (!raised.isOpen()) {
      throw new HeveliusException(Category.CONFLICT, "alert %d is closed".formatted(id));
    }
    if (raised.acknowledged() != null) {
      return raised;
    }
    Raised changed = raised.acknowledged(who);
    alerts.replaceAll(known -> known.id() == id ? changed : known);
    audit.accept(event);
    return changed;
  }

  @Override
  public synchronized List<Repetition> repetitions(String channel, String subject) {
    return told.stream()
        .filter(known -> known.channel().equals(channel) && known.subject().equals(subject))
        .sorted(Comparator.comparing(known -> known.kind().name()))
        .toList();
  }

  @Override
  public synchronized Optional<Notice> next(String channel, Instant now, boolean inOrder) {
    List<Notice> waiting =
        queue.stream()
            .filter(notice -> notice.channel().equals(channel))
            .filter(notice -> notice.state() == Notice.State.WAITING)
            .toList();
    return (inOrder
            ? waiting.stream().findFirst()
            : waiting.stream().min(Comparator.comparing(Notice::next)))
        .filter(notice -> !notice.next().isAfter(now));
  }

  @Override
  public synchronized List<Notice> untried(String channel, int limit) {
    return queue.stream()
        .filter(notice -> notice.channel().equals(channel))
        .filter(notice -> notice.state() == Notice.State.WAITING && notice.attempts() == 0)
        .filter(notice -> notice.message().type() != Message.Type.DIGEST)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void delivered(String id) {
    queue.removeIf(notice -> id(notice).equals(id));
  }

  @Override
  public synchronized void update(Notice notice) {
    queue.replaceAll(known -> id(known).equals(id(notice)) ? notice : known);
  }

  @Override
  public synchronized List<Notice> notices(int limit) {
    return queue.stream().sorted(Comparator.comparing(Notice::state)).limit(limit).toList();
  }

  @Override
  public synchronized List<Count> counts() {
    Map<String, Map<Notice.State, Long>> counts =
        queue.stream()
            .collect(
                Collectors.groupingBy(
                    Notice::channel,
                    TreeMap::new,
                    Collectors.groupingBy(Notice::state, TreeMap::new, Collectors.counting())));
    List<Count> all = new ArrayList<>();
    counts.forEach(
        (channel, states) ->
            states.forEach((state, count) -> all.add(new Count(channel, state, count))));
    return all;
  }

  @Override
  public synchronized void prune(Instant givenUpBefore, Instant toldBefore, Instant closedBefore) {
    queue.removeIf(
        notice -> notice.state() == Notice.State.FAILED && notice.next().isBefore(givenUpBefore));
    told.removeIf(
        known ->
            known.told().isBefore(toldBefore)
                && open(known.subject()).stream().noneMatch(one -> one.kind() == known.kind()));
    alerts.removeIf(known -> known.closed() != null && known.closed().isBefore(closedBefore));
  }

  private static String id(Notice notice) {
    return notice.message().id();
  }

  private static boolean isSame(Repetition one, Repetition other) {
    return one.channel().equals(other.channel())
        && one.kind() == other.kind()
        && one.subject().equals(other.subject());
  }
}
