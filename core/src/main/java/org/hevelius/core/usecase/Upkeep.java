package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.Repositories;
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
 * Forgets by policy after each scheduled snapshot and at least once a day, frees bytes once a week,
 * drops old runs, and tells of datasets whose newest snapshot is too old. Nothing of it is part of
 * taking a snapshot.
 */
final class Upkeep implements Chore {
  private static final Duration LOOKED = Duration.ofMinutes(1);
  private static final Duration RETAINED = Duration.ofDays(1);
  private static final Duration PRUNED = Duration.ofDays(7);
  private static final Duration AFTER_FAILURE = Duration.ofHours(6);
  private static final Duration REPEATED = Duration.ofDays(1);
  private static final Duration KEPT = Duration.ofDays(400);
  private static final Duration RETENTION_KEPT = Duration.ofDays(30);

  /** So many always go, whatever share of a dataset they are. */
  private static final int FEW = 10;

  /** The most that goes without a brake in the policy, in percent. */
  private static final int SHARE = 50;

  private static final TakenBy PRUNE = new TakenBy("hevelius", "prune");

  private final Automation.Parts parts;
  private final Context context;
  private final RunStore runs;
  private final Map<DatasetName, Instant> retained = new ConcurrentHashMap<>();
  private final Map<DatasetName, Instant> refused = new ConcurrentHashMap<>();
  private final Map<DatasetName, Instant> tooOld = new HashMap<>();
  private @Nullable Instant looked;
  private @Nullable Instant thinned;

  Upkeep(Automation.Parts parts) {
    this.parts = parts;
    this.context = parts.context();
    this.runs = parts.context().catalog().runs();
  }

  @Override
  public String name() {
    return "upkeep";
  }

  @Override
  public void run(Instant now, BooleanSupplier stop) {
    if (!isDue(looked, LOOKED, now)) {
      return;
    }
    looked = now;
    Policies policies = new Policies(context.catalog().policies());
    for (Dataset dataset : context.catalog().datasets()) {
      if (stop.getAsBoolean()) {
        return;
      }
      try {
        EffectivePolicy policy = policies.of(dataset.name(), false);
        if (policy.isPresent()) {
          watch(dataset, policy, now);
          retainDaily(dataset.name(), now, stop);
        }
      } catch (HeveliusException e) {
        parts.log().once("no upkeep for %s: %s".formatted(dataset.name(), e.getMessage()));
      }
    }
    pruneWeekly(now, stop);
    if (isDue(thinned, RETAINED, now)) {
      thinned = now;
      int _ = runs.thin(Run.Kind.SNAPSHOT, now.minus(KEPT));
      int _ = runs.thin(Run.Kind.PRUNE, now.minus(KEPT));
      int _ = runs.thin(Run.Kind.RETENTION, now.minus(RETENTION_KEPT));
    }
  }

  /** Whether a time has passed, or the clock was set back. */
  private static boolean isDue(@Nullable Instant last, Duration pause, Instant now) {
    return last == null || now.isBefore(last) || !now.isBefore(last.plus(pause));
  }

  private void watch(Dataset dataset, EffectivePolicy policy, Instant now) {
    Optional<Duration> rpo = policy.get(Field.RPO);
    Instant newest =
        context.catalog().latest(dataset.name()).map(Snapshot::createdAt).orElse(dataset.created());
    if (rpo.isEmpty() || !newest.plus(rpo.get()).isBefore(now)) {
      tooOld.remove(dataset.name());
    } else if (!newest.equals(tooOld.put(dataset.name(), newest))) {
      raise(
          Alert.Kind.SNAPSHOT_TOO_OLD,
          dataset.name(),
          "",
          "%s: the newest snapshot is %s old, and may be %s"
              .formatted(
                  dataset.name(),
                  Lateness.length(Duration.between(newest, now)),
                  Lateness.length(rpo.get())),
          List.of("look at its runs: hevelius jobs " + dataset.name()));
    }
  }

