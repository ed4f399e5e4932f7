package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.EffectiveSchedule;
import org.hevelius.core.policy.NativeFrames.Frame;
import org.hevelius.core.provider.NativeSchedules.Agreement;
import org.hevelius.core.runner.Chore;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.RunStore.Mark;
import org.hevelius.core.runner.RunStore.MarkChange;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Watches what storage takes by itself: lists it, enters each due time as a run that was done or
 * missed, and tells of what was missed and of what isn't in effect any more.
 */
final class NativeUpkeep implements Chore {
  private static final Duration LOOKED = Duration.ofMinutes(1);

  /** Due times that are entered at once; the rest follows. */
  private static final int MOST = 500;

  private final Automation.Parts parts;
  private final Context context;
  private final NativeShare share;
  private final NativeSync sync;
  private final KnownPolicies policies;
  private final NativeGauges gauges = new NativeGauges();
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Map<DatasetName, String> troubles = new ConcurrentHashMap<>();
  private volatile @Nullable Instant looked;

  NativeUpkeep(Automation.Parts parts) {
    this.parts = parts;
    this.context = parts.context();
    this.share = new NativeShare(context);
    this.sync = new NativeSync(context);
    this.policies = new KnownPolicies(context.catalog());
  }

  @Override
  public String name() {
    return "native schedules";
  }

  /** What it has seen last, in numbers. */
  MetricSource metrics() {
    return gauges;
  }

  @Override
  public void run(Instant now, BooleanSupplier stop) {
    if (share.ports().isEmpty()
        || !UpkeepWork.isDue(looked, LOOKED, now)
        || !busy.compareAndSet(false, true)) {
      return;
    }
    looked = now;
    try {
      parts.workers().execute(() -> round(stop));
    } catch (RejectedExecutionException e) {
      // The program ends.
      busy.set(false);
    }
  }

  private void round(BooleanSupplier stop) {
    try {
      for (Dataset dataset : context.catalog().datasets()) {
        if (!stop.getAsBoolean()) {
          look(dataset);
        }
      }
    } finally {
      busy.set(false);
    }
  }

  private void look(Dataset dataset) {
    try {
      EffectivePolicy policy = policies.now().of(dataset.name(), false);
      Optional<NativeSync.Result> result = sync.sync(dataset, policy);
      if (result.isPresent()) {
        tell(dataset, result.get().trouble());
        settle(dataset, policy);
      }
      note(dataset, result);
    } catch (HeveliusException e) {
      parts
          .log()
          .once("what the storage of %s takes: %s".formatted(dataset.name(), e.getMessage()));
    }
  }

  private void note(Dataset dataset, Optional<NativeSync.Result> result) {
    String name = dataset.name().text();
    if (result.isPresent() && !result.get().name().isEmpty()) {
      gauges.schedule(name, result.get().trouble().isEmpty());
    } else {
      gauges.noSchedule(name);
    }
    gauges.copies(name, new NativeCopies(context).of(dataset, new ArrayList<>()));
  }

  /** Tells once of what was set up and isn't in effect any more. */
  private void tell(Dataset dataset, String trouble) {
    if (trouble.isEmpty()) {
      troubles.remove(dataset.name());
    } else if (!trouble.equals(troubles.put(dataset.name(), trouble))) {
      raise(
          Alert.Kind.STORAGE_UNHEALTHY,
          dataset.name(),
          "",
          "%s: %s".formatted(dataset.name(), trouble),
          List.of(
              "Hevelius takes these snapshots itself meanwhile",
              "see and settle it: hevelius policy explain %s, then apply the policy again"
                  .formatted(dataset.name())));
    }
  }

  private void raise(
      Alert.Kind kind, DatasetName dataset, String run, String summary, List<String> details) {
    parts
        .alerts()
        .raise(new Alert(kind, dataset.text(), run, context.clock().instant(), summary, details));
  }

  /** Enters what was due of the schedules that the storage keeps. */
  private void settle(Dataset dataset, EffectivePolicy policy) {
    Set<TakenBy> held = share.held(policy, dataset);
    if (held.isEmpty()) {
      return;
    }
    Agreement agreement = share.agreement(dataset).orElseThrow();
    RunStore runs = context.catalog().runs();
    Map<TakenBy, Mark> marks = new HashMap<>();
    runs.marks().stream()
        .filter(mark -> mark.dataset().equals(dataset.name().text()))
        .forEach(mark -> marks.put(mark.schedule(), mark));
    Instant now = context.clock().instant();
    SortedMap<Instant, List<TakenBy>> due = new TreeMap<>();
    List<MarkChange> moves = new ArrayList<>();
    List<Snapshot> there = adopted(dataset.name(), marks);
    SortedMap<Instant, Optional<Snapshot>> found = new TreeMap<>();
    for (EffectiveSchedule schedule : policy.schedules()) {
      Mark mark = marks.get(schedule.identity());
      if (held.contains(schedule.identity()) && mark != null) {
        Instant through = through(schedule, mark, agreement, there, now, due, found);
        if (through.isAfter(mark.through())) {
          moves.add(
              new MarkChange(
                  mark, new Mark(mark.dataset(), mark.schedule(), mark.definition(), through)));
        }
      }
    }
    if (!moves.isEmpty()) {
      enter(dataset.name(), due, found, moves, now);
    }
  }

