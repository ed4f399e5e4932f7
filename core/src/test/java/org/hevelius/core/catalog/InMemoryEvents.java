package org.hevelius.core.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.event.Event;
import org.hevelius.core.event.EventStore;
import org.hevelius.core.event.Outcome;

/** Events in memory, for tests. */
final class InMemoryEvents implements EventStore {
  private final Consumer<AuditEvent> audit;
  private final List<Event> events = new ArrayList<>();

  InMemoryEvents(Consumer<AuditEvent> audit) {
    this.audit = audit;
  }

  @Override
  public synchronized Event begin(Event event, AuditEvent entry) {
    if (byId(event.id()).isPresent()) {
      throw new HeveliusException(Category.CONFLICT, "there is an event " + event.id());
    }
    Event begun = event.withNumber(events.size() + 1L);
    events.add(begun);
    audit.accept(entry);
    return begun;
  }

  private int index(long number) {
    if (number < 1 || number > events.size()) {
      throw new HeveliusException(Category.NOT_FOUND, "no event " + number);
    }
    return Math.toIntExact(number - 1);
  }

  @Override
  public synchronized void record(long number, Outcome outcome) {
    Event event = events.get(index(number));
    List<Outcome> outcomes = new ArrayList<>(event.outcomes());
    outcomes.removeIf(other -> other.dataset().equals(outcome.dataset()));
    outcomes.add(outcome);
    outcomes.sort(Comparator.comparing(Outcome::dataset));
    events.set(index(number), event.with(event.ended(), outcomes));
  }

  @Override
  public synchronized void end(long number, Instant time, AuditEvent entry) {
    Event event = events.get(index(number));
    events.set(index(number), event.with(time, event.outcomes()));
    audit.accept(entry);
  }

  @Override
  public synchronized Optional<Event> byId(String id) {
    return events.stream().filter(event -> event.id().equals(id)).findFirst();
  }

  @Override
  public synchronized Optional<Caused> newest(String name, DatasetName dataset, Event.Phase phase) {
    return events.reversed().stream()
        .filter(event -> event.name().equals(name) && event.phase() == phase)
        .flatMap(
            event ->
                event.outcomes().stream()
                    .filter(outcome -> outcome.dataset().equals(dataset))
                    .filter(
                        outcome ->
                            outcome.kind() == Outcome.Kind.TAKEN
                                || outcome.kind() == Outcome.Kind.PARTIAL)
                    .map(outcome -> new Caused(event.number(), event.time(), outcome.snapshot())))
        .findFirst();
  }

  @Override
  public synchronized List<Event> page(Query query) {
    DatasetName dataset = query.dataset();
    Long before = query.before();
    return events.reversed().stream()
        .filter(event -> dataset == null || event.scope().has(dataset))
        .filter(event -> query.name() == null || event.name().equals(query.name()))
        .filter(event -> before == null || event.number() < before)
        .limit(query.limit())
        .toList();
  }
}
