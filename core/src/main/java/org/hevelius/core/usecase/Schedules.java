package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectiveSchedule;
import org.hevelius.core.runner.Chore;
import org.hevelius.core.runner.DueRuns;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.RunStore.Mark;
import org.hevelius.core.runner.RunStore.MarkChange;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Takes the snapshots that schedules ask for. What is due is entered as a run before it begins, and
 * the schedules' marks move in the same transaction: a due time becomes a run once, whatever dies
 * and however the clock is set.
 */
final class Schedules implements Chore {
  private static final Duration REFRESH = Duration.ofSeconds(10);

  /** How many missed due times of a schedule are entered one by one. */
  private static final int ENTERED = 100;

  /** How often a run that is interrupted again and again is begun. */
  private static final int ATTEMPTS = 3;

  private final Automation.Parts parts;
  private final RunStore runs;
  private final SnapshotRuns work;
  private final InterruptedRuns interrupted;
  private final ScheduleMarks marks;
  private final SortedMap<DatasetName, Watching> watching = new TreeMap<>();
  private @Nullable Instant refreshed;

  Schedules(Automation.Parts parts, SnapshotRuns work) {
    this.parts = parts;
    this.runs = parts.context().catalog().runs();
    this.work = work;
    this.interrupted = new InterruptedRuns(parts);
    this.marks = new ScheduleMarks(parts.context());
  }

  /**
   * A dataset that is watched.
   *
   * @param again runs that were interrupted and may be done again
   * @param next when something is due
   */
  private record Watching(ScheduleMarks.Watched state, List<Run> again, Instant next) {
    static Watching of(ScheduleMarks.Watched state, List<Run> again) {
      Instant next = again.isEmpty() ? Instant.MAX : Instant.MIN;
      for (EffectiveSchedule schedule : state.schedules()) {
        Mark mark = state.marks().get(schedule.identity());
        Instant due =
            mark == null
                ? Instant.MAX
                : schedule.next(mark.through()).map(EffectiveSchedule.Due::time).orElse(next);
        next = due.isBefore(next) ? due : next;
      }
      return new Watching(state, again, next);
    }

    DatasetName name() {
      return state.dataset().name();
    }
  }

  @Override
  public String name() {
    return "schedules";
  }

