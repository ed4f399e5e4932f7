package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.PolicyChange;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.EffectiveSchedule;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.policy.PolicyReader;
import org.hevelius.core.policy.Scope;
import org.hevelius.core.policy.Simulation;
import org.hevelius.core.provider.NativeSchedules;
import org.hevelius.core.retention.RetentionCandidate;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Applies, shows, explains and plays policies. Nothing here takes or forgets a snapshot. */
public final class ManagedPolicies implements Oversight.PolicyUses {
  private final Context context;

  /** Use cases over these parts. */
  public ManagedPolicies(Context context) {
    this.context = context;
  }

  /**
   * What applying a file, or removing a policy, would change.
   *
   * @param id names exactly this plan
   * @param differences a policy each, in the order of the file
   * @param notes what else is worth knowing, a sentence each
   * @param storage what is changed on storage with schedules of its own, a sentence each
   * @param changes what is written; empty where a service holds the plan
   * @param handed the same as {@code storage}, as it is carried out
   */
  public record Plan(
      String id,
      List<Difference> differences,
      List<String> notes,
      List<String> storage,
      List<PolicyChange> changes,
      List<NativeSchedules.Plan> handed) {
    /** Copies the lists. */
    public Plan {
      differences = List.copyOf(differences);
      notes = List.copyOf(notes);
      storage = List.copyOf(storage);
      changes = List.copyOf(changes);
      handed = List.copyOf(handed);
    }

    private static Plan of(
        String action,
        List<Difference> differences,
        List<String> notes,
        List<PolicyChange> changes,
        List<NativeSchedules.Plan> handed) {
      return new Plan(
          handed.isEmpty() ? PlanIds.of(action, changes) : PlanIds.of(action, changes, handed),
          differences,
          notes,
          handed.stream().flatMap(plan -> plan.steps().stream()).toList(),
          changes,
          handed);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
      return changed() == 0 && storage.isEmpty();
    }

    /** How many policies are changed. */
    public int changed() {
      return (int) differences.stream().filter(each -> each.kind() != Difference.Kind.SAME).count();
    }
  }

  /**
   * How a policy differs from what is stored.
   *
   * @param lines what differs, such as {@code rpo: 24h -> 26h}
   * @param datasets the datasets that it is for now, before and after
   */
  public record Difference(String policy, Kind kind, List<String> lines, List<String> datasets) {
    /** What happens to it. */
    public enum Kind {
      /** There was none of that name. */
      NEW,
      /** It says something else. */
      CHANGED,
      /** It says the same in another text. */
      TEXT,
      /** It is as it was. */
      SAME,
      /** It goes. */
      REMOVED
    }
  }

  /**
   * Plans to apply the policies in a text: those in it are added or replaced, others stay.
   *
   * @param file what to call the text in messages
   * @param dataset for policies that name no scope; null when each must
   * @throws HeveliusException INVALID with the position of what can't be understood, or when the
   *     policies then contradict each other
   */
  @Override
  public Plan planApply(String file, String text, @Nullable String dataset) {
    return context.audited("policy apply", file, () -> applying(file, text, dataset));
  }

