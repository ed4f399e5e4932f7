package org.hevelius.providers.vast;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Brings snapshots on a cluster in line with what is known of them, and removes ours. */
final class NativeKeeping {
  /** After this time nobody works any more on what was begun. */
  static final Duration ABANDONED = Duration.ofHours(24);

  private final Clock clock;
  private final String home;
  private final Consumer<String> notices;

  NativeKeeping(Clock clock, String home, Consumer<String> notices) {
    this.clock = clock;
    this.home = home;
    this.notices = notices;
  }

  /** The id of the home that takes snapshots; empty when it has none. */
  String home() {
    return home;
  }

  /**
   * The homes that made the snapshots of a cluster that have records, by their guids as records
   * write them. What has its record in this home is this home's.
   */
  Map<String, String> homes(VastCluster cluster) {
    Records records = records(cluster);
    return cluster.settings().records() == null
        ? records.known().stream().collect(Collectors.toMap(known -> known, _ -> home))
        : records.homes();
  }

  /** Refuses what another home made; homes may keep their records in one place. */
  void requireOurs(Records.Version version, Capture capture) {
    if (!version.manifest().mayBeOf(home)) {
      throw new HeveliusException(
          Category.REFUSED,
          "snapshot %s of %s was made by the home %s"
              .formatted(capture.id(), capture.source(), version.manifest().home()),
          "nothing was changed; a home changes and forgets only what it made");
    }
  }

  /** The records of a cluster. */
  Records records(VastCluster cluster) {
    return new Records(cluster.records(), cluster.psnt());
  }

  /**
   * Lets the cluster keep a snapshot as long as it must be kept: what is held never expires there.
   *
   * @throws HeveliusException UNAVAILABLE when the cluster doesn't do it
   */
  void apply(VastCluster cluster, VastSnapshot snapshot, Snapshot known) {
    VastSnapshot there =
        cluster.snapshot(snapshot.guid(), snapshot.id()).orElseThrow(() -> gone(cluster, snapshot));
    Instant expires = wanted(cluster, known);
    if (Objects.equals(expires, there.expires()) && there.locked() == known.isHeld()) {
      return;
    }
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    change.put("expiration_time", expires == null ? null : expires.toString());
    change.put("locked", known.isHeld());
    JsonNode _ = cluster.client().patch("snapshots/" + there.id(), change);
    VastSnapshot now =
        cluster.snapshot(snapshot.guid(), snapshot.id()).orElseThrow(() -> gone(cluster, snapshot));
    boolean tooEarly =
        now.expires() != null && (expires == null || now.expires().isBefore(expires));
    if (tooEarly) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s would remove snapshot %s at %s, and didn't take another time"
              .formatted(cluster.settings().name(), now.name(), now.expires()),
          "set its expiration time on the cluster, and do this again");
    }
  }

  private static HeveliusException gone(VastCluster cluster, VastSnapshot snapshot) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "snapshot %s is gone from %s".formatted(snapshot.name(), cluster.settings().name()),
        "nothing was recorded");
  }

  private static @Nullable Instant wanted(VastCluster cluster, Snapshot known) {
    Instant expires = known.expires();
    return cluster.settings().expires() && expires != null && !known.isHeld()
        ? expires.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1)
        : null;
  }

  /**
   * Removes a snapshot that is ours. One that is gone already is no error.
   *
   * @throws HeveliusException REFUSED when the cluster forbids it
   */
  void remove(VastCluster cluster, VastSnapshot ours) {
    VastSnapshot now = cluster.snapshot(ours.guid(), ours.id()).orElse(null);
    if (now == null) {
      return;
    }
    if (now.indestructible()) {
      throw new HeveliusException(
          Category.REFUSED,
          "snapshot %s of %s is indestructible on %s"
              .formatted(now.name(), now.path(), cluster.settings().name()),
          "it was left as it is; its protection is lifted on the cluster, with VAST's support");
    }
    try {
      JsonNode _ = cluster.client().delete("snapshots/" + now.id(), null);
    } catch (VmsException e) {
      boolean gone = e.status() == 404 || e.maybeDone();
      if (!gone || cluster.snapshot(ours.guid(), ours.id()).isPresent()) {
        throw e;
      }
    }
  }

  /** Notes that a snapshot is about to be asked for. */
  void begin(VastCluster cluster, String name, VastPath path) {
    records(cluster).note(name, note(name, path, ""));
  }

  /** Notes which snapshot it has become. */
  void taken(VastCluster cluster, VastSnapshot snapshot) {
    records(cluster).note(snapshot.name(), note(snapshot.name(), snapshot.path(), snapshot.guid()));
  }

  private ObjectNode note(String name, VastPath path, String guid) {
    ObjectNode note = JsonNodeFactory.instance.objectNode();
    return note.put("what", "capture")
        .put("name", name)
        .put("path", path.text())
        .put("guid", guid)
        .put("begun", clock.instant().toString());
  }

  /** Removes what processes left that died before they published. */
  void settle(VastCluster cluster) {
    Records records = records(cluster);
    for (JsonNode note : records.noted()) {
      Instant begun = VastSnapshot.time(note.path("begun"));
      boolean left =
          note.path("what").asString("").equals("capture")
              && begun != null
              && VastCapture.isStale(begun, clock.instant());
      if (left) {
        settle(cluster, records, note);
      }
    }
  }

  private void settle(VastCluster cluster, Records records, JsonNode note) {
    String name = note.path("name").asString("");
    String guid = note.path("guid").asString("");
    VastPath path = new VastPath(note.path("path").asString("/"));
    try {
      // Where the answer was lost only the name is known, half of which is random and ours alone.
      cluster.snapshots().stream()
          .filter(
              snapshot ->
                  guid.isEmpty()
                      ? snapshot.name().equals(name) && snapshot.path().equals(path)
                      : snapshot.guid().equals(guid))
          .filter(snapshot -> !records.known().contains(Records.safe(snapshot.guid())))
          .forEach(snapshot -> remove(cluster, snapshot));
      records.done(name);
    } catch (HeveliusException e) {
      notices.accept(
          "what was left of snapshot %s on %s could not be removed: %s"
              .formatted(name, cluster.settings().name(), e.getMessage()));
    }
  }
}
