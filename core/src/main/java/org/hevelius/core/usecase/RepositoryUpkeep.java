package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.RunStore.Mark;
import org.hevelius.core.runner.RunStore.MarkChange;
import org.hevelius.core.schedule.Schedule;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Frees bytes and checks, when the policies say so: of several times that the policies of datasets
 * say each counts, for all repositories. Where no policy speaks of it, bytes are freed once a week
 * and nothing is checked.
 */
final class RepositoryUpkeep {
  /** What is done. */
  enum Task {
    /** Frees what no snapshot needs. */
    PRUNE(Run.Kind.PRUNE),
    /** Checks the structure of repositories, catalog record by record. */
    CHECK(Run.Kind.CHECK);

    private final Run.Kind kind;

    Task(Run.Kind kind) {
      this.kind = kind;
    }

    private Field<String> field() {
      return this == PRUNE ? Field.PRUNE : Field.CHECK;
    }

    private TakenBy mark() {
      return new TakenBy("hevelius", field().name());
    }

    private TakenBy again() {
      return new TakenBy("hevelius", field().name() + "-again");
    }
  }

  /**
   * When a task is due.
   *
   * @param said how it was said; empty for never
   * @param schedules none for never, or for a pause that is counted from the last time
   */
  record Times(String said, List<Schedule> schedules) {
    /** What holds where no policy says anything. */
    private static final String WEEKLY = "weekly";

    Times {
      schedules = List.copyOf(schedules);
    }

    static Times of(Task task, Collection<EffectivePolicy> policies) {
      SortedMap<String, Schedule> said = new TreeMap<>();
      boolean off = false;
      for (EffectivePolicy policy : policies) {
        String text = policy.get(task.field()).orElse("");
        off |= text.equals(Field.OFF);
        if (!text.isEmpty() && !text.equals(Field.OFF)) {
          ZoneId zone = policy.get(Field.ZONE).orElse(ZoneOffset.UTC);
          Schedule schedule = Schedule.parse(text, zone);
          said.put(schedule.toString(), schedule);
        }
      }
      boolean weekly = task == Task.PRUNE && said.isEmpty() && !off;
      return new Times(
          weekly ? WEEKLY : String.join("; ", said.keySet()), List.copyOf(said.values()));
    }

    /** The first time after the last one; empty for never. */
    Optional<Instant> next(Instant last) {
      return said.equals(WEEKLY)
          ? Optional.of(last.plus(PAUSE))
          : schedules.stream()
              .flatMap(schedule -> schedule.next(last).stream())
              .min(Instant::compareTo);
    }
  }

  private static final Duration PAUSE = Duration.ofDays(7);
  private static final Duration AFTER_FAILURE = Duration.ofHours(6);

  private final Automation.Parts parts;
  private final Context context;
  private final RunStore runs;
  private final UpkeepWork work;
  private final AtomicBoolean checking = new AtomicBoolean();

  RepositoryUpkeep(Automation.Parts parts, UpkeepWork work) {
    this.parts = parts;
    this.context = parts.context();
    this.runs = parts.context().catalog().runs();
    this.work = work;
  }

  /** Begins what is due. */
  void run(Collection<EffectivePolicy> policies, Instant now, BooleanSupplier stop) {
    for (Task task : Task.values()) {
      Times times = Times.of(task, policies);
      Mark mark = mark(runs.marks(), task.mark());
      if (times.said().isEmpty()) {
        forget(mark);
      } else if (mark == null
          || !mark.definition().equals(times.said())
          || now.isBefore(mark.through())) {
        move(mark, new Mark("", task.mark(), times.said(), now));
      } else if (isDue(task, times, mark, now)) {
        begin(task, mark, now, stop);
      }
    }
  }

  private boolean isDue(Task task, Times times, Mark mark, Instant now) {
    Mark again = mark(runs.marks(), task.again());
    return times.next(mark.through()).filter(due -> !due.isAfter(now)).isPresent()
        || (again != null && !now.isBefore(again.through()));
  }