  /** What was adopted from before the oldest mark on, which is few. */
  private List<Snapshot> adopted(DatasetName dataset, Map<TakenBy, Mark> marks) {
    Instant from =
        marks.values().stream().map(Mark::through).min(Instant::compareTo).orElse(Instant.MAX);
    if (from.equals(Instant.MAX)) {
      return List.of();
    }
    try (Stream<Snapshot> all =
        context
            .catalog()
            .snapshots(
                SnapshotQuery.of(dataset)
                    .onlyKind(SnapshotKind.ADOPTED)
                    .between(from.minus(NativeSync.EXACT), null))) {
      return all.toList();
    }
  }

  /**
   * Walks over what was due since a mark, as far as it is known what became of it.
   *
   * @return up to where it is known
   */
  private static Instant through(
      EffectiveSchedule schedule,
      Mark mark,
      Agreement agreement,
      List<Snapshot> there,
      Instant now,
      SortedMap<Instant, List<TakenBy>> due,
      SortedMap<Instant, Optional<Snapshot>> found) {
    Instant through = mark.through();
    Duration kept =
        agreement.set().frames().stream()
            .map(Frame::keepLocal)
            .min(Duration::compareTo)
            .orElse(Duration.ZERO);
    var times = schedule.after(mark.through()).iterator();
    for (int n = 0; n < MOST && times.hasNext(); n++) {
      Instant time = times.next().time();
      Instant late = time.plus(schedule.grace());
      Optional<Snapshot> taken =
          there.stream()
              .filter(one -> !one.createdAt().isBefore(time.minus(NativeSync.EXACT)))
              .filter(one -> !one.createdAt().isAfter(late))
              .findFirst();
      if (time.isAfter(now) || (taken.isEmpty() && !late.isBefore(now))) {
        return through;
      }
      through = time;
      // Of what would have expired by now nobody can tell whether it was taken, nor of what was
      // due before the storage was told.
      boolean unknown = !time.plus(kept).isAfter(now) || time.isBefore(agreement.since());
      if (taken.isPresent() || !unknown) {
        due.computeIfAbsent(time, _ -> new ArrayList<>()).add(schedule.identity());
        found.put(time, taken);
      }
    }
    return through;
  }

  private void enter(
      DatasetName dataset,
      SortedMap<Instant, List<TakenBy>> due,
      SortedMap<Instant, Optional<Snapshot>> found,
      List<MarkChange> moves,
      Instant now) {
    List<Run> wanted = new ArrayList<>();
    due.forEach(
        (time, causes) -> {
          Snapshot taken = found.getOrDefault(time, Optional.empty()).orElse(null);
          wanted.add(
              new Run(
                  0,
                  Run.Kind.SNAPSHOT,
                  dataset.text(),
                  causes,
                  time,
                  1,
                  parts.node(),
                  now,
                  taken == null ? null : taken.createdAt(),
                  taken == null ? now : taken.createdAt(),
                  taken == null ? Run.State.MISSED : Run.State.SUCCEEDED,
                  taken == null ? null : taken.version(),
                  taken == null ? "the storage has taken none" : "taken by the storage"));
        });
    List<Run> missed =
        context.catalog().runs().enter(wanted, moves).stream()
            .filter(run -> run.state() == Run.State.MISSED)
            .toList();
    if (!missed.isEmpty()) {
      List<String> details = new ArrayList<>();
      missed.stream()
          .limit(10)
          .forEach(
              run ->
                  details.add(
                      "%s for %s"
                          .formatted(
                              run.planned(),
                              String.join(
                                  ", ", run.causes().stream().map(TakenBy::toString).toList()))));
      details.add("the storage makes up for none; take one now: hevelius create " + dataset);
      raise(
          Alert.Kind.RUN_MISSED,
          dataset,
          String.valueOf(missed.getLast().id()),
          "%s: its storage has not taken %d %s that %s due"
              .formatted(
                  dataset,
                  missed.size(),
                  missed.size() == 1 ? "snapshot" : "snapshots",
                  missed.size() == 1 ? "was" : "were"),
          details);
    }
  }
}