  private void retainDaily(DatasetName dataset, Instant now, BooleanSupplier stop) {
    Instant last =
        retained.computeIfAbsent(
            dataset,
            name ->
                runs.page(RunStore.Query.of(name.text(), Run.Kind.RETENTION, 1)).stream()
                    .map(Run::claimed)
                    .findFirst()
                    .orElse(Instant.MIN));
    boolean due = last.equals(Instant.MIN) || isDue(last, RETAINED, now);
    if (due && context.catalog().latest(dataset).isPresent()) {
      retained.put(dataset, now);
      later(() -> retainIfFree(dataset, now, stop), () -> {});
    }
  }

  /** Taken only now, so that no snapshot waits for what waits itself. */
  private void retainIfFree(DatasetName dataset, Instant planned, BooleanSupplier stop) {
    if (!stop.getAsBoolean() && parts.desk().takeForUpkeep(dataset)) {
      try {
        retain(dataset, planned, stop);
      } finally {
        parts.desk().leave(dataset);
      }
    }
  }

  private void later(Runnable work, Runnable rejected) {
    try {
      parts.workers().execute(work);
    } catch (RejectedExecutionException e) {
      // The program ends.
      rejected.run();
    }
  }

  /**
   * Forgets what the policy doesn't keep. The dataset must be taken.
   *
   * @param planned what it is entered under
   */
  void retain(DatasetName dataset, Instant planned, BooleanSupplier stop) {
    retained.put(dataset, context.clock().instant());
    enter(Run.Kind.RETENTION, dataset.text(), planned)
        .ifPresent(run -> carryOut(run, dataset.text(), () -> forget(run, dataset, stop)));
  }

  private Optional<Run> enter(Run.Kind kind, String dataset, Instant planned) {
    Instant now = context.clock().instant();
    Run run =
        new Run(
            0,
            kind,
            dataset,
            List.of(),
            planned,
            1,
            parts.node(),
            now,
            now,
            null,
            Run.State.RUNNING,
            null,
            "");
    try {
      return runs.enter(List.of(run), List.of()).stream().findFirst();
    } catch (HeveliusException e) {
      parts.log().once("%s: nothing is forgotten: %s".formatted(dataset, e.getMessage()));
      return Optional.empty();
    }
  }

  /** What became of upkeep. */
  private record End(Run.State state, String words) {}

  /** Work that ends in some way. */
  private interface Work {
    End run();
  }

  /** A failure ends this run alone: nothing is lost by it, and the next one comes. */
  private void carryOut(Run run, String subject, Work work) {
    parts.desk().hold(run.id());
    End end;
    try {
      end = work.run();
    } catch (RuntimeException e) {
      String why = e instanceof HeveliusException ? String.valueOf(e.getMessage()) : e.toString();
      end = new End(Run.State.FAILED, why);
      raise(
          Alert.Kind.RUN_FAILED,
          subject,
          String.valueOf(run.id()),
          "%s: %s failed: %s"
              .formatted(subject, run.kind() == Run.Kind.PRUNE ? "freeing space" : "cleanup", why),
          e instanceof HeveliusException known ? known.advice() : List.of());
    }
    try {
      boolean _ =
          runs.change(run, run.ended(end.state(), context.clock().instant(), null, end.words()));
    } catch (HeveliusException e) {
      parts.log().line("%s: how its upkeep ended: %s".formatted(subject, e.getMessage()));
    } finally {
      parts.desk().drop(run.id());
    }
  }

  private End forget(Run run, DatasetName dataset, BooleanSupplier stop) {
    EffectivePolicy policy = new ManagedPolicies(context).effective(dataset, false);
    if (!policy.isPresent()) {
      return new End(Run.State.SKIPPED, "no policy is active any more");
    }
    Cleanup cleanup = new Cleanup(context);
    Cleanup.Plan plan = cleanup.plan(dataset.text(), null, false);
    if (plan.forgotten().isEmpty()) {
      refused.remove(dataset);
      return new End(Run.State.SUCCEEDED, "nothing to forget");
    }
    Optional<String> gone = new Emptied(context).gone(dataset);
    if (gone.isPresent()) {
      return refuse(run, dataset, gone.get());
    }
    if (!plan.brakes().isEmpty()) {
      return refuse(run, dataset, String.join("; ", plan.brakes()));
    }
    Optional<String> unusual = unusual(policy, plan);
    if (unusual.isPresent()) {
      return refuse(run, dataset, unusual.get());
    }
    refused.remove(dataset);
    Cleanup.Result result = cleanup.execute(plan, false, Progress.NONE, stop);
    String words = result.forgotten().size() + " forgotten";
    if (result.problems().isEmpty()) {
      return new End(Run.State.SUCCEEDED, words);
    }
    raise(
        Alert.Kind.RUN_FAILED,
        dataset.text(),
        String.valueOf(run.id()),
        "%s: %d snapshots could not be forgotten".formatted(dataset, result.problems().size()),
        result.problems().stream().limit(10).toList());
    return new End(
        Run.State.PARTIAL,
        words + "; " + String.join("; ", result.problems().stream().limit(3).toList()));
  }

