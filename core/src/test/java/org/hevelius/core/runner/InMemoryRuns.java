package org.hevelius.core.runner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hevelius.core.metrics.InMemoryTally;

/** Runs and marks in memory, for tests. */
public final class InMemoryRuns implements RunStore {
  private final List<Run> runs = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final Set<Claim> claims = new HashSet<>();
  private final InMemoryTally tally;
  private long last;

  /** Counts in the tally what has ended. */
  public InMemoryRuns(InMemoryTally tally) {
    this.tally = tally;
  }

  private record Claim(Run.Kind kind, String dataset, Instant planned, int attempt) {
    static Claim of(Run run) {
      return new Claim(run.kind(), run.dataset(), run.planned(), run.attempt());
    }
  }

  @Override
  public synchronized List<Run> enter(List<Run> wanted, List<MarkChange> changes) {
    List<Run> entered = new ArrayList<>();
    for (Run run : wanted) {
      if (claims.add(Claim.of(run))) {
        entered.add(run.withId(++last));
        runs.add(entered.getLast());
        count(run);
      }
    }
    changes.forEach(this::move);
    return entered;
  }

  private void move(MarkChange change) {
    Mark either =
        Objects.requireNonNull(change.before() == null ? change.after() : change.before());
    Mark present =
        marks.stream()
            .filter(mark -> mark.dataset().equals(either.dataset()))
            .filter(mark -> mark.schedule().equals(either.schedule()))
            .findFirst()
            .orElse(null);
    if (Objects.equals(present, change.before())) {
      marks.remove(present);
      if (change.after() != null) {
        marks.add(change.after());
      }
    }
  }

  @Override
  public synchronized boolean change(Run expected, Run updated) {
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (run.id() == expected.id()
          && run.state() == expected.state()
          && run.node().equals(expected.node())
          && Objects.equals(run.version(), expected.version())) {
        runs.set(i, updated);
        count(updated);
        return true;
      }
    }
    return false;
  }

  private void count(Run run) {
    if (!run.state().isOpen()) {
      tally.count(run.work());
    }
  }

  @Override
  public synchronized Optional<Run> run(long id) {
    return runs.stream().filter(run -> run.id() == id).findFirst();
  }

  @Override
  public synchronized List<Run> page(Query query) {
    return runs.reversed().stream()
        .filter(run -> run.id() < query.before())
        .filter(run -> query.dataset() == null || run.dataset().equals(query.dataset()))
        .filter(run -> query.kind() == null || run.kind() == query.kind())
        .filter(run -> query.state() == null || run.state() == query.state())
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized List<Run> unsettled() {
    return runs.stream()
        .filter(
            run ->
                run.state().isOpen() || (run.state() == Run.State.INTERRUPTED && !isSettled(run)))
        .toList();
  }

  private boolean isSettled(Run run) {
    return runs.stream()
        .anyMatch(
            later ->
                later.id() > run.id()
                    && later.kind() == run.kind()
                    && later.dataset().equals(run.dataset())
                    && (later.state().isOpen() || later.state().isDone()));
  }

  @Override
  public synchronized List<Mark> marks() {
    return marks.stream()
        .sorted(Comparator.comparing(Mark::dataset).thenComparing(Mark::schedule))
        .toList();
  }

  @Override
  public synchronized int thin(Run.Kind kind, Instant plannedBefore) {
    return drop(
        run ->
            run.kind() == kind && run.planned().isBefore(plannedBefore) && !run.state().isOpen());
  }

  @Override
  public synchronized int dropPassedOver(Instant plannedAfter) {
    return drop(
        run ->
            run.planned().isAfter(plannedAfter)
                && (run.state() == Run.State.MISSED || run.state() == Run.State.SKIPPED));
  }

  private int drop(Predicate<Run> which) {
    List<Run> gone = runs.stream().filter(which).toList();
    runs.removeAll(gone);
    gone.forEach(run -> claims.remove(Claim.of(run)));
    return gone.size();
  }
}
