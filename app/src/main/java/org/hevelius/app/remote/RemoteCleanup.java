package org.hevelius.app.remote;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.retention.RetentionRule;
import org.hevelius.core.retention.RetentionRules;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Cleanup;
import org.hevelius.core.usecase.CleanupView;
import org.hevelius.core.usecase.Facade;
import org.jspecify.annotations.Nullable;

/** Cleans up through a service, which holds the plans. */
final class RemoteCleanup implements Facade.CleanupUses {
  private final Connection connection;
  private final RemoteSnapshots snapshots;
  private final Map<String, String> planTags = new HashMap<>();

  RemoteCleanup(Connection connection, RemoteSnapshots snapshots) {
    this.connection = connection;
    this.snapshots = snapshots;
  }

  @Override
  public Cleanup.Plan plan(
      @Nullable String dataset, @Nullable RetentionRules rules, boolean prune) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("prune", prune);
    if (dataset != null) {
      wish.put("dataset", dataset);
    }
    if (rules != null) {
      wish.put("rules", rules(rules));
    }
    Connection.Answer answer = connection.change("POST", Ask.of("cleanups/plans"), wish, Map.of());
    CleanupView view = answer.as(CleanupView.class);
    planTags.put(view.plan(), answer.tag());
    Map<String, Snapshot> known =
        snapshots.named(
            dataset, view.snapshots().stream().map(CleanupView.Line::reference).toList());
    return new Cleanup.Plan(
        view.plan(),
        view.rules(),
        view.policies(),
        view.brakes(),
        view.snapshots().stream()
            .map(
                line ->
                    new Cleanup.Decision(
                        Objects.requireNonNull(known.get(line.reference())),
                        line.keep(),
                        line.reason()))
            .toList(),
        view.prune(),
        view.freed());
  }

  private static List<Map<String, Object>> rules(RetentionRules rules) {
    if (rules.guardsLast() != RetentionRules.GUARDS_LAST
        || !rules.guardsFor().equals(RetentionRules.GUARDS_FOR)) {
      throw cannot("a rule of its own for guards");
    }
    return rules.rules().stream().map(RemoteCleanup::rule).toList();
  }

  private static Map<String, Object> rule(RetentionRule rule) {
    return switch (rule) {
      case RetentionRule.Last(int count) -> Map.of("last", count);
      case RetentionRule.PerPeriod per ->
          Map.of("every", per.period().text(), "count", per.count());
      case RetentionRule.PeriodFor period ->
          Map.of("every", period.period().text(), "span", period.span().toString());
      case RetentionRule.Within within -> Map.of("within", within.span().toString());
      case RetentionRule.WithinPeriod within ->
          Map.of("every", within.period().text(), "within", within.span().toString());
      case RetentionRule.Tagged tagged -> Map.of("tags", tagged.tags());
      case RetentionRule.For _ -> throw cannot("the rule " + rule.text());
    };
  }

  private static HeveliusException cannot(String what) {
    return new HeveliusException(
        Category.INVALID,
        "a cleanup through a service can't have " + what,
        "nothing was planned; write it in a policy, or clean up on the machine of the service");
  }

  @Override
  public Cleanup.Result execute(
      Cleanup.Plan plan, boolean overrule, Progress progress, BooleanSupplier canceled) {
    if (overrule && !plan.brakes().isEmpty()) {
      throw new HeveliusException(
          Category.REFUSED,
          "a brake is not overruled through a service",
          "nothing was changed; who looks after the service can do it on its machine");
    }
    String tag = Objects.requireNonNull(planTags.get(plan.id()), "a plan of this connection");
    Connection.Answer accepted =
        connection.start(Ask.of("cleanups"), Map.of("plan", plan.id()), Map.of("If-Match", tag));
    CleanupView done =
        Wire.MAPPER.treeToValue(
            Following.end(connection, accepted, progress, canceled), CleanupView.class);
    return new Cleanup.Result(plan, done.forgotten(), done.problems(), done.prune());
  }
}