  /**
   * What says that something is wrong, such as a clock that is years ahead, where the policy has no
   * brake of its own.
   */
  private static Optional<String> unusual(EffectivePolicy policy, Cleanup.Plan plan) {
    long ours =
        plan.decisions().stream()
            .filter(decision -> decision.snapshot().kind() != SnapshotKind.ADOPTED)
            .count();
    long gone = plan.forgotten().size();
    return policy.get(Field.BRAKE).isPresent() || gone <= FEW || gone * 100 <= SHARE * ours
        ? Optional.empty()
        : Optional.of(
            "%s would lose %d of %d snapshots at once; by itself at most %d %% go where its policy"
                    .formatted(policy.dataset(), gone, ours, SHARE)
                + " sets no brake");
  }

  private End refuse(Run run, DatasetName dataset, String why) {
    Instant now = context.clock().instant();
    if (isDue(refused.get(dataset), REPEATED, now)) {
      refused.put(dataset, now);
      raise(
          Alert.Kind.RETENTION_REFUSED,
          dataset.text(),
          String.valueOf(run.id()),
          why,
          List.of(
              "nothing was forgotten; look at the plan: hevelius cleanup %s --dry-run"
                  .formatted(dataset),
              "if all of them are to go: hevelius cleanup %s --overrule-brake".formatted(dataset)));
    }
    return new End(Run.State.FAILED, "refused: " + why);
  }

  private void pruneWeekly(Instant now, BooleanSupplier stop) {
    Mark mark =
        runs.marks().stream()
            .filter(m -> m.dataset().isEmpty() && m.schedule().equals(PRUNE))
            .findFirst()
            .orElse(null);
    Mark moved = new Mark("", PRUNE, "weekly", now);
    if (mark == null || now.isBefore(mark.through())) {
      List<Run> _ = runs.enter(List.of(), List.of(new MarkChange(mark, moved)));
    } else if (isDue(mark.through(), PRUNED, now) && parts.desk().takeAll()) {
      List<Run> _ = runs.enter(List.of(), List.of(new MarkChange(mark, moved)));
      later(
          () -> {
            try {
              enter(Run.Kind.PRUNE, "", now)
                  .ifPresent(run -> carryOut(run, "repositories", () -> prune(moved, stop)));
            } finally {
              parts.desk().leaveAll();
            }
          },
          () -> parts.desk().leaveAll());
    }
  }

  private End prune(Mark mark, BooleanSupplier stop) {
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
          again(mark);
          return new End(Run.State.INTERRUPTED, "stopped with the service");
        }
        problems.add(name + ": " + e.getMessage());
      }
    }
    String words = freed + " bytes freed";
    if (problems.isEmpty()) {
      return new End(Run.State.SUCCEEDED, words);
    }
    again(mark);
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

  private void again(Mark mark) {
    Mark soon =
        new Mark(
            mark.dataset(),
            mark.schedule(),
            mark.definition(),
            mark.through().minus(PRUNED).plus(AFTER_FAILURE));
    List<Run> _ = runs.enter(List.of(), List.of(new MarkChange(mark, soon)));
  }

  private void raise(
      Alert.Kind kind, DatasetName dataset, String run, String summary, List<String> details) {
    raise(kind, dataset.text(), run, summary, details);
  }

  private void raise(
      Alert.Kind kind, String subject, String run, String summary, List<String> details) {
    parts
        .alerts()
        .raise(new Alert(kind, subject, run, context.clock().instant(), summary, details));
  }
}