  private Plan applying(String file, String text, @Nullable String dataset) {
    DatasetName name = dataset == null ? null : resolve(dataset).name();
    List<Policy> wanted = PolicyReader.read(file, text, name);
    Map<String, Policy> stored = stored();
    List<Difference> differences = new ArrayList<>();
    List<PolicyChange> changes = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Policy policy : wanted) {
      Policy before = stored.put(policy.name(), policy);
      Difference difference = difference(before, policy);
      differences.add(difference);
      if (difference.kind() != Difference.Kind.SAME) {
        changes.add(new PolicyChange(before, policy));
      }
      policy.notes().forEach(note -> notes.add(policy.name() + ": " + note));
      if (name != null && policy.scopes().stream().noneMatch(scope -> below(scope, name))) {
        notes.add(
            "%s names its scopes itself; %s is not added to them".formatted(policy.name(), name));
      }
      if (difference.datasets().isEmpty()) {
        notes.add(policy.name() + ": no dataset is in its scopes now");
      }
    }
    for (Policy policy : stored.values()) {
      if (policy.source().file().equals(file) && !wanted.contains(policy)) {
        notes.add(
            "%s came from this file and is no longer in it; it stays until: hevelius policy remove %s"
                .formatted(policy.name(), policy.name()));
      }
    }
    Policies after = new Policies(stored.values());
    after.check(names(), context.clock().instant());
    return Plan.of("policy apply", differences, notes, changes, handed(after, differences, notes));
  }

  private List<NativeSchedules.Plan> handed(
      Policies after, List<Difference> differences, List<String> notes) {
    var about = differences.stream().flatMap(d -> d.datasets().stream()).toList();
    return new NativePlans(context).plan(after, about, notes);
  }

  private static boolean below(Scope scope, DatasetName dataset) {
    return scope.text().equals(dataset.text()) || scope.text().startsWith(dataset + "/");
  }

  /** Plans to remove a policy. */
  @Override
  public Plan planRemove(String name) {
    return context.audited("policy remove", name, () -> removing(name));
  }

  private Plan removing(String name) {
    Map<String, Policy> stored = stored();
    Policy policy = named(name);
    stored.remove(name);
    Policies after = new Policies(stored.values());
    after.check(names(), context.clock().instant());
    List<PolicyChange> changes = List.of(new PolicyChange(policy, null));
    List<String> lines =
        policy.settings().values().stream().map(s -> s.key() + ": " + s.text()).toList();
    var differences =
        List.of(new Difference(name, Difference.Kind.REMOVED, lines, datasets(policy)));
    String stay =
        "snapshots that its schedules took stay: no cleanup by policy forgets them, unless"
            + " another schedule takes them over (takes-over)";
    List<String> notes = new ArrayList<>(List.of(stay));
    return Plan.of("policy remove", differences, notes, changes, handed(after, differences, notes));
  }

  /** Carries out a plan. */
  @Override
  public Plan execute(Plan plan) {
    String names = String.join(", ", plan.changes().stream().map(PolicyChange::name).toList());
    boolean removes = plan.changes().stream().anyMatch(change -> change.after() == null);
    String action = removes ? "policy remove" : "policy apply";
    return context.audited(
        action,
        names,
        () -> {
          if (!plan.changes().isEmpty()) {
            context
                .catalog()
                .changePolicies(plan.changes(), context.done(action, names, detail(plan)));
          }
          if (!plan.isEmpty()) {
            // From now on its runs count, also while no service runs.
            var _ = new ScheduleMarks(context).refresh(context.clock().instant(), _ -> {});
            new NativePlans(context).carryOut(plan.handed());
          }
          return plan;
        });
  }

  private static String detail(Plan plan) {
    List<String> parts =
        plan.differences().stream()
            .filter(difference -> difference.kind() != Difference.Kind.SAME)
            .map(d -> d.policy() + " " + String.join(", ", d.lines()))
            .toList();
    String text = String.join("; ", parts);
    return text.length() > 1000 ? text.substring(0, 1000) + "..." : text;
  }

  private Difference difference(@Nullable Policy before, Policy after) {
    Set<String> datasets = new LinkedHashSet<>(datasets(after));
    if (before == null) {
      List<String> lines =
          PolicyWords.said(after).entrySet().stream()
              .map(e -> e.getKey() + ": " + e.getValue())
              .toList();
      return new Difference(after.name(), Difference.Kind.NEW, lines, List.copyOf(datasets));
    }
    datasets.addAll(datasets(before));
    SortedMap<String, String> old = PolicyWords.said(before);
    SortedMap<String, String> now = PolicyWords.said(after);
    List<String> lines = new ArrayList<>();
    Set<String> keys = new LinkedHashSet<>(now.keySet());
    keys.addAll(old.keySet());
    for (String key : keys) {
      String was = old.getOrDefault(key, "(not set)");
      String is = now.getOrDefault(key, "(not set)");
      if (!was.equals(is)) {
        lines.add("%s: %s -> %s".formatted(key, was, is));
      }
    }
    Difference.Kind kind =
        !lines.isEmpty()
            ? Difference.Kind.CHANGED
            : before.equals(after) ? Difference.Kind.SAME : Difference.Kind.TEXT;
    return new Difference(after.name(), kind, lines, List.copyOf(datasets));
  }

  /** All policies, sorted by name. */
  @Override
  public List<PolicyView> list() {
    return stored().values().stream()
        .map(policy -> PolicyView.of(policy, datasets(policy)))
        .toList();
  }

  /** One policy. */
  @Override
  public PolicyView show(String name) {
    Policy policy = named(name);
    return PolicyView.of(policy, datasets(policy));
  }

  /** What holds for a dataset and where each value comes from; simulated policies count too. */
  @Override
  public PolicyView.Explained explain(String dataset) {
    Dataset named = resolve(dataset);
    EffectivePolicy policy = effective(named.name(), true);
    return new NativeExplanation(context).of(policy, named);
  }

  /**
   * The next runs for a dataset; what falls on one instant is one snapshot.
   *
   * @param count how many at most
   * @param from after when; null for now
   */
  @Override
  public PolicyView.Next next(String dataset, int count, @Nullable Instant from) {
    EffectivePolicy policy = effective(resolve(dataset).name(), true);
    Instant start = from == null ? context.clock().instant() : from;
    SortedMap<Instant, List<PolicyView.Run>> runs = new TreeMap<>();
    for (EffectiveSchedule schedule : policy.schedules()) {
      schedule
          .after(start)
          .limit(count)
          .forEach(
              due ->
                  runs.computeIfAbsent(due.time(), _ -> new ArrayList<>())
                      .add(PolicyView.Run.of(schedule, due)));
    }
    List<PolicyView.Run> next = runs.values().stream().limit(count).flatMap(List::stream).toList();
    Instant until = next.isEmpty() ? start : next.getLast().time();
    return new PolicyView.Next(
        policy.dataset().text(),
        policy.policies(),
        policy.simulated(),
        next,
        CareTimes.of(context, policy, start, until, count));
  }

  /**
   * Plays schedules and retention forward from the snapshots that there are.
   *
   * @param days for how many days, 1 to 3,660
   */
  @Override
  public PolicyView.Simulated simulate(String dataset, int days) {
    requireDays(days);
    EffectivePolicy policy = effective(resolve(dataset).name(), true);
    List<Snapshot> snapshots =
        context.catalog().snapshots(SnapshotQuery.of(policy.dataset())).toList();
    Simulation.Rate rate = Simulation.Rate.of(snapshots);
    List<RetentionCandidate<String>> present =
        snapshots.stream().map(RetentionCandidate::of).map(ManagedPolicies::byReference).toList();
    return PolicyView.Simulated.of(
        policy,
        days,
        rate,
        Simulation.play(policy, present, context.clock().instant(), days, rate));
  }

  /** Refuses a simulation that is too long. */
  public static void requireDays(int days) {
    if (days < 1 || days > 3660) {
      throw new HeveliusException(
          Category.INVALID, "a simulation runs for 1 to 3,660 days, not " + days);
    }
  }

  static RetentionCandidate<String> byReference(RetentionCandidate<Snapshot> c) {
    return new RetentionCandidate<>(
        c.subject().reference(),
        c.time(),
        c.order(),
        c.tags(),
        c.holds(),
        c.knownGood(),
        c.kind(),
        c.takenBy(),
        c.expires());
  }

  /**
   * What holds for a dataset.
   *
   * @param simulated whether policies that only simulate count too
   */
  public EffectivePolicy effective(DatasetName dataset, boolean simulated) {
    return new Policies(context.catalog().policies()).of(dataset, simulated);
  }

  private Map<String, Policy> stored() {
    Map<String, Policy> stored = new TreeMap<>();
    context.catalog().policies().forEach(policy -> stored.put(policy.name(), policy));
    return stored;
  }

  private Policy named(String name) {
    Map<String, Policy> stored = stored();
    Policy policy = stored.get(name);
    if (policy == null) {
      List<String> near = Suggestions.nearest(name, stored.keySet(), 3);
      throw new HeveliusException(
          Category.NOT_FOUND,
          "there is no policy " + name,
          near.isEmpty()
              ? "all policies: hevelius policy list"
              : "did you mean  " + String.join(", ", near));
    }
    return policy;
  }

  private Dataset resolve(String dataset) {
    return new ReferenceResolver(context.catalog()).dataset(DatasetName.of(dataset));
  }

  private List<DatasetName> names() {
    return context.catalog().datasets().stream().map(Dataset::name).toList();
  }

  private List<String> datasets(Policy policy) {
    return names().stream()
        .filter(name -> policy.scopes().stream().anyMatch(scope -> scope.has(name)))
        .map(DatasetName::text)
        .toList();
  }
}
