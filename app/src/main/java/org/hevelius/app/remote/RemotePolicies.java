package org.hevelius.app.remote;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.usecase.ManagedPolicies;
import org.hevelius.core.usecase.Oversight;
import org.hevelius.core.usecase.PolicyView;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Policies of a service, which holds the plans. */
final class RemotePolicies implements Oversight.PolicyUses {
  private final Connection connection;
  private final Map<String, String> planTags = new HashMap<>();

  RemotePolicies(Connection connection) {
    this.connection = connection;
  }

  @Override
  public ManagedPolicies.Plan planApply(String file, String text, @Nullable String dataset) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("file", file);
    wish.put("text", text);
    if (dataset != null) {
      wish.put("dataset", dataset);
    }
    return planned(wish);
  }

  @Override
  public ManagedPolicies.Plan planRemove(String name) {
    return planned(Map.of("remove", name));
  }

  private ManagedPolicies.Plan planned(Map<String, Object> wish) {
    Connection.Answer answer = connection.change("POST", Ask.of("policies/plans"), wish, Map.of());
    ManagedPolicies.Plan plan = plan(answer);
    planTags.put(plan.id(), answer.tag());
    return plan;
  }

  private static ManagedPolicies.Plan plan(Connection.Answer answer) {
    PolicyView.Planned view = answer.as(PolicyView.Planned.class);
    return new ManagedPolicies.Plan(
        view.plan(), view.differences(), view.notes(), view.storage(), List.of(), List.of());
  }

  @Override
  public ManagedPolicies.Plan execute(ManagedPolicies.Plan plan) {
    String tag = Objects.requireNonNull(planTags.get(plan.id()), "a plan of this connection");
    return plan(
        connection.start(Ask.of("policies"), Map.of("plan", plan.id()), Map.of("If-Match", tag)));
  }

  @Override
  public List<PolicyView> list() {
    return connection.all(Ask.of("policies"), Integer.MAX_VALUE, new TypeReference<>() {});
  }

  @Override
  public PolicyView show(String name) {
    return connection.get(Ask.of("policies/" + Ask.segment(name)), PolicyView.class);
  }

  private static Ask policy(String dataset, String part) {
    return Ask.of(DatasetName.of(dataset), "/policy" + part);
  }

  @Override
  public PolicyView.Explained explain(String dataset) {
    return connection.get(policy(dataset, ""), PolicyView.Explained.class);
  }

  @Override
  public PolicyView.Next next(String dataset, int count, @Nullable Instant from) {
    return connection.get(
        policy(dataset, "/next").with("limit", count).with("from", from), PolicyView.Next.class);
  }

  @Override
  public PolicyView.Simulated simulate(String dataset, int days) {
    ManagedPolicies.requireDays(days);
    return connection.get(
        policy(dataset, "/simulation").with("days", days), PolicyView.Simulated.class);
  }
}
