package org.hevelius.app.remote;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.hevelius.core.snapshot.Ancestor;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Lineage;
import org.hevelius.core.usecase.LineageView.StepView;
import org.hevelius.core.usecase.Oversight;
import org.hevelius.core.usecase.SnapshotView;
import org.jspecify.annotations.Nullable;

/** What was made from what, as a service knows it. */
record RemoteLineage(Connection connection) implements Oversight.LineageUses {
  private record Whole(
      @Nullable List<StepView> up,
      @Nullable List<StepView> down,
      boolean complete,
      List<SnapshotView> snapshots) {}

  @Override
  public Lineage.Around around(Snapshot snapshot, Lineage.Direction direction, int depth) {
    Whole whole =
        connection.get(
            Ask.of(snapshot, "/lineage")
                .with("direction", direction.name().toLowerCase(Locale.ROOT))
                .with("depth", depth)
                .with("snapshots", true),
            Whole.class);
    Map<String, Snapshot> known =
        whole.snapshots().stream()
            .map(Wire::snapshot)
            .collect(Collectors.toMap(Snapshot::name, met -> met, (one, _) -> one));
    return new Lineage.Around(
        walk(whole.up(), whole.complete(), known), walk(whole.down(), whole.complete(), known));
  }

  private static Lineage.@Nullable Walk walk(
      @Nullable List<StepView> steps, boolean complete, Map<String, Snapshot> known) {
    return steps == null
        ? null
        : new Lineage.Walk(steps.stream().map(step -> step(step, known)).toList(), complete);
  }

  private static Lineage.Step step(StepView step, Map<String, Snapshot> known) {
    return new Lineage.Step(
        step.depth(),
        Ancestor.parse("%s %s %s".formatted(step.use(), step.reference(), step.name())),
        step.gone() ? null : known.get(step.name()),
        step.again());
  }
}
