package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Key;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.retention.Retention;
import org.hevelius.core.retention.RetentionPlan;
import org.hevelius.core.retention.RetentionRules;
import org.hevelius.core.retention.RetentionScheme;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.jspecify.annotations.Nullable;

/**
 * Forgets what retention doesn't keep, and frees the bytes: planned, shown, then executed as
 * planned.
 */
public final class Cleanup implements Facade.CleanupUses {
  private final Context context;

  /** Use cases over these parts. */
  public Cleanup(Context context) {
    this.context = context;
  }

  /**
   * What happens to one snapshot.
   *
   * @param keep whether it stays
   * @param reason all that keeps it, or why it goes
   */
  public record Decision(Snapshot snapshot, boolean keep, String reason) {}

  /**
   * What a cleanup would do.
   *
   * @param id names exactly this plan
   * @param rules the rules in words
   * @param policies which policies the rules are of, a sentence for each dataset that has some
   * @param brakes which datasets would lose more at once than their brake allows, a sentence each
   * @param decisions every snapshot of the datasets, newest first within each
   * @param prune what pruning each repository would free, these snapshots being forgotten
   * @param freed what storage that snapshots by itself frees with these snapshots; null when none
   *     of them is in such storage
   */
  public record Plan(
      String id,
      String rules,
      List<String> policies,
      List<String> brakes,
      List<Decision> decisions,
      List<Repositories.PrunePlan> prune,
      @Nullable Freed freed) {
    /** Copies the lists. */
    public Plan {
      policies = List.copyOf(policies);
      brakes = List.copyOf(brakes);
      decisions = List.copyOf(decisions);
      prune = List.copyOf(prune);
    }

    /** The snapshots that go. */
    public List<Snapshot> forgotten() {
      return decisions.stream().filter(d -> !d.keep()).map(Decision::snapshot).toList();
    }

    /** The datasets that have snapshots in it, sorted, with commas between; may be empty. */
    String datasets() {
      return decisions.stream()
          .map(d -> d.snapshot().dataset().text())
          .distinct()
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * What a cleanup did.
   *
   * @param forgotten references of the snapshots that went
   * @param problems what could not be done, a sentence each; the rest was done
   * @param pruned what was freed
   */
  public record Result(
      Plan plan,
      List<String> forgotten,
      List<String> problems,
      List<Repositories.PrunePlan> pruned) {
    /** Copies the lists. */
    public Result {
      forgotten = List.copyOf(forgotten);
      problems = List.copyOf(problems);
      pruned = List.copyOf(pruned);
    }
  }

  /**
   * Plans a cleanup.
   *
   * @param dataset its name, or a hierarchy such as {@code cosmos7/**}; null for all. Each dataset
   *     is judged by itself
   * @param rules what is kept of each; null for what the policies say that are for it, or else the
   *     usual rules
   * @param prune whether bytes are to be freed too
   */
  @Override
  public Plan plan(@Nullable String dataset, @Nullable RetentionRules rules, boolean prune) {
    return context.audited(
        "cleanup plan", dataset == null ? "" : dataset, () -> decide(dataset, rules, prune));
  }

  private Plan decide(@Nullable String dataset, @Nullable RetentionRules rules, boolean prune) {
    List<Decision> decisions = new ArrayList<>();
    List<String> policies = new ArrayList<>();
    List<String> brakes = new ArrayList<>();
    Set<String> texts = new LinkedHashSet<>();
    Policies all = new Policies(context.catalog().policies());
    for (DatasetName name : datasets(dataset)) {
      EffectivePolicy policy = all.of(name, false);
      RetentionScheme scheme = scheme(policy, rules);
      if (policy.isPresent() && rules == null) {
        String by = name + " by policy " + String.join(" < ", policy.policies());
        policies.add(by + ": " + String.join("; ", policy.keeps()));
      } else {
        texts.add(scheme.text());
      }
      List<Snapshot> snapshots = context.catalog().snapshots(SnapshotQuery.of(name)).toList();
      if (!snapshots.isEmpty()) {
        List<Decision> decided = decide(snapshots, scheme);
        brake(policy, decided).ifPresent(brakes::add);
        decisions.addAll(decided);
      }
    }
    List<Snapshot> forgotten =
        decisions.stream().filter(d -> !d.keep()).map(Decision::snapshot).toList();
    List<Repositories.PrunePlan> prunes = prune ? prunes(forgotten) : List.of();
    String id =
        PlanIds.of(
            "cleanup",
            dataset == null ? "" : dataset,
            prune,
            forgotten.stream().map(Snapshot::name).sorted().toList(),
            prunes.stream().map(Repositories.PrunePlan::token).toList());
    Freed freed =
        Freed.of(context, forgotten.stream().flatMap(s -> s.captures().stream()).toList());
    return new Plan(id, String.join("; or ", texts), policies, brakes, decisions, prunes, freed);
  }

  private static RetentionScheme scheme(EffectivePolicy policy, @Nullable RetentionRules rules) {
    if (rules == null) {
      return policy.isPresent() ? policy.retention() : RetentionScheme.usual();
    }
    return RetentionScheme.of(rules).withMinimumKeep(policy.get(Field.MINIMUM_KEEP).orElse(null));
  }

  /** Says so when more of a dataset would go than its brake allows. */
  private static Optional<String> brake(EffectivePolicy policy, List<Decision> decisions) {
    EffectivePolicy.Value brake = policy.values().get(Key.of(Field.BRAKE));
    long percent = policy.get(Field.BRAKE).orElse(100);
    long ours = decisions.stream().filter(d -> d.snapshot().kind() != SnapshotKind.ADOPTED).count();
    long gone = decisions.stream().filter(d -> !d.keep()).count();
    return brake == null || gone * 100 <= percent * ours
        ? Optional.empty()
        : Optional.of(
            "%s would lose %d of %d snapshots (%d %%) at once; its brake allows %d %% (%s)"
                .formatted(
                    policy.dataset(),
                    gone,
                    ours,
                    gone * 100 / ours,
                    percent,
                    brake.origin().text()));
  }

  /** Decides on snapshots as they are; those that would go must be what the catalog says. */
  private List<Decision> decide(List<Snapshot> snapshots, RetentionScheme scheme) {
    RetentionPlan<Snapshot> plan =
        Retention.planSnapshots(snapshots, scheme, context.clock().instant());
    Strays strays = new Strays(context);
    Map<Snapshot, Snapshot> recovered = new HashMap<>();
    List<Decision> decisions = new ArrayList<>();
    for (RetentionPlan.Decision<Snapshot> decision : plan.decisions()) {
      Snapshot snapshot = decision.candidate().subject();
      Snapshot current = decision.keep() ? snapshot : strays.current(snapshot);
      if (!current.equals(snapshot)) {
        recovered.put(snapshot, current);
      }
      decisions.add(new Decision(snapshot, decision.keep(), decision.text()));
    }
    return recovered.isEmpty()
        ? decisions
        : decide(snapshots.stream().map(s -> recovered.getOrDefault(s, s)).toList(), scheme);
  }

  private List<DatasetName> datasets(@Nullable String dataset) {
    if (dataset == null) {
      return context.catalog().datasets().stream().map(Dataset::name).toList();
    }
    if (Selection.isPattern(dataset)) {
      return Selection.of(List.of(dataset), List.of()).among(context.catalog().datasets()).stream()
          .map(Dataset::name)
          .toList();
    }
    return List.of(
        new ReferenceResolver(context.catalog()).dataset(DatasetName.of(dataset)).name());
  }

  private List<Repositories.PrunePlan> prunes(List<Snapshot> forgotten) {
    Map<String, List<String>> byRepository = new TreeMap<>();
    for (String name : context.repositories().names()) {
      if (!context.repositories().info(name).readOnly()) {
        byRepository.put(name, new ArrayList<>());
      }
    }
    for (Capture capture : forgotten.stream().flatMap(s -> s.captures().stream()).toList()) {
      Optional.ofNullable(byRepository.get(capture.repository()))
          .ifPresent(ids -> ids.add(capture.id()));
    }
    return byRepository.entrySet().stream()
        .map(
            e ->
                context
                    .repositories()
                    .planPrune(e.getKey(), e.getValue().stream().distinct().sorted().toList()))
        .sorted(Comparator.comparing(Repositories.PrunePlan::name))
        .toList();
  }

  /**
   * Carries out a plan. Each snapshot is forgotten by itself: one that can't be is named, and the
   * rest goes on.
   *
   * @param overrule whether more may go at once than a brake allows
   * @throws HeveliusException REFUSED if a brake holds and isn't overruled; CONFLICT if a
   *     repository isn't as planned; what was forgotten stays forgotten, and nothing else was freed
   */
  @Override
  public Result execute(Plan plan, boolean overrule, Progress progress, BooleanSupplier canceled) {
    return context.audited(
        "cleanup",
        plan.datasets(),
        () -> {
          if (!plan.brakes().isEmpty() && !overrule) {
            throw new HeveliusException(
                Category.REFUSED,
                String.join("; ", plan.brakes()),
                "nothing was forgotten; if all of them are to go, add --overrule-brake");
          }
          Forgetting forgetting = new Forgetting(context);
          List<String> forgotten = new ArrayList<>();
          List<String> problems = new ArrayList<>();
          for (Snapshot snapshot : plan.forgotten()) {
            try {
              Snapshot _ = forgetting.forget(snapshot, "forget", false);
              forgotten.add(snapshot.reference());
            } catch (HeveliusException e) {
              problems.add(snapshot.reference() + ": " + e.getMessage());
            }
          }
          List<Repositories.PrunePlan> pruned = new ArrayList<>();
          if (problems.isEmpty()) {
            for (Repositories.PrunePlan prune : plan.prune()) {
              pruned.add(context.repositories().prune(prune, progress, canceled));
            }
          }
          context
              .catalog()
              .append(
                  context.done(
                      "cleanup",
                      plan.datasets(),
                      "plan "
                          + plan.id()
                          + ": "
                          + forgotten.size()
                          + " forgotten, "
                          + problems.size()
                          + " problems"
                          + (plan.brakes().isEmpty() ? "" : ", the brake was overruled")));
          return new Result(plan, forgotten, problems, pruned);
        });
  }
}
