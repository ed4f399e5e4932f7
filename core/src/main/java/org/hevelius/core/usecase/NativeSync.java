package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.EffectiveSchedule;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.provider.NativeSchedules;
import org.hevelius.core.provider.NativeSchedules.Agreement;
import org.hevelius.core.provider.NativeSchedules.Taken;
import org.hevelius.core.provider.NativeSchedules.Watched;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Lists what storage has taken by itself, as it was told, among the versions of its dataset: each
 * snapshot once, by its identity. What the storage has removed at its time stays as a version that
 * is marked gone. Nothing is ever changed or removed on the storage here.
 */
public final class NativeSync {
  private static final String ACTION = "policy sync";

  /** So much earlier or later than planned the storage may begin. */
  static final Duration EXACT = Duration.ofMinutes(1);

  private final Context context;
  private final NativeShare share;

  NativeSync(Context context) {
    this.context = context;
    this.share = new NativeShare(context);
  }

  /**
   * What became of a dataset.
   *
   * @param name of what was set up on the storage; empty when nothing is any more
   * @param adopted references of the versions that are new, in the order of their times
   * @param gone references of those that the storage has no more
   * @param trouble why what was set up isn't in effect; empty when it is
   */
  public record Result(
      String dataset, String name, List<String> adopted, List<String> gone, String trouble) {
    /** Copies the lists. */
    public Result {
      adopted = List.copyOf(adopted);
      gone = List.copyOf(gone);
    }
  }

  /**
   * Looks at one dataset, or at all whose storage has schedules of its own.
   *
   * @param named null for all
   * @throws HeveliusException UNAVAILABLE when storage can't be asked; NOT_FOUND
   */
  public List<Result> sync(@Nullable String named) {
    List<Dataset> datasets =
        named == null
            ? context.catalog().datasets()
            : List.of(
                new org.hevelius.core.catalog.ReferenceResolver(context.catalog())
                    .dataset(DatasetName.of(named)));
    Policies policies = new Policies(context.catalog().policies());
    List<Result> results = new ArrayList<>();
    for (Dataset dataset : datasets) {
      sync(dataset, policies.of(dataset.name(), false)).ifPresent(results::add);
    }
    return results;
  }

  /** Looks at one dataset; nothing where its storage was never told anything. */
  Optional<Result> sync(Dataset dataset, EffectivePolicy policy) {
    if (dataset.sources().size() != 1 || share.port(dataset.sources().getFirst()).isEmpty()) {
      return Optional.empty();
    }
    SourceSpec source = dataset.sources().getFirst();
    NativeSchedules port = share.port(source).orElseThrow();
    Known known = known(dataset.name());
    if (port.agreement(dataset.name(), source).isEmpty() && known.standing.isEmpty()) {
      return Optional.empty();
    }
    Optional<Watched> watched = port.watch(dataset.name(), source);
    List<Taken> taken = watched.map(Watched::taken).orElse(List.of());
    List<Taken> fresh =
        taken.stream().filter(one -> !known.ids.contains(one.capture().id())).toList();
    List<String> adopted = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    if (!fresh.isEmpty()
        || known.standing.values().stream().anyMatch(one -> mayBeGone(one, watched))) {
      try (HookLease lease = lease(dataset.name())) {
        // What another process has listed meanwhile is known now.
        Known now = known(dataset.name());
        for (Taken one : fresh) {
          if (!now.ids.contains(one.capture().id())) {
            Agreement agreement = watched.orElseThrow().agreement();
            adopted.add(adopt(dataset, policy, agreement, one, lease));
          }
        }
        now.standing
            .values()
            .forEach(
                snapshot -> {
                  if (mayBeGone(snapshot, watched) && isGone(snapshot)) {
                    gone.add(markGone(snapshot));
                  }
                });
      }
    }
    return Optional.of(
        new Result(
            dataset.name().text(),
            watched.map(w -> w.agreement().name()).orElse(""),
            adopted,
            gone,
            watched.map(w -> w.agreement().trouble()).orElse("")));
  }

