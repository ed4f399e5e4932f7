package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.runner.Chore;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.jspecify.annotations.Nullable;

/**
 * Forgets by policy after each scheduled snapshot and at least once a day, looks after
 * repositories, drops old runs, and tells of datasets whose newest snapshot is too old. Nothing of
 * it is part of taking a snapshot.
 */
final class Upkeep implements Chore {
  private static final Duration LOOKED = Duration.ofMinutes(1);
  private static final Duration RETAINED = Duration.ofDays(1);
  private static final Duration REPEATED = Duration.ofDays(1);
  private static final Duration KEPT = Duration.ofDays(400);
  private static final Duration RETENTION_KEPT = Duration.ofDays(30);

  /** So many always go, whatever share of a dataset they are. */
  private static final int FEW = 10;

  /** The most that goes without a brake in the policy, in percent. */
  private static final int SHARE = 50;

  private final Automation.Parts parts;
  private final Context context;
  private final RunStore runs;
  private final UpkeepWork work;
  private final KnownPolicies known;
  private final RepositoryUpkeep repositories;
  private final Map<DatasetName, Instant> retained = new ConcurrentHashMap<>();
  private final Map<DatasetName, Instant> refused = new ConcurrentHashMap<>();
  private final Map<DatasetName, Instant> tooOld = new HashMap<>();
  private final DrillUpkeep drills;
  private @Nullable Instant looked;
  private @Nullable Instant thinned;

  Upkeep(Automation.Parts parts) {
    this.parts = parts;
    this.context = parts.context();
    this.runs = parts.context().catalog().runs();
    this.work = new UpkeepWork(parts);
    this.known = new KnownPolicies(context.catalog());
    this.drills = new DrillUpkeep(parts, work);
    this.repositories = new RepositoryUpkeep(parts, work);
  }

  @Override
  public String name() {
    return "upkeep";
  }

  @Override
  public void run(Instant now, BooleanSupplier stop) {
    if (!UpkeepWork.isDue(looked, LOOKED, now)) {
      return;
    }
    looked = now;
    Policies policies = known.now();
    List<EffectivePolicy> active = new ArrayList<>();
    for (Dataset dataset : context.catalog().datasets()) {
      if (stop.getAsBoolean()) {
        return;
      }
      try {
        Optional<EffectivePolicy> policy = policy(policies, dataset.name());
        watch(dataset, policy, now);
        if (policy.isPresent()) {
          active.add(policy.get());
          retainDaily(dataset.name(), now, stop);
        }
      } catch (HeveliusException e) {
        notUpkept(dataset.name(), e);
      }
    }
    repositories.run(active, now, stop);
    drills.run(active, now, stop);
    if (UpkeepWork.isDue(thinned, RETAINED, now)) {
      thinned = now;
      int _ = runs.thin(Run.Kind.SNAPSHOT, now.minus(KEPT));
      int _ = runs.thin(Run.Kind.PRUNE, now.minus(KEPT));
      int _ = runs.thin(Run.Kind.CHECK, now.minus(KEPT));
      int _ = runs.thin(Run.Kind.DRILL, now.minus(KEPT));
      int _ = runs.thin(Run.Kind.RETENTION, now.minus(RETENTION_KEPT));
    }
  }

  private Optional<EffectivePolicy> policy(Policies policies, DatasetName dataset) {
    try {
      return Optional.of(policies.of(dataset, false)).filter(EffectivePolicy::isPresent);
    } catch (HeveliusException e) {
      notUpkept(dataset, e);
      return Optional.empty();
    }
  }

  private void notUpkept(DatasetName dataset, HeveliusException why) {
    parts.log().once("no upkeep for %s: %s".formatted(dataset, why.getMessage()));
  }

  /** Tells once of each snapshot that has become too old, and of a dataset that got none. */
  private void watch(Dataset dataset, Optional<EffectivePolicy> policy, Instant now) {
    Rpo rpo = Rpo.of(policy);
    Optional<Snapshot> latest = context.catalog().latest(dataset.name());
    Instant newest = latest.map(Snapshot::createdAt).orElse(dataset.created());
    if (!rpo.isPast(newest, now) || !Rpo.isExpected(latest, policy)) {
      tooOld.remove(dataset.name());
    } else if (!newest.equals(tooOld.put(dataset.name(), newest))) {
      String age = Lateness.length(Duration.between(newest, now));
      String limit = Lateness.length(rpo.length());
      work.raise(
          Alert.Kind.SNAPSHOT_TOO_OLD,
          dataset.name(),
          "",
          latest.isPresent()
              ? "%s: the newest snapshot is %s old, and may be %s"
                  .formatted(dataset.name(), age, limit)
              : "%s: there is no snapshot since it was added %s ago, and one is due within %s"
                  .formatted(dataset.name(), age, limit),
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
    boolean due = last.equals(Instant.MIN) || UpkeepWork.isDue(last, RETAINED, now);
    if (due && context.catalog().latest(dataset).isPresent()) {
      retained.put(dataset, now);
      work.later(() -> retainIfFree(dataset, now, stop), () -> {});
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

  /**
   * Forgets what the policy doesn't keep. The dataset must be taken.
   *
   * @param planned what it is entered under
   */
  void retain(DatasetName dataset, Instant planned, BooleanSupplier stop) {
    retained.put(dataset, context.clock().instant());
    work.enter(Run.Kind.RETENTION, dataset.text(), planned)
        .ifPresent(run -> work.carryOut(run, dataset.text(), () -> forget(run, dataset, stop)));
  }

  private UpkeepWork.End forget(Run run, DatasetName dataset, BooleanSupplier stop) {
    EffectivePolicy policy = new ManagedPolicies(context).effective(dataset, false);
    if (!policy.isPresent()) {
      return new UpkeepWork.End(Run.State.SKIPPED, "no policy is active any more");
    }
    Cleanup cleanup = new Cleanup(context);
    Cleanup.Plan plan = cleanup.plan(dataset.text(), null, false);
    if (plan.forgotten().isEmpty()) {
      refused.remove(dataset);
      return new UpkeepWork.End(Run.State.SUCCEEDED, "nothing to forget");
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
      return new UpkeepWork.End(Run.State.SUCCEEDED, words);
    }
    work.raise(
        Alert.Kind.RUN_FAILED,
        dataset.text(),
        String.valueOf(run.id()),
        "%s: %d snapshots could not be forgotten".formatted(dataset, result.problems().size()),
        result.problems().stream().limit(10).toList());
    return new UpkeepWork.End(
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

  private UpkeepWork.End refuse(Run run, DatasetName dataset, String why) {
    Instant now = context.clock().instant();
    if (UpkeepWork.isDue(refused.get(dataset), REPEATED, now)) {
      refused.put(dataset, now);
      work.raise(
          Alert.Kind.RETENTION_REFUSED,
          dataset.text(),
          String.valueOf(run.id()),
          why,
          List.of(
              "nothing was forgotten; look at the plan: hevelius cleanup %s --dry-run"
                  .formatted(dataset),
              "if all of them are to go: hevelius cleanup %s --overrule-brake".formatted(dataset)));
    }
    return new UpkeepWork.End(Run.State.FAILED, "refused: " + why);
  }
}
