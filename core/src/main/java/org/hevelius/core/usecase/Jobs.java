package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.EffectiveSchedule;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.runner.Impact;
import org.hevelius.core.runner.Lease;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.runner.Runner;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/** Tells what was due, what became of it, and how each dataset stands. Changes nothing. */
public final class Jobs implements Oversight.JobUses {
  /** How many runs are looked at to count failures in a row. */
  private static final int COUNTED = 1000;

  /** For how long missed runs are told of. */
  private static final Duration REMEMBERED = Duration.ofDays(7);

  private final Context context;

  /** Use cases over these parts. */
  public Jobs(Context context) {
    this.context = context;
  }

  /**
   * A run as programs see it.
   *
   * @param kind {@code snapshot}, {@code retention}, {@code prune} or {@code check}
   * @param dataset null for what belongs to none
   * @param causes the schedules that it is for, as {@code policy/schedule}
   * @param planned when it was due
   * @param started null when it didn't begin
   * @param finished null while it may still run
   * @param duration from start to end; null until it has ended
   * @param state {@code claimed}, {@code running}, {@code succeeded}, {@code partial}, {@code
   *     failed}, {@code missed}, {@code skipped} or {@code interrupted}
   * @param snapshot reference of the snapshot that it took; null when none
   * @param attempt 1, or more when it was done again
   * @param node who did it: host, process and a random word
   * @param detail what became of it, in words
   * @param impact what it meant for its source; null when that wasn't measured
   */
  public record View(
      long id,
      String kind,
      @Nullable String dataset,
      List<String> causes,
      Instant planned,
      @Nullable Instant started,
      @Nullable Instant finished,
      @Nullable Duration duration,
      String state,
      @Nullable String snapshot,
      int attempt,
      String node,
      String detail,
      @Nullable Impact impact) {
    static View of(Run run, @Nullable Impact impact) {
      Instant started = run.started();
      Instant finished = run.finished();
      return new View(
          run.id(),
          word(run.kind()),
          run.dataset().isEmpty() ? null : run.dataset(),
          run.causes().stream().map(TakenBy::toString).toList(),
          run.planned(),
          started,
          finished,
          started == null || finished == null ? null : Duration.between(started, finished),
          word(run.state()),
          run.version() == null ? null : run.dataset() + "@" + run.version(),
          run.attempt(),
          run.node(),
          run.detail(),
          impact);
    }
  }

  /**
   * When something is due.
   *
   * @param schedules what it is for, as {@code policy/schedule}
   */
  public record Next(String dataset, Instant time, List<String> schedules) {}

  /**
   * Runs, and what comes next for their datasets.
   *
   * @param runs the newest first
   */
  public record Listing(List<View> runs, List<Next> next) {
    /** Copies the lists. */
    public Listing {
      runs = List.copyOf(runs);
      next = List.copyOf(next);
    }
  }

  /**
   * How a dataset stands.
   *
   * @param newest reference of its newest snapshot; null when there is none
   * @param taken when that was taken
   * @param age of that
   * @param rpo how old it may be, or the dataset while it has none; 26 hours where no policy says
   * @param tooOld whether it is older; a dataset without snapshots counts from when it was added
   * @param policies the active policies that are for it
   * @param next what is due next; null when nothing is
   * @param last its newest snapshot run; null when there is none
   * @param failures how many of its snapshot runs have failed in a row
   * @param missed how many were missed in the last seven days
   * @param drills how its rehearsed restores stand
   * @param dangers what else should be looked at, a sentence each
   */
  public record DatasetStatus(
      String dataset,
      @Nullable String newest,
      @Nullable Instant taken,
      @Nullable Duration age,
      Duration rpo,
      boolean tooOld,
      List<String> policies,
      @Nullable Next next,
      @Nullable View last,
      int failures,
      int missed,
      DrillStatus drills,
      List<String> dangers) {}

