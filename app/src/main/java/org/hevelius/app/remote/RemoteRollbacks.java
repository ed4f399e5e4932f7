package org.hevelius.app.remote;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.NativeUses;
import org.hevelius.core.usecase.RollbackPlan;
import org.hevelius.core.usecase.RollbackView;
import org.hevelius.core.usecase.Rollbacks;

/** Rollbacks through a service, which holds the plans. */
final class RemoteRollbacks implements NativeUses.RollbackUses {
  private final Connection connection;
  private final RemoteSnapshots snapshots;
  private final Map<String, String> tags = new HashMap<>();

  RemoteRollbacks(Connection connection, RemoteSnapshots snapshots) {
    this.connection = connection;
    this.snapshots = snapshots;
  }

  @Override
  public RollbackPlan plan(Rollbacks.Request request) {
    Snapshot wanted = snapshots.show(request.reference());
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("snapshot", String.valueOf(wanted.version()));
    if (request.way() != null) {
      wish.put("way", request.way());
    }
    if (request.destroy() != null) {
      wish.put("destroy", request.destroy());
    }
    Connection.Answer answer =
        connection.change("POST", Ask.of(wanted.dataset(), "/rollbacks/plans"), wish, Map.of());
    RollbackView view = answer.as(RollbackView.class);
    tags.put(view.plan(), answer.tag());
    return new RollbackPlan(
        view.plan(),
        wanted,
        view.ways().stream()
            .map(
                way ->
                    new RollbackPlan.Way(
                        way.way(), List.of(), way.lost(), way.effects(), way.forbidden()))
            .toList(),
        view.chosen(),
        request.destroy());
  }

  @Override
  public RollbackPlan requireAllowed(RollbackPlan plan) {
    var _ = Rollbacks.allowed(plan);
    return plan;
  }

  @Override
  public Rollbacks.Result execute(RollbackPlan plan, Progress progress, BooleanSupplier canceled) {
    String tag = Objects.requireNonNull(tags.get(plan.id()), "a plan of this connection");
    Connection.Answer accepted =
        connection.start(
            Ask.of(plan.snapshot().dataset(), "/rollbacks"),
            Map.of("plan", plan.id()),
            Map.of("If-Match", tag));
    RollbackView done =
        Wire.MAPPER.treeToValue(
            Following.end(connection, accepted, progress, canceled), RollbackView.class);
    String guard = done.guard();
    return new Rollbacks.Result(
        plan,
        guard == null ? null : snapshots.show(guard),
        done.kept(),
        done.forgotten(),
        done.notes(),
        Wire.told(done.started()),
        Wire.told(done.finished()));
  }
}
