package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.RunStore.Mark;
import org.hevelius.core.runner.RunStore.MarkChange;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Rehearses restores when the policies say so, one at a time, and tells when one fails or none has
 * passed. No snapshot waits for a drill: it only reads what is stored.
 */
final class DrillUpkeep {
  private static final Duration AFTER_INTERRUPTION = Duration.ofHours(1);
  private static final Duration REPEATED = Duration.ofDays(7);

  private final Automation.Parts parts;
  private final Context context;
  private final RunStore runs;
  private final UpkeepWork work;
  private final AtomicBoolean drilling = new AtomicBoolean();
  private final Map<DatasetName, Instant> told = new ConcurrentHashMap<>();

  DrillUpkeep(Automation.Parts parts, UpkeepWork work) {
    this.parts = parts;
    this.context = parts.context();
    this.runs = parts.context().catalog().runs();
    this.work = work;
  }

  /** Begins what is due. */
  void run(Collection<EffectivePolicy> policies, Instant now, BooleanSupplier stop) {
    List<Mark> marks = runs.marks();
    Set<TakenBy> present = new HashSet<>();
    for (EffectivePolicy policy : policies) {
      Optional<DrillTimes> times = DrillTimes.of(policy);
      if (times.isPresent()) {
        present.add(times.get().identity());
        look(times.get(), times.get().mark(marks), now, stop);
        watch(policy, now);
      }
    }
    List<MarkChange> gone = new ArrayList<>();
    for (Mark mark : marks) {
      if (DrillTimes.isMark(mark) && !present.contains(mark.schedule())) {
        gone.add(new MarkChange(mark, null));
      }
    }
    if (!gone.isEmpty()) {
      List<Run> _ = runs.enter(List.of(), gone);
    }
  }

  private void look(DrillTimes times, @Nullable Mark mark, Instant now, BooleanSupplier stop) {
    if (mark == null
        || !mark.definition().equals(times.definition())
        || now.isBefore(mark.through())) {
      List<Run> _ = runs.enter(List.of(), List.of(new MarkChange(mark, times.through(now))));
      return;
    }
    Optional<Instant> due =
        times.schedule().next(mark.through()).filter(time -> !time.isAfter(now));
    if (due.isPresent()) {
      begin(times, due.get(), List.of(new MarkChange(mark, times.through(now))), stop);
    } else if (wasInterrupted(times.dataset(), now)) {
      begin(times, now, List.of(), stop);
    }
  }

  private boolean wasInterrupted(DatasetName dataset, Instant now) {
    return runs.page(RunStore.Query.of(dataset.text(), Run.Kind.DRILL, 1)).stream()
        .filter(run -> run.state() == Run.State.INTERRUPTED)
        .map(run -> run.finished() == null ? run.claimed() : run.finished())
        .anyMatch(ended -> !now.isBefore(ended.plus(AFTER_INTERRUPTION)));
  }

  /** While another drill runs this one stays due. */
  private void begin(
      DrillTimes times, Instant planned, List<MarkChange> marks, BooleanSupplier stop) {
    if (!drilling.compareAndSet(false, true)) {
      return;
    }
    String dataset = times.dataset().text();
    Optional<Run> entered = work.enter(Run.Kind.DRILL, dataset, planned, marks);
    if (entered.isEmpty()) {
      drilling.set(false);
      return;
    }
    Run run = entered.get();
    // It waits for a worker, and nobody may take it for one whose node has died.
    parts.desk().hold(run.id());
    work.later(
        () -> {
          try {
            work.carryOut(run, dataset, () -> drill(run, times.dataset(), stop));
          } finally {
            drilling.set(false);
          }
        },
        () -> {
          parts.desk().drop(run.id());
          drilling.set(false);
        });
  }

  private UpkeepWork.End drill(Run run, DatasetName dataset, BooleanSupplier stop) {
    if (context.catalog().latest(dataset).isEmpty()) {
      return new UpkeepWork.End(Run.State.SKIPPED, "there is no snapshot yet");
    }
    DrillView view;
    try {
      view = new Drills(context).scheduled(dataset, stop);
    } catch (HeveliusException e) {
      if (e.category() == Category.CANCELED) {
        return new UpkeepWork.End(Run.State.INTERRUPTED, "stopped with the service");
      }
      String why = String.valueOf(e.getMessage());
      tell(
          Alert.Kind.DRILL_FAILED,
          run,
          "%s: the drill could not be carried out: %s".formatted(dataset, why),
          e.advice());
      return new UpkeepWork.End(Run.State.FAILED, why);
    }
    String words = "drill %d: %s".formatted(view.number(), view.detail());
    if (view.passed()) {
      told.remove(dataset);
      tell(Alert.Kind.DRILL_PASSED, run, "%s: %s passed".formatted(dataset, words), List.of());
      return new UpkeepWork.End(Run.State.SUCCEEDED, words);
    }
    List<String> details = new ArrayList<>();
    view.findings().stream().limit(10).forEach(finding -> details.add(finding.sentence()));
    details.add("all of it: hevelius drill show %s %d".formatted(dataset, view.number()));
    tell(Alert.Kind.DRILL_FAILED, run, "%s: %s failed".formatted(dataset, words), details);
    return new UpkeepWork.End(Run.State.FAILED, words);
  }

  private void tell(Alert.Kind kind, Run run, String summary, List<String> details) {
    work.raise(kind, run.dataset(), String.valueOf(run.id()), summary, details);
  }

  /** Tells of a dataset without a passed drill, and again each week. */
  private void watch(EffectivePolicy policy, Instant now) {
    DatasetName dataset = policy.dataset();
    DrillStanding standing = DrillStanding.of(context, dataset, Optional.of(policy), now);
    if (!standing.overdue()) {
      told.remove(dataset);
    } else if (UpkeepWork.isDue(told.get(dataset), REPEATED, now)) {
      told.put(dataset, now);
      DrillView passed = standing.passed();
      work.raise(
          Alert.Kind.DRILL_OVERDUE,
          dataset,
          "",
          passed == null
              ? "%s: no drill has passed yet, and one is due %s".formatted(dataset, standing.said())
              : "%s: the last drill that passed began at %s, and one is due %s"
                  .formatted(dataset, passed.started(), standing.said()),
          List.of(
              "look at its drills: hevelius drill list " + dataset,
              "run one now: hevelius drill run " + dataset));
    }
  }
}