  /** Whether it is worth to ask for it: it isn't listed, or nothing lists it and its time is up. */
  private boolean mayBeGone(Snapshot standing, Optional<Watched> watched) {
    Instant expires = standing.expires();
    Instant now = context.clock().instant();
    return watched.isPresent()
        ? watched.get().taken().stream()
            .noneMatch(
                one ->
                    standing.captures().stream().anyMatch(c -> c.id().equals(one.capture().id())))
        : expires != null && !expires.isAfter(now);
  }

  private HookLease lease(DatasetName dataset) {
    return HookLease.named(context, "native/" + dataset)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.CONFLICT,
                    "another process lists what the storage of %s has taken".formatted(dataset),
                    "nothing was changed; try again"));
  }

  /** The identities of all captures, and the versions by storage that aren't marked gone. */
  private record Known(Set<String> ids, Map<String, Snapshot> standing) {}

  private Known known(DatasetName dataset) {
    Known known = new Known(new HashSet<>(), new HashMap<>());
    try (Stream<Snapshot> all = context.catalog().snapshots(SnapshotQuery.of(dataset))) {
      all.forEach(
          snapshot -> {
            for (Capture capture : snapshot.captures()) {
              known.ids.add(capture.id());
              boolean byStorage =
                  snapshot.kind() == SnapshotKind.ADOPTED && snapshot.expires() != null;
              if (byStorage && !snapshot.isGone()) {
                known.standing.put(capture.id(), snapshot);
              }
            }
          });
    }
    return known;
  }

  private boolean isGone(Snapshot snapshot) {
    return snapshot.captures().stream()
        .noneMatch(capture -> context.provider(capture.source()).exists(capture));
  }

  private String markGone(Snapshot snapshot) {
    Map<String, String> tags = new HashMap<>(snapshot.tags());
    tags.put(Tags.GONE, context.clock().instant().toString());
    context
        .catalog()
        .replace(
            snapshot,
            snapshot.edit().tags(tags).build(),
            context.done(
                ACTION, snapshot.reference(), "the storage has it no more; marked as gone"));
    return snapshot.reference();
  }

  private String adopt(
      Dataset dataset, EffectivePolicy policy, Agreement by, Taken taken, HookLease lease) {
    DatasetName name = dataset.name();
    List<EffectiveSchedule> schedules = causes(policy, taken.created());
    Map<String, String> tags = new HashMap<>();
    schedules.reversed().forEach(schedule -> tags.putAll(schedule.tags()));
    String words =
        schedules.isEmpty()
            ? "taken by " + by.name()
            : String.join("; ", schedules.stream().map(EffectiveSchedule::description).toList());
    Optional<Snapshot> previous = context.catalog().latest(name);
    Reservation reserved =
        context.catalog().reserve(name, SnapshotNames.generate(name, taken.created(), words));
    Snapshot snapshot =
        Snapshot.builder(name, reserved.version(), taken.created())
            .name(reserved.name())
            .description(words + " (taken by its storage: " + taken.name() + ")")
            .author(by.name())
            .host(by.source().toString())
            .tags(tags)
            .milestone(policy.get(Field.MILESTONE).orElse(null))
            .kind(SnapshotKind.ADOPTED)
            .takenBy(schedules.stream().map(EffectiveSchedule::identity).toList())
            .expires(taken.expires())
            .guarantee(Guarantee.ATOMIC)
            .parentVersion(previous.map(Snapshot::version).orElse(null))
            .captures(List.of(taken.capture()))
            .build();
    context
        .catalog()
        .record(
            snapshot,
            context.done(ACTION, snapshot.reference(), "taken by its storage: " + taken.name()),
            List.of(lease.fence()));
    return snapshot.reference();
  }

  /** The schedules that were due when something was taken. */
  private static List<EffectiveSchedule> causes(EffectivePolicy policy, Instant created) {
    return policy.schedules().stream()
        .filter(
            schedule ->
                schedule
                    .next(created.minus(EXACT))
                    .filter(due -> !due.time().isAfter(created.plus(EXACT)))
                    .isPresent())
        .toList();
  }

  /** The names of the schedules that were due when something was taken. */
  static List<TakenBy> takenFor(EffectivePolicy policy, Instant created) {
    return causes(policy, created).stream().map(EffectiveSchedule::identity).toList();
  }
}
