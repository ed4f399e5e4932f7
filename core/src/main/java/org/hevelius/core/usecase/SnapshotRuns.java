package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.TakenBy;

/** Takes the snapshots of runs that were claimed, one after another for a dataset. */
final class SnapshotRuns {
  private final Automation.Parts parts;
  private final RunStore runs;
  private final Upkeep upkeep;
  private final ImpactWatch impacts;

  SnapshotRuns(Automation.Parts parts, Upkeep upkeep) {
    this.parts = parts;
    this.runs = parts.context().catalog().runs();
    this.upkeep = upkeep;
    this.impacts = new ImpactWatch(parts);
  }

  /**
   * Hands runs to a worker; the dataset is taken, and left when the last has ended.
   *
   * @param stop whether they must end at the next place where that is safe
   */
  void start(DatasetName dataset, List<Run> claimed, BooleanSupplier stop) {
    claimed.forEach(run -> parts.desk().hold(run.id()));
    try {
      parts.workers().execute(() -> work(dataset, claimed, stop));
    } catch (RejectedExecutionException e) {
      // The program ends; the next one finds the runs open.
      release(dataset, claimed);
    }
  }

  private void work(DatasetName dataset, List<Run> claimed, BooleanSupplier stop) {
    try {
      boolean taken = false;
      for (Run run : claimed) {
        taken |= guarded(run, stop);
      }
      parts.desk().turnToUpkeep(dataset);
      if (taken && !stop.getAsBoolean()) {
        upkeep.retain(dataset, claimed.getLast().planned(), stop);
      }
    } finally {
      release(dataset, claimed);
    }
  }

  private void release(DatasetName dataset, List<Run> claimed) {
    claimed.forEach(run -> parts.desk().drop(run.id()));
    parts.desk().leave(dataset);
  }

  /** A catalog that can't be written now must not end the worker: the run is settled later. */
  private boolean guarded(Run run, BooleanSupplier stop) {
    try {
      return take(run, stop);
    } catch (RuntimeException e) {
      parts
          .log()
          .line("%s: how the run of %s ended: %s".formatted(run.dataset(), run.planned(), e));
      return false;
    } finally {
      parts.desk().drop(run.id());
    }
  }

  /** Whether a snapshot was taken. */
  private boolean take(Run run, BooleanSupplier stop) {
    Instant now = parts.context().clock().instant();
    if (stop.getAsBoolean()) {
      boolean _ = end(run, run.ended(Run.State.INTERRUPTED, now, null, "stopped before it began"));
      return false;
    }
    EffectivePolicy policy;
    List<TakenBy> causes;
    try {
      policy = new ManagedPolicies(parts.context()).effective(DatasetName.of(run.dataset()), false);
      causes = run.causes().stream().filter(policy.owners().values()::contains).toList();
    } catch (HeveliusException e) {
      return failed(run, e, "");
    }
    if (causes.isEmpty()) {
      boolean _ =
          end(run, run.ended(Run.State.SKIPPED, now, null, "no policy asks for it any more"));
      return false;
    }
    Run begun = run.begun(now, Lateness.words(run.planned(), now));
    if (!runs.change(run, begun)) {
      return false;
    }
    if (run.attempt() > 1 && takenBefore(begun)) {
      return true;
    }
    tell(Alert.Kind.RUN_STARTED, begun, "%s: a snapshot is being taken", List.of());
    Optional<SourceLatency> latency = impacts.begin(begun, policy);
    try {
      Creation.Result result =
          new PolicySnapshots(parts.context())
              .take(PolicySnapshots.Order.of(begun, causes), policy, Progress.NONE, stop);
      latency.ifPresent(SourceLatency::captured);
      taken(begun, result);
      latency.ifPresent(measured -> impacts.ended(begun, policy, measured, result));
      return true;
    } catch (HeveliusException e) {
      if (e.category() == Category.CANCELED && !new Fence.Working(begun).stands(catalog())) {
        // Its end stands already, as the node that went on with it has entered it.
        parts.log().line(String.valueOf(e.getMessage()));
        return false;
      }
      boolean ours = e.category() == Category.CANCELED && stop.getAsBoolean();
      return ours ? stopped(begun) : failed(begun, e, begun.detail());
    } catch (RuntimeException e) {
      return failed(begun, e, begun.detail());
    } finally {
      latency.ifPresent(SourceLatency::captured);
    }
  }

