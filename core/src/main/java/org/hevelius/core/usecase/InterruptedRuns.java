package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.snapshot.Snapshot;

/**
 * Runs whose node was stopped or has died. Whether such a run had taken its snapshot is looked for
 * in catalog and storage, and not guessed.
 */
final class InterruptedRuns {
  private final Automation.Parts parts;
  private final RunStore runs;

  InterruptedRuns(Automation.Parts parts) {
    this.parts = parts;
    this.runs = parts.context().catalog().runs();
  }

  /**
   * Enters what became of open runs that nobody works on, if this node has the lease: then nobody
   * else works.
   *
   * @return the snapshots that were interrupted and may be taken again
   */
  List<Run> settle(Instant now) {
    boolean leads =
        parts
            .context()
            .catalog()
            .leases()
            .lease(Runner.LEASE)
            .filter(lease -> lease.holder().equals(parts.node()))
            .isPresent();
    if (!leads) {
      return List.of();
    }
    List<Run> again = new ArrayList<>();
    for (Run run : runs.unsettled()) {
      if (!run.state().isOpen()) {
        again.add(run);
      } else if (!parts.desk().holds(run.id())) {
        Run end = end(run, now);
        if (runs.change(run, end) && end.state() == Run.State.INTERRUPTED) {
          tell(end, now);
          again.add(end);
        }
      }
    }
    return again.stream().filter(run -> run.kind() == Run.Kind.SNAPSHOT).toList();
  }

  private Run end(Run run, Instant now) {
    Optional<Snapshot> taken = run.kind() == Run.Kind.SNAPSHOT ? takenFor(run) : Optional.empty();
    return taken
        .map(
            snapshot ->
                run.ended(
                    Run.State.SUCCEEDED,
                    now,
                    snapshot.version(),
                    "its node was stopped when the snapshot was taken"))
        .orElseGet(
            () ->
                run.ended(
                    Run.State.INTERRUPTED, now, null, run.node() + " was stopped or has died"));
  }

  private void tell(Run run, Instant now) {
    parts
        .alerts()
        .raise(
            new Alert(
                Alert.Kind.RUN_FAILED,
                run.dataset(),
                String.valueOf(run.id()),
                now,
                "%s: the run of %s was interrupted".formatted(run.dataset(), run.planned()),
                List.of(run.detail(), "earlier snapshots are intact")));
  }

  /** The snapshot that a run had taken, also when the catalog didn't come to know of it. */
  Optional<Snapshot> takenFor(Run run) {
    DatasetName name = DatasetName.of(run.dataset());
    Context context = parts.context();
    Long recorded = run.version();
    if (recorded != null) {
      return context.catalog().snapshot(name, recorded);
    }
    if (context.catalog().dataset(name).isEmpty()) {
      return Optional.empty();
    }
    new Strays(context).record(context.catalog().dataset(name).orElseThrow());
    try (Stream<Snapshot> since =
        context.catalog().snapshots(SnapshotQuery.of(name).between(run.claimed(), null))) {
      return since
          .filter(s -> s.takenBy().containsAll(run.causes()) && !isOfAnother(s, run))
          .findFirst();
    }
  }

  /** Of several runs for the same schedule each has a snapshot of its own. */
  private boolean isOfAnother(Snapshot snapshot, Run run) {
    return runs.page(RunStore.Query.of(run.dataset(), Run.Kind.SNAPSHOT, 1000)).stream()
        .anyMatch(
            other -> other.id() != run.id() && Objects.equals(other.version(), snapshot.version()));
  }
}
