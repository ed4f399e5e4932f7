package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.EffectiveSchedule;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.RunStore.Mark;
import org.hevelius.core.runner.RunStore.MarkChange;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Brings the marks together with the policies: a schedule that is new, or due at other times than
 * before, begins at the present moment, so that nothing is made up for from before it was said; one
 * that is gone is forgotten.
 */
final class ScheduleMarks {
  private final Context context;
  private final KnownPolicies policies;
  private final NativeShare share;

  ScheduleMarks(Context context) {
    this.context = context;
    this.share = new NativeShare(context);
    this.policies = new KnownPolicies(context.catalog());
  }

  /**
   * What holds for a dataset, and how far each of its schedules has come.
   *
   * @param held the schedules that its storage keeps; only watched by us
   */
  record Watched(
      Dataset dataset, EffectivePolicy policy, Map<TakenBy, Mark> marks, Set<TakenBy> held) {
    /** The schedules that are ours to keep. */
    List<EffectiveSchedule> schedules() {
      return policy.schedules().stream()
          .filter(schedule -> !held.contains(schedule.identity()))
          .toList();
    }

    Watched with(Map<TakenBy, Mark> others) {
      return new Watched(dataset, policy, others, held);
    }
  }

  /**
   * Sets marks where they are missing or of another definition.
   *
   * @param problems told of datasets whose policies contradict each other; their marks stay
   * @return the datasets with an active policy
   */
  SortedMap<DatasetName, Watched> refresh(Instant now, Consumer<String> problems) {
    RunStore runs = context.catalog().runs();
    Map<String, Map<TakenBy, Mark>> stored = new HashMap<>();
    for (Mark mark : runs.marks()) {
      stored.computeIfAbsent(mark.dataset(), _ -> new HashMap<>()).put(mark.schedule(), mark);
    }
    // What belongs to no dataset isn't of a policy.
    stored.remove("");
    Policies present = policies.now();
    SortedMap<DatasetName, Watched> watched = new TreeMap<>();
    List<MarkChange> changes = new ArrayList<>();
    for (Dataset dataset : context.catalog().datasets()) {
      Map<TakenBy, Mark> old = stored.remove(dataset.name().text());
      try {
        EffectivePolicy policy = present.of(dataset.name(), false);
        Map<TakenBy, Mark> marks = marks(policy, old == null ? Map.of() : old, now, changes);
        if (policy.isPresent()) {
          watched.put(
              dataset.name(), new Watched(dataset, policy, marks, held(policy, dataset, problems)));
        }
      } catch (HeveliusException e) {
        problems.accept("nothing is due for %s: %s".formatted(dataset.name(), e.getMessage()));
      }
    }
    stored
        .values()
        .forEach(gone -> gone.values().forEach(m -> changes.add(new MarkChange(m, null))));
    if (!changes.isEmpty()) {
      runs.enter(List.of(), changes);
    }
    return watched;
  }

  /** Where it can't be known what the storage was told, all is ours: twice is better than never. */
  private Set<TakenBy> held(EffectivePolicy policy, Dataset dataset, Consumer<String> problems) {
    try {
      return share.held(policy, dataset);
    } catch (HeveliusException e) {
      problems.accept(
          "Hevelius takes all snapshots of %s itself: %s"
              .formatted(dataset.name(), e.getMessage()));
      return Set.of();
    }
  }

  private static Map<TakenBy, Mark> marks(
      EffectivePolicy policy, Map<TakenBy, Mark> old, Instant now, List<MarkChange> changes) {
    Map<TakenBy, Mark> marks = new HashMap<>();
    Map<TakenBy, Mark> gone = new HashMap<>(old);
    for (EffectiveSchedule schedule : policy.schedules()) {
      @Nullable Mark before = gone.remove(schedule.identity());
      Mark mark =
          before != null && before.definition().equals(schedule.definition())
              ? before
              : new Mark(policy.dataset().text(), schedule.identity(), schedule.definition(), now);
      if (!mark.equals(before)) {
        changes.add(new MarkChange(before, mark));
      }
      marks.put(schedule.identity(), mark);
    }
    gone.values().forEach(mark -> changes.add(new MarkChange(mark, null)));
    return marks;
  }
}