  /**
   * What is done for all repositories.
   *
   * @param kind {@code prune} or {@code check}
   * @param said when, as the policies say it; {@code weekly} where none does, or {@code off}
   * @param next when it is due next; null for never, or while no service has looked yet
   * @param last the newest run; null when there is none
   */
  public record Upkeep(String kind, String said, @Nullable Instant next, @Nullable View last) {}

  /**
   * Who takes what is due.
   *
   * @param running whether somebody does
   * @param node host, process and a random word; null when nobody ever did
   * @param until when the lease lapses unless it is renewed
   */
  public record Service(boolean running, @Nullable String node, @Nullable Instant until) {}

  /**
   * What a repository takes.
   *
   * @param storedBytes all its files; null when it can't be read now
   * @param problem why it can't be read; null when it can
   */
  public record Space(String name, @Nullable Long storedBytes, @Nullable String problem) {}

  /**
   * How all stands.
   *
   * @param warnings what is wrong with the home itself, such as a catalog whose disk is full or a
   *     clock that jumped; a sentence each
   */
  public record Status(
      Instant time,
      Service service,
      List<DatasetStatus> datasets,
      List<Space> repositories,
      List<Upkeep> upkeep,
      List<String> warnings) {
    /** Copies the lists. */
    public Status {
      datasets = List.copyOf(datasets);
      repositories = List.copyOf(repositories);
      upkeep = List.copyOf(upkeep);
      warnings = List.copyOf(warnings);
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The state of that name.
   *
   * @throws HeveliusException INVALID when there is none
   */
  public static Run.State state(String text) {
    return Stream.of(Run.State.values())
        .filter(state -> word(state).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.INVALID,
                    "there is no state \"" + text + "\" of a run",
                    "there are: "
                        + String.join(
                            ", ", Stream.of(Run.State.values()).map(Jobs::word).toList())));
  }

  /** The word for a state, as {@link #state} takes it. */
  public static String word(Run.State state) {
    return word((Enum<?>) state);
  }

  /**
   * Runs with what comes next.
   *
   * @param dataset its name; null for all
   * @param state null for all
   * @param limit how many at most
   */
  @Override
  public Listing list(@Nullable String dataset, Run.@Nullable State state, int limit) {
    String name = dataset == null ? null : resolve(dataset).name().text();
    RunStore.Query query = new RunStore.Query(name, null, state, Long.MAX_VALUE, limit);
    return new Listing(page(query), due(name, _ -> true));
  }

  /**
   * What is due next of each dataset for which something is.
   *
   * @param dataset its name; null for all
   * @param visible the datasets that count
   * @throws HeveliusException NOT_FOUND when there is no such dataset
   */
  public List<Next> due(@Nullable String dataset, Predicate<DatasetName> visible) {
    List<Dataset> datasets =
        dataset == null ? context.catalog().datasets() : List.of(resolve(dataset));
    Policies policies = new Policies(context.catalog().policies());
    return datasets.stream()
        .map(Dataset::name)
        .filter(visible)
        .flatMap(name -> effective(policies, name).flatMap(this::next).stream())
        .toList();
  }

  /** Runs, the newest first. */
  public List<View> page(RunStore.Query query) {
    return views(context.catalog().runs().page(query));
  }

  private List<View> views(List<Run> runs) {
    Map<Long, Impact> impacts = context.catalog().impacts().of(runs.stream().map(Run::id).toList());
    return runs.stream().map(run -> View.of(run, impacts.get(run.id()))).toList();
  }

  /**
   * One run.
   *
   * @throws HeveliusException NOT_FOUND when there is none
   */
  public View show(long id) {
    return context
        .catalog()
        .runs()
        .run(id)
        .map(run -> views(List.of(run)).getFirst())
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "there is no run " + id,
                    "runs are kept for 400 days; those that there are: hevelius jobs"));
  }

  /** How all stands. */
  @Override
  public Status status() {
    Instant now = context.clock().instant();
    Policies policies = new Policies(context.catalog().policies());
    List<DatasetStatus> datasets =
        context.catalog().datasets().stream().map(d -> status(d, policies, now)).toList();
    List<EffectivePolicy> active =
        context.catalog().datasets().stream()
            .flatMap(dataset -> effective(policies, dataset.name()).stream())
            .toList();
    return new Status(
        now,
        service(now),
        datasets,
        new HomeStatus(context).spaces(),
        new HomeStatus(context).upkeep(active),
        new HomeStatus(context).warnings(datasets, now));
  }

  /** Who takes what is due. */
  private Service service(Instant now) {
    Optional<Lease> lease = context.catalog().leases().lease(Runner.LEASE);
    return new Service(
        lease.filter(held -> held.until().isAfter(now)).isPresent(),
        lease.map(Lease::holder).orElse(null),
        lease.map(Lease::until).orElse(null));
  }

  private DatasetStatus status(Dataset dataset, Policies policies, Instant now) {
    Optional<EffectivePolicy> policy = effective(policies, dataset.name());
    Optional<Snapshot> newest = context.catalog().latest(dataset.name());
    Rpo rpo = Rpo.of(policy);
    Instant since = newest.map(Snapshot::createdAt).orElse(dataset.created());
    List<Run> runs =
        context
            .catalog()
            .runs()
            .page(RunStore.Query.of(dataset.name().text(), Run.Kind.SNAPSHOT, COUNTED));
    return new DatasetStatus(
        dataset.name().text(),
        newest.map(Snapshot::reference).orElse(null),
        newest.map(Snapshot::createdAt).orElse(null),
        newest.map(s -> Duration.between(s.createdAt(), now)).orElse(null),
        rpo.length(),
        Rpo.isExpected(newest, policy) && rpo.isPast(since, now),
        policy.map(EffectivePolicy::policies).orElse(List.of()),
        policy.flatMap(this::next).orElse(null),
        views(runs.stream().limit(1).toList()).stream().findFirst().orElse(null),
        failures(runs),
        missed(runs, now),
        DrillStatus.of(DrillStanding.of(context, dataset.name(), policy, now)),
        new Dangers(context).of(dataset, now));
  }

  private static int failures(List<Run> newestFirst) {
    int failures = 0;
    for (Run run : newestFirst) {
      switch (run.state()) {
        case FAILED, INTERRUPTED -> failures++;
        case SUCCEEDED, PARTIAL -> {
          return failures;
        }
        case CLAIMED, RUNNING, MISSED, SKIPPED -> {}
      }
    }
    return failures;
  }

  private static int missed(List<Run> runs, Instant now) {
    return Math.toIntExact(
        runs.stream()
            .filter(run -> run.state() == Run.State.MISSED)
            .filter(run -> run.planned().isAfter(now.minus(REMEMBERED)))
            .count());
  }

  /** What holds; nothing where policies contradict each other, which {@code explain} tells of. */
  private static Optional<EffectivePolicy> effective(Policies policies, DatasetName name) {
    try {
      return Optional.of(policies.of(name, false)).filter(EffectivePolicy::isPresent);
    } catch (HeveliusException e) {
      return Optional.empty();
    }
  }

  private Optional<Next> next(EffectivePolicy policy) {
    Instant now = context.clock().instant();
    Instant first = Instant.MAX;
    List<String> schedules = new ArrayList<>();
    for (EffectiveSchedule schedule : policy.schedules()) {
      Instant time = schedule.next(now).map(EffectiveSchedule.Due::time).orElse(Instant.MAX);
      if (time.isBefore(first)) {
        first = time;
        schedules.clear();
      }
      if (time.equals(first) && !time.equals(Instant.MAX)) {
        schedules.add(schedule.identity().toString());
      }
    }
    return schedules.isEmpty()
        ? Optional.empty()
        : Optional.of(new Next(policy.dataset().text(), first, List.copyOf(schedules)));
  }

  private Dataset resolve(String dataset) {
    return new ReferenceResolver(context.catalog()).dataset(DatasetName.of(dataset));
  }
}
