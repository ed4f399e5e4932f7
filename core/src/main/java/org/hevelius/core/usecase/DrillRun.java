package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.drill.DrillFinding;
import org.hevelius.core.drill.DrillFinding.Kind;
import org.hevelius.core.drill.DrillStore;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.provider.Scratch;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;

/** One drill, from an empty scratch directory to the evidence. */
final class DrillRun {
  /** How long a check may take where nobody says it. */
  private static final Duration TIMEOUT = Duration.ofHours(1);

  /** So much is left free of a scratch disk. */
  private static final long MARGIN = 16L << 20;

  /** What a file takes beside its bytes, at most. */
  private static final long PER_FILE = 4096;

  private final Context context;
  private final Optional<EffectivePolicy> policy;
  private final Drills.Request request;
  private final Drill.Order order;
  private final Progress progress;
  private final BooleanSupplier canceled;
  private final List<DrillFinding> findings = new ArrayList<>();
  private final DrillMeasuring measuring = new DrillMeasuring();
  private String keys = "";
  private long found;
  private boolean failed;

  DrillRun(
      Context context,
      Optional<EffectivePolicy> policy,
      Drills.Request request,
      Drill.Order order,
      Progress progress,
      BooleanSupplier canceled) {
    this.context = context;
    this.policy = policy;
    this.request = request;
    this.order = order;
    this.progress = progress;
    this.canceled = canceled;
  }

  /** Carries it out, records how it ended, and removes what it made. */
  Drill carryOut(Snapshot snapshot) {
    Scratch scratch = context.scratch();
    new DrillLeftovers(context).settle(request.into());
    try (Scratch.Place place = scratch.open(request.into(), sources())) {
      Drill drill = begin(snapshot, place);
      try {
        drill(drill, snapshot, place);
        Drill ended = end(drill, failed ? Drill.State.FAILED : Drill.State.PASSED, words(snapshot));
        tidy(place);
        return ended;
      } catch (RuntimeException e) {
        boolean stopped =
            e instanceof HeveliusException known && known.category() == Category.CANCELED;
        String why = e instanceof HeveliusException ? String.valueOf(e.getMessage()) : e.toString();
        Drill _ = end(drill, stopped ? Drill.State.INTERRUPTED : Drill.State.BLOCKED, why);
        tidy(place, e);
        throw e;
      }
    }
  }

  private void tidy(Scratch.Place place) {
    if (request.keep()) {
      place.keep();
    } else {
      place.remove();
    }
  }

  private static void tidy(Scratch.Place place, RuntimeException because) {
    try {
      place.remove();
    } catch (HeveliusException e) {
      because.addSuppressed(e);
    }
  }

  /** The places of all data that can be written as a path. */
  private List<String> sources() {
    return context.catalog().datasets().stream()
        .flatMap(dataset -> dataset.sources().stream())
        .map(source -> source.location())
        .filter(location -> location.startsWith("/"))
        .distinct()
        .toList();
  }

  private Drill begin(Snapshot snapshot, Scratch.Place place) {
    Instant now = context.clock().instant();
    return context
        .catalog()
        .drills()
        .begin(
            new Drill(
                0,
                snapshot.dataset(),
                snapshot.version(),
                snapshot.createdAt(),
                order,
                context.actor().name(),
                context.actor().host(),
                context.scratch().maker(),
                place.path(),
                now,
                null,
                Drill.State.RUNNING,
                Drill.Measure.NONE,
                ""),
            context.done("drill begins", snapshot.reference(), "in " + place.path()));
  }

  private Drill end(Drill drill, Drill.State state, String words) {
    Duration rpo = Duration.between(drill.taken(), drill.started());
    Drill ended =
        drill.ended(
            state,
            context.clock().instant(),
            measuring.measure(order, rpo.isNegative() ? Duration.ZERO : rpo, found),
            words);
    boolean _ =
        context
            .catalog()
            .drills()
            .end(
                ended,
                findings,
                context.event(
                    "drill",
                    drill.reference(),
                    state == Drill.State.PASSED ? Outcome.OK : Outcome.FAILED,
                    "drill %d: %s".formatted(drill.number(), words)));
    return ended;
  }

