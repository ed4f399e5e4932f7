package org.hevelius.core.usecase;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.policy.RecoveryCommand;
import org.hevelius.core.policy.RecoveryMode;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.provider.SnapshotProvider.Presence;
import org.hevelius.core.recovery.RecoveryStep;
import org.hevelius.core.report.Amounts;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Looks at everything that a whole recovery needs before anything is stopped. */
final class RecoveryPlanner {
  private static final Pattern WITH_COLONS =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2})?[Zz]?");

  private final Context context;
  private final Progress progress;
  private final BooleanSupplier canceled;

  RecoveryPlanner(Context context, Progress progress, BooleanSupplier canceled) {
    this.context = context;
    this.progress = progress;
    this.canceled = canceled;
  }

  /** What a policy says of recoveries. */
  record Settings(
      List<String> services,
      List<RecoveryCommand> stop,
      List<RecoveryCommand> start,
      List<RecoveryCommand> checks,
      @Nullable RecoveryMode mode,
      boolean readAll,
      @Nullable Duration rto,
      List<String> contacts) {
    static Settings of(EffectivePolicy policy) {
      List<String> services = policy.get(Field.SERVICES).orElse(List.of());
      return new Settings(
          services,
          policy.get(Field.STOP).orElseGet(() -> systemctl("stop", services.reversed())),
          policy.get(Field.START).orElseGet(() -> systemctl("start", services)),
          policy.get(Field.HEALTH).orElse(List.of()),
          policy.get(Field.MODE).orElse(null),
          policy.get(Field.READ_ALL).orElse(false),
          policy.get(Field.RTO).orElse(null),
          policy.get(Field.CONTACTS).orElse(List.of()));
    }

    private static List<RecoveryCommand> systemctl(String verb, List<String> services) {
      return services.stream().map(unit -> RecoveryCommand.of("systemctl", verb, unit)).toList();
    }
  }

  /** What the dataset's policies say. */
  Settings settings(DatasetName dataset) {
    return Settings.of(new Policies(context.catalog().policies()).of(dataset, false));
  }

  /** The snapshot that is meant: named, or the newest that is really there and isn't known bad. */
  RecoveryChoice wanted(Dataset dataset, @Nullable String at) {
    if (at == null) {
      return RecoveryChoice.newest(context, dataset);
    }
    Snapshot found =
        new ReferenceResolver(context.catalog())
            .resolve(at.contains("@") ? at : dataset.name() + "@" + moment(at));
    if (!found.dataset().equals(dataset.name())) {
      throw new HeveliusException(
          Category.INVALID,
          "%s is a snapshot of another dataset than %s".formatted(at, dataset.name()),
          "nothing was touched");
    }
    return new RecoveryChoice(found, List.of());
  }

  /** People in a hurry write times with colons, which references have none of. */
  private static String moment(String at) {
    return WITH_COLONS.matcher(at).matches() ? at.replace(":", "") : at;
  }

  RecoveryPlan plan(Dataset dataset, RecoveryChoice choice, @Nullable RecoveryMode wished) {
    Snapshot want = choice.want();
    Settings settings = settings(dataset.name());
    RecoveryMode mode = wished == null ? settings.mode() : wished;
    List<SourceSpec> sources = want.captures().stream().map(Capture::source).toList();
    requireReadable(dataset, want);
    List<String> unguarded = unguarded(sources);
    List<RecoveryPlan.Place> places = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    for (Capture capture : want.captures()) {
      Optional<RollbackPlan> way = new PutBack(context, progress, canceled).choose(capture, mode);
      places.add(place(want, capture, way.orElse(null), settings.readAll()));
      tokens.add(capture.source() + " " + capture.id() + " " + places.getLast().way());
    }
    List<RecoveryStep> steps = steps(want, settings, places, unguarded.isEmpty());
    String id =
        PlanIds.of(
            want.name(),
            tokens,
            settings.readAll(),
            steps.stream().map(step -> step.text() + step.command()).toList());
    return new RecoveryPlan(
        id,
        want,
        Duration.between(want.createdAt(), context.clock().instant()),
        mode,
        places,
        new Neighbors(context).of(dataset, sources),
        settings.services(),
        unguarded,
        warnings(dataset, want, settings, places),
        settings.rto(),
        steps,
        choice.passedOver());
  }

  /** Whether the snapshot is there and can be read, told before anything is stopped. */
  private void requireReadable(Dataset dataset, Snapshot want) {
    for (Capture capture : want.captures()) {
      if (!dataset.sources().contains(capture.source())) {
        throw new HeveliusException(
            Category.CONFLICT,
            "%s was captured from %s, which is no source of %s any more"
                .formatted(want.reference(), capture.source(), dataset.name()),
            "nothing was touched; restore it to another place: hevelius restore %s --to DIR"
                .formatted(want.reference()));
      }
      if (!context.provider(capture.source()).exists(capture)) {
        throw new HeveliusException(
            Category.DAMAGED,
            "the capture of %s in %s is gone from its storage"
                .formatted(capture.source(), want.reference()),
            "nothing was touched",
            RecoveryChoice.before(context, dataset, want)
                .map(
                    good ->
                        "the next one before it that is there: hevelius recover %s --at %s"
                            .formatted(dataset.name(), good.reference()))
                .orElse("there is none before it; all of them: hevelius list " + dataset.name()));
      }
    }
  }

  /**
   * The sources that are gone altogether.
   *
   * @throws HeveliusException REFUSED when others are there: no guard can be taken of a part
   */
  private List<String> unguarded(List<SourceSpec> sources) {
    List<String> missing =
        sources.stream()
            .filter(source -> context.provider(source).presence(source) == Presence.MISSING)
            .map(SourceSpec::toString)
            .toList();
    if (!missing.isEmpty() && missing.size() < sources.size()) {
      throw new HeveliusException(
          Category.REFUSED,
          "%s is gone, so that no guard snapshot can be taken of the rest"
              .formatted(String.join(" and ", missing)),
          "nothing was touched; bring back what is gone first: hevelius restore REF --path NAME"
              + " --in-place");
    }
    return missing;
  }

  private RecoveryPlan.Place place(
      Snapshot want, Capture capture, @Nullable RollbackPlan way, boolean readAll) {
    if (way != null) {
      return new RecoveryPlan.Place(
          capture.source().toString(), way.way(), way.effects(), 0, 0, 0, 0);
    }
    ActionTally tally =
        new PutBack(context, progress, canceled).count(want, capture.source(), readAll);
    return new RecoveryPlan.Place(
        capture.source().toString(),
        PutBack.FILES,
        List.of(),
        tally.count(Kind.CREATE).entries(),
        tally.count(Kind.OVERWRITE).entries(),
        tally.count(Kind.DELETE).entries(),
        tally.count(Kind.CREATE).bytes() + tally.count(Kind.OVERWRITE).bytes());
  }

  private static List<RecoveryStep> steps(
      Snapshot want, Settings settings, List<RecoveryPlan.Place> places, boolean guarded) {
    List<RecoveryStep> steps = new ArrayList<>();
    settings.stop().forEach(c -> add(steps, RecoveryStep.Kind.STOP, subject(c), "", c));
    if (guarded) {
      add(steps, RecoveryStep.Kind.GUARD, want.dataset().text(), "", null);
    }
    for (RecoveryPlan.Place place : places) {
      add(steps, RecoveryStep.Kind.PUT_BACK, place.source(), place.way(), null);
    }
    // Before the services run: they change their data as soon as they start.
    add(
        steps,
        RecoveryStep.Kind.COMPARE,
        want.reference(),
        settings.readAll() ? "content" : "entries",
        null);
    settings.start().forEach(c -> add(steps, RecoveryStep.Kind.START, subject(c), "", c));
    settings.checks().forEach(c -> add(steps, RecoveryStep.Kind.CHECK, subject(c), "", c));
    return steps;
  }

  /** What a command is about: the unit of systemd, or the program. */
  private static String subject(RecoveryCommand command) {
    List<String> words = command.command();
    return words.size() == 3 && words.getFirst().equals("systemctl")
        ? words.getLast()
        : "with " + words.getFirst();
  }

  private static void add(
      List<RecoveryStep> steps,
      RecoveryStep.Kind kind,
      String subject,
      String way,
      @Nullable RecoveryCommand command) {
    steps.add(RecoveryStep.waiting(steps.size(), false, kind, subject, way, command));
  }

  private List<String> warnings(
      Dataset dataset, Snapshot want, Settings settings, List<RecoveryPlan.Place> places) {
    List<String> warnings = new ArrayList<>();
    if (want.knownBad() != null) {
      warnings.add(want.reference() + " is known bad: " + want.knownBad().note());
    }
    if (settings.stop().isEmpty()) {
      warnings.add(
          "no policy says what works with the data, so nothing is stopped: make sure that nobody"
              + " writes to it");
    }
    if (settings.checks().isEmpty()) {
      warnings.add("no policy says how to find out whether all is well afterwards");
    }
    places.forEach(place -> full(place).ifPresent(warnings::add));
    if (dataset.sources().size() > want.captures().size()) {
      warnings.add(
          "%s has sources that %s doesn't have; they stay as they are"
              .formatted(dataset.name(), want.reference()));
    }
    return warnings;
  }

  /**
   * Warns and doesn't refuse: sizes of files say nothing of holes, compression, and what is freed
   * meanwhile, and a disk that runs full turns the recovery round.
   */
  private Optional<String> full(RecoveryPlan.Place place) {
    if (place.bytes() == 0) {
      return Optional.empty();
    }
    SourceSpec source = SourceSpec.parse(place.source());
    try {
      OptionalLong room = context.provider(source).room(source);
      return room.isPresent() && room.getAsLong() < place.bytes()
          ? Optional.of(
              "%s may run full: %s are written, and %s are free"
                  .formatted(
                      place.source(),
                      Amounts.bytes(place.bytes()),
                      Amounts.bytes(room.getAsLong())))
          : Optional.empty();
    } catch (HeveliusException e) {
      return Optional.of(
          "how much space is free for %s isn't known: %s"
              .formatted(place.source(), e.getMessage()));
    }
  }
}