  /** What runs meant for their sources, in numbers. */
  MetricSource metrics() {
    return impacts;
  }

  private Catalog catalog() {
    return parts.context().catalog();
  }

  /** An attempt that was given up may have come to its end all the same. */
  private boolean takenBefore(Run begun) {
    List<Run> attempts =
        runs.page(RunStore.Query.of(begun.dataset(), Run.Kind.SNAPSHOT, 1000)).stream()
            .filter(run -> run.planned().equals(begun.planned()) && run.id() != begun.id())
            .toList();
    Optional<Snapshot> snapshot =
        attempts.stream()
            .flatMap(run -> new InterruptedRuns(parts).takenFor(run).stream())
            .findFirst();
    snapshot.ifPresent(
        taken -> {
          Instant now = parts.context().clock().instant();
          String words = "the attempt before had taken it";
          boolean _ = end(begun, begun.ended(Run.State.SUCCEEDED, now, taken.version(), words));
        });
    return snapshot.isPresent();
  }

  private void taken(Run begun, Creation.Result result) {
    boolean whole = result.isComplete();
    String reference = result.snapshot().reference();
    List<String> wrong = new ArrayList<>(result.failures());
    if (result.losses() > 0) {
      wrong.add(result.losses() + " could not be read");
    }
    String words = begun.detail();
    for (String word : Stream.concat(wrong.stream(), result.notes().stream()).toList()) {
      words = joined(words, word);
    }
    Run ended =
        begun.ended(
            whole ? Run.State.SUCCEEDED : Run.State.PARTIAL,
            parts.context().clock().instant(),
            result.snapshot().version(),
            words);
    boolean _ = end(begun, ended);
    if (whole) {
      tell(Alert.Kind.RUN_SUCCEEDED, ended, "%s: " + reference + " was taken", List.of());
    } else {
      List<String> findings =
          result.contents().stream().flatMap(c -> c.findings().stream()).limit(10).toList();
      tell(
          Alert.Kind.RUN_FAILED,
          ended,
          "%s: " + (reference + " was taken, but " + String.join("; ", wrong)).replace("%", "%%"),
          findings);
    }
  }

  private boolean stopped(Run begun) {
    Instant now = parts.context().clock().instant();
    boolean _ =
        end(begun, begun.ended(Run.State.INTERRUPTED, now, null, "stopped with the service"));
    return false;
  }

  private boolean failed(Run run, RuntimeException e, String words) {
    String why = e instanceof HeveliusException ? String.valueOf(e.getMessage()) : e.toString();
    List<String> details = new ArrayList<>();
    details.add(why);
    if (e instanceof HeveliusException known) {
      details.addAll(known.advice());
    }
    details.add("earlier snapshots are intact; the next run comes as planned");
    Run ended =
        run.ended(Run.State.FAILED, parts.context().clock().instant(), null, joined(words, why));
    boolean _ = end(run, ended);
    tell(Alert.Kind.RUN_FAILED, ended, "%s: no snapshot could be taken", details);
    return false;
  }

  /** Enters the end, also of a run that was held for interrupted meanwhile: it is the truth. */
  private boolean end(Run run, Run ended) {
    return runs.change(run, ended)
        || runs.run(run.id())
            .filter(now -> now.state() == Run.State.INTERRUPTED || isStillOurs(now, run))
            .map(now -> runs.change(now, ended))
            .orElse(false);
  }

  /** Its snapshot was entered in it meanwhile. */
  private static boolean isStillOurs(Run now, Run run) {
    return now.state() == Run.State.RUNNING && now.node().equals(run.node());
  }

  private static String joined(String one, String other) {
    return one.isEmpty() ? other : one + "; " + other;
  }

  private void tell(Alert.Kind kind, Run run, String sentence, List<String> details) {
    parts
        .alerts()
        .raise(
            new Alert(
                kind,
                run.dataset(),
                String.valueOf(run.id()),
                parts.context().clock().instant(),
                sentence.formatted(run.dataset()),
                details));
  }
}