  private String words(Snapshot snapshot) {
    String compared =
        "%s of %s files compared with %s"
            .formatted(measuring.files(), measuring.allFiles(), snapshot.reference());
    String all = keys.isEmpty() ? compared : compared + "; " + keys;
    return found == 0 ? all : "%s, %d findings".formatted(all, found);
  }

  private void drill(Drill drill, Snapshot snapshot, Scratch.Place place) {
    try (SnapshotTree tree = new Trees(context).open(snapshot)) {
      DrillChoice choice = DrillChoice.of(tree, snapshot.reference(), order, canceled);
      measuring.chosen(choice);
      requireSpace(place, choice);
      if (order.scenario() == Drill.Scenario.LOST_KEYS) {
        keys = new DrillKeys(context, this::tell).prove(snapshot, request.keyFiles());
      }
      Instant begun = context.clock().instant();
      Snapshot wanted = snapshot;
      if (order.scenario() == Drill.Scenario.LOST_HOST) {
        wanted = rebuilt(snapshot, place);
        begun = measuring.rebuilt(begun, context.clock().instant());
      }
      restore(wanted, choice, place);
      begun = measuring.restored(begun, context.clock().instant());
      compare(tree, choice, place);
      begun = measuring.compared(begun, context.clock().instant());
      check(drill, place);
      measuring.checked(begun, context.clock().instant());
    }
    targets(drill);
  }

  private void requireSpace(Scratch.Place place, DrillChoice choice) {
    long needed = choice.bytes() + choice.files() * PER_FILE + MARGIN;
    long free = place.freeBytes();
    if (free < needed) {
      throw new HeveliusException(
          Category.FULL,
          "%s has %,d bytes free, and the drill needs %,d".formatted(place.path(), free, needed),
          "nothing was restored; name a larger disk with --into DIR, or draw files: --files 100");
    }
  }

  /** The snapshot as a catalog knows it that was made from the storage alone. */
  private Snapshot rebuilt(Snapshot snapshot, Scratch.Place place) {
    try (Catalog catalog = place.catalog();
        Progress.Phase _ = progress.begin("rebuilding the catalog", DrillRun::nothing)) {
      Stream<Recovered> all =
          context.providers().values().stream()
              .flatMap(SnapshotProvider::recover)
              .filter(Belonging.of(context)::isOurs);
      catalog.rebuild(all, context.done("catalog rebuild", "", "in a drill"));
      Snapshot known =
          catalog
              .snapshot(snapshot.dataset(), snapshot.version())
              .orElseThrow(
                  () ->
                      new HeveliusException(
                          Category.DAMAGED,
                          "a catalog that is rebuilt from the storage doesn't know "
                              + snapshot.reference(),
                          "nothing was changed; look at the storage: hevelius check"));
      if (!said(known).equals(said(snapshot))) {
        tell(DrillFinding.error(Kind.CATALOG, "", said(snapshot), said(known)));
      }
      return known;
    } catch (HeveliusException e) {
      if (e.category() != Category.DAMAGED) {
        throw e;
      }
      tell(DrillFinding.error(Kind.CATALOG, "", "", String.valueOf(e.getMessage())));
      return snapshot;
    }
  }

  private static String said(Snapshot snapshot) {
    List<String> captures =
        snapshot.captures().stream().map(one -> one.source() + " as " + one.id()).toList();
    return snapshot.name() + " of " + String.join(", ", captures);
  }

  private static Progress.State nothing() {
    return new Progress.State(0, 0, 0, 0, null);
  }

  private void restore(Snapshot snapshot, DrillChoice choice, Scratch.Place place) {
    RestorePlan plan =
        new RestorePlan(
            "",
            Operation.Kind.RESTORE,
            snapshot,
            null,
            place.data(),
            choice.ordered(),
            false,
            false,
            false,
            Map.of(),
            List.of(),
            null,
            List.of());
    try {
      new RestoreRun(context, plan, progress, canceled)
          .write(null, (action, _) -> restored(action));
    } catch (HeveliusException e) {
      if (e.category() != Category.DAMAGED && e.category() != Category.NOT_FOUND) {
        throw e;
      }
      tell(DrillFinding.error(Kind.RESTORE, "", "", String.valueOf(e.getMessage())));
    }
    if (failed && place.freeBytes() < MARGIN / 4) {
      throw new HeveliusException(
          Category.FULL,
          "the disk of %s was filled before all was restored".formatted(place.path()),
          "what was restored is removed; name a larger disk with --into DIR");
    }
  }

