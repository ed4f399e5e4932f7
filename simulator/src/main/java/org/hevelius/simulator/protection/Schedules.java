package org.hevelius.simulator.protection;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hevelius.simulator.event.Events;
import org.hevelius.simulator.event.Events.Severity;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.snapshot.Snapshots;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import org.hevelius.simulator.task.Due;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the snapshots that policies ask for, each at its time. What was due while the stand-in did
 * not run is not made up for; what is due because the clock was moved is.
 */
public final class Schedules implements Due {
  private static final String ALARM = "Snapshot failed";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'UTC'").withZone(ZoneOffset.UTC);

  /** What one path's policy wants next. */
  private record Turn(ObjectNode path, ObjectNode policy, Instant at) {}

  private final Store store;
  private final SimulatedClock clock;
  private final Snapshots snapshots;
  private final Events events;

  /** Schedules that begin now. */
  public Schedules(Store store, SimulatedClock clock, Snapshots snapshots, Events events) {
    this.store = store;
    this.clock = clock;
    this.snapshots = snapshots;
    this.events = events;
    if (!clock.frozen()) {
      store.run(
          () ->
              store.putAll(
                  ProtectedPaths.NAME,
                  store.all(ProtectedPaths.NAME).stream()
                      .map(path -> path.deepCopy().put("_since", clock.instant().toString()))
                      .toList()));
    }
  }

  /** A time as it stands in names. */
  static String stamp(Instant at) {
    return STAMP.format(at);
  }

  @Override
  public Optional<Instant> next() {
    return store.locked(() -> turn().map(Turn::at));
  }

  private Optional<Turn> turn() {
    return store.all(ProtectedPaths.NAME).stream()
        .filter(path -> Json.flag(path, "enabled"))
        .flatMap(path -> turn(path).stream())
        .min(Comparator.comparing(Turn::at));
  }

  private Optional<Turn> turn(ObjectNode path) {
    String id = Json.string(path, "protection_policy_id");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Instant since = Instant.parse(Json.string(path, "_since"));
    return store
        .find(Policies.NAME, Long.parseLong(id))
        .flatMap(
            policy ->
                Policies.frames(policy).stream()
                    .map(frame -> frame.after(since))
                    .min(Comparator.naturalOrder())
                    .map(at -> new Turn(path.deepCopy(), policy, at)));
  }

  @Override
  public void runNext() {
    Turn turn = store.locked(() -> turn().orElse(null));
    if (turn == null) {
      return;
    }
    Instant since = Instant.parse(Json.string(turn.path(), "_since"));
    List<Frame> due =
        Policies.frames(turn.policy()).stream()
            .filter(frame -> frame.after(since).equals(turn.at()))
            .toList();
    Instant expires = expiry(due, turn.at());
    // One that would be gone again by now need not be taken.
    if (expires == null || expires.isAfter(clock.instant())) {
      try {
        take(turn.path(), turn.at(), expires);
      } catch (Refusal e) {
        missed(turn, e);
      }
    }
    Instant done = expires == null ? turn.at() : later(turn.at(), stillKept(turn.policy()));
    store.run(
        () ->
            store
                .find(ProtectedPaths.NAME, Json.number(turn.path(), "id"))
                .ifPresent(
                    path -> store.put(ProtectedPaths.NAME, path.put("_since", done.toString()))));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** The time up to which snapshots of a policy would be gone by now. */
  private Instant stillKept(ObjectNode policy) {
    Duration longest = Duration.ZERO;
    for (Frame frame : Policies.frames(policy)) {
      Duration keep = frame.keep();
      if (keep == null) {
        return Instant.EPOCH;
      }
      longest = keep.compareTo(longest) > 0 ? keep : longest;
    }
    return clock.instant().minus(longest);
  }

  /** About how many snapshots are to be taken between two times. */
  public long between(Instant from, Instant to) {
    return store.locked(
        () -> {
          long all = 0;
          for (ObjectNode path : store.all(ProtectedPaths.NAME)) {
            String id = Json.string(path, "protection_policy_id");
            if (!id.isEmpty() && Json.flag(path, "enabled")) {
              for (Frame frame : Policies.frames(store.get(Policies.NAME, Long.parseLong(id)))) {
                all += frame.between(from, to);
              }
            }
          }
          return all;
        });
  }

  /** The longest that one of the frames keeps. */
  private static @Nullable Instant expiry(List<Frame> due, Instant at) {
    Instant last = at;
    for (Frame frame : due) {
      if (frame.keep() == null) {
        return null;
      }
      Instant end = at.plus(frame.keep());
      last = end.isAfter(last) ? end : last;
    }
    return last;
  }

  private void missed(Turn turn, Refusal why) {
    store.run(
        () -> {
          store
              .find(Policies.NAME, Json.number(turn.policy(), "id"))
              .ifPresent(
                  policy ->
                      store.put(
                          Policies.NAME,
                          policy
                              .put("schedule_miss", Json.number(policy, "schedule_miss") + 1)
                              .put("is_on_schedule", false)));
          store
              .find(ProtectedPaths.NAME, Json.number(turn.path(), "id"))
              .ifPresent(
                  path ->
                      store.put(
                          ProtectedPaths.NAME,
                          path.put("health", "ERROR")
                              .put("failure_reason", Json.text(why.body()))));
          events.happened(
              "SNAPSHOT_FAILED",
              ALARM,
              "Snapshot of protected path %s failed: %s"
                  .formatted(Json.string(turn.path(), "name"), Json.text(why.body())),
              Severity.MAJOR,
              "ProtectedPath",
              turn.path());
        });
  }

  /** Takes one for a protected path. */
  void take(ObjectNode path, Instant at, @Nullable Instant expires) {
    String id = Json.string(path, "protection_policy_id");
    ObjectNode policy = id.isEmpty() ? Json.object() : store.get(Policies.NAME, Long.parseLong(id));
    snapshots.take(
        new Snapshots.Wish(
            Json.number(path, "tenant_id"),
            new ElementPath(Json.string(path, "source_dir")),
            (id.isEmpty() ? Json.string(path, "name") : Json.string(policy, "prefix"))
                + "_"
                + stamp(at),
            at,
            expires,
            false,
            Json.flag(policy, "indestructible"),
            id.isEmpty() ? null : policy));
    store.run(
        () -> {
          ObjectNode kept = store.get(ProtectedPaths.NAME, Json.number(path, "id"));
          kept.put("last_snapshot_creation_time", at.toString()).put("health", "OK");
          kept.putNull("failure_reason");
          if (Json.string(policy, "clone_type").equals("NATIVE_REPLICATION")) {
            // The peer has all of it at once.
            kept.put("last_restore_point_time", at.toString())
                .put("last_restore_point_creation_time", at.toString());
          }
          store.put(ProtectedPaths.NAME, kept);
          events.settled(ALARM, kept);
        });
  }
}