  @Override
  public void run(Instant now, BooleanSupplier stop) {
    Instant last = refreshed;
    if (last == null || now.isBefore(last) || !now.isBefore(last.plus(REFRESH))) {
      refresh(now);
    }
    RuntimeException failure = null;
    for (Watching each : List.copyOf(watching.values())) {
      if (!stop.getAsBoolean() && !each.next().isAfter(now)) {
        try {
          begin(each, now, stop);
        } catch (RuntimeException e) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void refresh(Instant now) {
    List<Run> again = interrupted.settle(now);
    SortedMap<DatasetName, ScheduleMarks.Watched> all = marks.refresh(now, parts.log()::once);
    watching.clear();
    all.forEach(
        (name, state) -> {
          List<Run> mine =
              again.stream()
                  .filter(run -> run.dataset().equals(name.text()) && run.attempt() < ATTEMPTS)
                  .toList();
          watching.put(name, Watching.of(turnedBack(state, now), mine));
        });
    refreshed = now;
  }

  /**
   * A clock that was set back has shown times that have not come. What was passed over there is
   * looked at again when it comes; what was done there stays entered, and so isn't done twice.
   */
  private ScheduleMarks.Watched turnedBack(ScheduleMarks.Watched state, Instant now) {
    List<MarkChange> changes = new ArrayList<>();
    Map<TakenBy, Mark> marks = new TreeMap<>(state.marks());
    marks.replaceAll(
        (_, mark) -> {
          if (!mark.through().isAfter(now)) {
            return mark;
          }
          Mark back = new Mark(mark.dataset(), mark.schedule(), mark.definition(), now);
          changes.add(new MarkChange(mark, back));
          return back;
        });
    if (changes.isEmpty()) {
      return state;
    }
    int _ = runs.dropPassedOver(now);
    List<Run> _ = runs.enter(List.of(), changes);
    return state.with(marks);
  }

  private void begin(Watching each, Instant now, BooleanSupplier stop) {
    DatasetName name = each.name();
    if (parts.desk().mustWait(name)) {
      return;
    }
    List<MarkChange> moves = new ArrayList<>();
    boolean busy = parts.desk().isSnapshotting(name);
    List<DueRuns.Waiting> waiting = waiting(each, now, busy ? List.of() : each.again(), moves);
    if (waiting.isEmpty()) {
      return;
    }
    if (busy) {
      skip(name, waiting, moves, now);
    } else if (parts.desk().takeForSnapshot(name)) {
      List<Run> claimed = List.of();
      try {
        claimed = claim(each, DueRuns.decide(waiting, now), waiting, moves, now);
      } finally {
        if (claimed.isEmpty()) {
          parts.desk().leave(name);
        }
      }
      if (!claimed.isEmpty()) {
        work.start(name, claimed, stop);
      }
    }
    watching.put(name, moved(each, moves));
  }

  private static Watching moved(Watching each, List<MarkChange> moves) {
    Map<TakenBy, Mark> marks = new TreeMap<>(each.state().marks());
    for (MarkChange move : moves) {
      Mark after = move.after();
      if (after != null) {
        marks.put(after.schedule(), after);
      }
    }
    return Watching.of(each.state().with(marks), List.of());
  }

  private List<DueRuns.Waiting> waiting(
      Watching each, Instant now, List<Run> again, List<MarkChange> moves) {
    List<DueRuns.Waiting> waiting = new ArrayList<>();
    for (EffectiveSchedule schedule : each.state().schedules()) {
      Mark mark = each.state().marks().get(schedule.identity());
      if (mark == null || schedule.isBlackedOut(now)) {
        continue;
      }
      DueRuns.Waiting due = due(schedule, mark, now);
      SortedSet<Instant> times = new TreeSet<>(due.times());
      if (!times.isEmpty()) {
        moves.add(
            new MarkChange(
                mark, new Mark(mark.dataset(), mark.schedule(), mark.definition(), now)));
      }
      again.stream()
          .filter(run -> run.causes().contains(schedule.identity()))
          .forEach(run -> times.add(run.planned()));
      if (!times.isEmpty()) {
        waiting.add(new DueRuns.Waiting(schedule, times, due.older()));
      }
    }
    return waiting;
  }

  private static DueRuns.Waiting due(EffectiveSchedule schedule, Mark mark, Instant now) {
    Deque<Instant> times = new ArrayDeque<>();
    long older = 0;
    Iterator<EffectiveSchedule.Due> dues = schedule.after(mark.through()).iterator();
    while (dues.hasNext()) {
      Instant time = dues.next().time();
      if (time.isAfter(now)) {
        break;
      }
      times.add(time);
      if (times.size() > Math.max(ENTERED, schedule.catchUp().most())) {
        times.removeFirst();
        older++;
      }
    }
    return new DueRuns.Waiting(schedule, new TreeSet<>(times), older);
  }

  /** Enters what is to be done and what was missed, and tells of the latter. */
  private List<Run> claim(
      Watching each,
      DueRuns due,
      List<DueRuns.Waiting> waiting,
      List<MarkChange> moves,
      Instant now) {
    String dataset = each.name().text();
    Map<Instant, Integer> attempts = new TreeMap<>();
    each.again().forEach(run -> attempts.merge(run.planned(), run.attempt(), Math::max));
    List<Run> wanted = new ArrayList<>();
    for (DueRuns.Passed passed : due.passed()) {
      if (!attempts.containsKey(passed.planned())) {
        wanted.add(
            new Run(
                0,
                Run.Kind.SNAPSHOT,
                dataset,
                passed.causes(),
                passed.planned(),
                1,
                parts.node(),
                now,
                null,
                now,
                Run.State.MISSED,
                null,
                passed.why()));
      }
    }
    for (DueRuns.Wanted run : due.wanted()) {
      int attempt = attempts.getOrDefault(run.planned(), 0) + 1;
      wanted.add(
          new Run(
              0,
              Run.Kind.SNAPSHOT,
              dataset,
              run.causes(),
              run.planned(),
              attempt,
              parts.node(),
              now,
              null,
              null,
              Run.State.CLAIMED,
              null,
              ""));
    }
    List<Run> entered = runs.enter(wanted, moves);
    tellMissed(each.name(), entered, due, older(waiting), now);
    return entered.stream().filter(run -> run.state() == Run.State.CLAIMED).toList();
  }

  private static long older(Collection<DueRuns.Waiting> waiting) {
    return waiting.stream().mapToLong(DueRuns.Waiting::older).sum();
  }

  private void tellMissed(
      DatasetName name, List<Run> entered, DueRuns due, long older, Instant now) {
    List<Run> late =
        entered.stream()
            .filter(run -> run.attempt() == 1 && due.missed().contains(run.planned()))
            .toList();
    if (late.isEmpty()) {
      return;
    }
    long count = late.size() + older;
    List<String> details = new ArrayList<>();
    details.add(
        due.wanted().isEmpty()
            ? "none of them is made up for, as the policy says"
            : "made up for now: " + due.wanted().size());
    late.stream()
        .limit(10)
        .forEach(
            run ->
                details.add(
                    run.planned()
                        + " for "
                        + String.join(
                            ", ", run.causes().stream().map(TakenBy::toString).toList())));
    parts
        .alerts()
        .raise(
            new Alert(
                Alert.Kind.RUN_MISSED,
                name.text(),
                String.valueOf(late.getLast().id()),
                now,
                "%s: %d %s not begun in time"
                    .formatted(name, count, count == 1 ? "run was" : "runs were"),
                details));
  }

  private void skip(
      DatasetName name, List<DueRuns.Waiting> waiting, List<MarkChange> moves, Instant now) {
    SortedMap<Instant, List<TakenBy>> causes = new TreeMap<>();
    for (DueRuns.Waiting each : waiting) {
      for (Instant time : each.times()) {
        causes.computeIfAbsent(time, _ -> new ArrayList<>()).add(each.schedule().identity());
      }
    }
    List<Run> skipped =
        runs.enter(
            causes.entrySet().stream()
                .map(
                    due ->
                        new Run(
                            0,
                            Run.Kind.SNAPSHOT,
                            name.text(),
                            due.getValue(),
                            due.getKey(),
                            1,
                            parts.node(),
                            now,
                            null,
                            now,
                            Run.State.SKIPPED,
                            null,
                            "the run before was still going"))
                .toList(),
            moves);
    if (!skipped.isEmpty() && parts.desk().warns(name)) {
      parts
          .alerts()
          .raise(
              new Alert(
                  Alert.Kind.RUN_MISSED,
                  name.text(),
                  String.valueOf(skipped.getFirst().id()),
                  now,
                  "%s: the run of %s was skipped: the one before was still going"
                      .formatted(name, skipped.getFirst().planned()),
                  List.of("runs of %s take longer than the time between them".formatted(name))));
    }
  }
}