  private synchronized void restored(RestoreAction action) {
    if (action.kind() == RestoreAction.Kind.FAILED
        || action.kind() == RestoreAction.Kind.CONFLICT) {
      tell(DrillFinding.error(Kind.RESTORE, action.path(), "", action.note()));
    }
  }

  private void compare(SnapshotTree tree, DrillChoice choice, Scratch.Place place) {
    try (SnapshotTree restored = place.tree()) {
      DrillComparison comparison =
          new DrillComparison(tree, restored, choice, place.keepsOwners(), this::tell, canceled);
      try (Progress.Phase _ = progress.begin("comparing", comparison::state)) {
        comparison.run();
      } finally {
        measuring.comparison(comparison);
      }
    }
  }

  private void check(Drill drill, Scratch.Place place) {
    List<String> command =
        request.check().isEmpty()
            ? policy.flatMap(p -> p.get(Field.DRILL_CHECK)).orElse(List.of())
            : request.check();
    if (command.isEmpty()) {
      return;
    }
    Duration limit = policy.flatMap(p -> p.get(Field.DRILL_TIMEOUT)).orElse(TIMEOUT);
    Map<String, String> told =
        Map.of(
            "HEVELIUS_DRILL_DIR", place.data(),
            "HEVELIUS_DRILL", String.valueOf(drill.number()),
            "HEVELIUS_DATASET", drill.dataset().text(),
            "HEVELIUS_SNAPSHOT", drill.reference());
    Programs.Ended ended = context.programs().run(command, told, limit, canceled);
    if (ended.ending() == Programs.Ending.CANCELED) {
      throw new HeveliusException(Category.CANCELED, "the drill was stopped");
    }
    if (!ended.succeeded()) {
      String how =
          switch (ended.ending()) {
            case EXITED -> "exit code " + ended.status();
            case TIMED_OUT -> "it took longer than %d s".formatted(limit.toSeconds());
            case NOT_STARTED -> "it can't be started";
            case CANCELED -> "it was stopped";
          };
      String words = ended.lastWords().replace('\0', '\ufffd');
      tell(
          DrillFinding.error(
              Kind.CHECK, "", "", words.isEmpty() ? how : "%s: %s".formatted(how, words)));
    }
  }

  /** What is computed for the whole from a sample only warns. */
  private void targets(Drill drill) {
    Duration rto = measuring.rto(order);
    Optional<Duration> mostRto = policy.flatMap(p -> p.get(Field.RTO));
    Optional<Duration> mostRpo =
        policy.flatMap(p -> p.get(Field.RPO)).filter(_ -> request.at() == null);
    measuring.targets(mostRto.orElse(null), mostRpo.orElse(null));
    mostRto
        .filter(most -> rto.compareTo(most) > 0)
        .ifPresent(most -> tell(late(Kind.RTO, most, rto, measuring.isExtrapolated(order))));
    Duration age = Duration.between(drill.taken(), drill.started());
    mostRpo
        .filter(most -> age.compareTo(most) > 0)
        .ifPresent(most -> tell(late(Kind.RPO, most, age, false)));
  }

  private static DrillFinding late(Kind kind, Duration most, Duration took, boolean computed) {
    return new DrillFinding(
        computed ? DrillFinding.Severity.WARNING : DrillFinding.Severity.ERROR,
        kind,
        "",
        "at most " + Lateness.length(most),
        Lateness.length(took) + (computed ? " for the whole, computed from the sample" : ""));
  }

  private synchronized void tell(DrillFinding finding) {
    found++;
    failed |= finding.severity() == DrillFinding.Severity.ERROR;
    if (findings.size() < DrillStore.FINDINGS) {
      findings.add(finding);
    }
  }
}