  private void begin(Task task, Mark mark, Instant now, BooleanSupplier stop) {
    if (!take(task)) {
      return;
    }
    move(mark, new Mark("", task.mark(), mark.definition(), now));
    forget(mark(runs.marks(), task.again()));
    work.later(
        () -> {
          try {
            work.enter(task.kind, "", now)
                .ifPresent(run -> work.carryOut(run, "repositories", () -> done(task, stop)));
          } finally {
            leave(task);
          }
        },
        () -> leave(task));
  }

  /** No snapshot is taken while bytes are freed; a check is in nobody's way. */
  private boolean take(Task task) {
    return switch (task) {
      case PRUNE -> parts.desk().takeAll();
      case CHECK -> checking.compareAndSet(false, true);
    };
  }

  private void leave(Task task) {
    switch (task) {
      case PRUNE -> parts.desk().leaveAll();
      case CHECK -> checking.set(false);
    }
  }

  private UpkeepWork.End done(Task task, BooleanSupplier stop) {
    return switch (task) {
      case PRUNE -> prune(stop);
      case CHECK -> check(stop);
    };
  }

  private UpkeepWork.End check(BooleanSupplier stop) {
    Care.Checkup checkup;
    try {
      checkup = new Care(context).checkup(null, 0, null, Progress.NONE, stop);
    } catch (HeveliusException e) {
      again(Task.CHECK);
      if (e.category() == Category.CANCELED) {
        return new UpkeepWork.End(Run.State.INTERRUPTED, "stopped with the service");
      }
      throw e;
    }
    if (!checkup.sound()) {
      throw new HeveliusException(
          Category.DAMAGED,
          String.join("; ", Unsound.of(checkup)),
          "look at it, and at what can be repaired: hevelius check");
    }
    return new UpkeepWork.End(Run.State.SUCCEEDED, "sound");
  }

  private UpkeepWork.End prune(BooleanSupplier stop) {
    Repositories repositories = context.repositories();
    long freed = 0;
    List<String> problems = new ArrayList<>();
    for (String name : repositories.names()) {
      try {
        if (!repositories.info(name).readOnly()) {
          freed += prune(repositories, name, stop);
        }
      } catch (HeveliusException e) {
        if (e.category() == Category.CANCELED) {
          again(Task.PRUNE);
          return new UpkeepWork.End(Run.State.INTERRUPTED, "stopped with the service");
        }
        problems.add(name + ": " + e.getMessage());
      }
    }
    String words = freed + " bytes freed";
    if (problems.isEmpty()) {
      return new UpkeepWork.End(Run.State.SUCCEEDED, words);
    }
    again(Task.PRUNE);
    throw new HeveliusException(
        Category.UNAVAILABLE,
        String.join("; ", problems),
        "nothing is lost; it is tried again in 6 hours, " + words + " so far");
  }

  private long prune(Repositories repositories, String name, BooleanSupplier stop) {
    Repositories.PrunePlan plan = repositories.planPrune(name, List.of());
    if (plan.packsRemoved() + plan.packsRewritten() == 0) {
      return 0;
    }
    return context.audited(
        "prune",
        name,
        () -> {
          long freed = repositories.prune(plan, Progress.NONE, stop).bytesFreed();
          context.catalog().append(context.done("prune", name, freed + " bytes freed"));
          return freed;
        });
  }

  /** Has it done again soon, whatever the policies say. */
  private void again(Task task) {
    Instant soon = context.clock().instant().plus(AFTER_FAILURE);
    move(mark(runs.marks(), task.again()), new Mark("", task.again(), "again", soon));
  }

  private void move(@Nullable Mark before, Mark after) {
    List<Run> _ = runs.enter(List.of(), List.of(new MarkChange(before, after)));
  }

  private void forget(@Nullable Mark mark) {
    if (mark != null) {
      List<Run> _ = runs.enter(List.of(), List.of(new MarkChange(mark, null)));
    }
  }

  /** How far a task has come; null when it never was. */
  static @Nullable Mark through(List<Mark> marks, Task task) {
    return mark(marks, task.mark());
  }

  private static @Nullable Mark mark(List<Mark> marks, TakenBy schedule) {
    return marks.stream()
        .filter(mark -> mark.dataset().isEmpty() && mark.schedule().equals(schedule))
        .findFirst()
        .orElse(null);
  }
}
