package org.hevelius.simulator.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import org.hevelius.simulator.event.Events;
import org.hevelius.simulator.fault.Settings;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.files.Trees;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.Store;
import org.hevelius.simulator.task.Due;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes snapshots, lets them expire, and removes them. A record and its tree come and go together:
 * the tree is copied aside, the record is kept, and one rename makes the tree visible; what a kill
 * leaves between is put right when the stand-in starts.
 */
public final class Snapshots implements Due {
  /** The collection. */
  static final String NAME = "snapshots";

  /**
   * A snapshot to be taken.
   *
   * @param created the time that it bears
   * @param expires null for never
   * @param policy the protection policy that wants it; null for none
   */
  public record Wish(
      long tenant,
      ElementPath path,
      String name,
      Instant created,
      @Nullable Instant expires,
      boolean locked,
      boolean indestructible,
      @Nullable ObjectNode policy) {}

  private final Store store;
  private final Places places;
  private final Events events;
  private final Settings settings;
  private final java.time.Clock clock;
  private final Set<String> beingTaken = new HashSet<>();

  /** Snapshots of a store; settles what was left half done. */
  public Snapshots(
      Store store, Places places, Events events, Settings settings, java.time.Clock clock) {
    this.store = store;
    this.places = places;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
    store.run(this::settle);
  }

  private void settle() {
    for (ObjectNode kept : List.copyOf(store.all(NAME))) {
      ObjectNode record = kept.deepCopy();
      Path tree = tree(record);
      if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
        left(record)
            .ifPresentOrElse(
                found -> publish(found, tree),
                () -> store.put(NAME, record.put("state", "FAILED")));
      }
      if (record.remove("_was") != null) {
        store.put(NAME, record);
      }
    }
  }

  /** Where a kill left the tree of a record. */
  private Optional<Path> left(ObjectNode record) {
    String guid = Json.string(record, "guid");
    Stream<Path> aside =
        Stream.of(places.staging("snapshot-" + guid), places.staging("going-" + guid));
    Stream<Path> renamed =
        Json.has(record, "_was")
            ? Stream.of(tree(record.deepCopy().put("name", Json.string(record, "_was"))))
            : Stream.empty();
    return Stream.concat(aside, renamed)
        .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
        .findFirst();
  }

  /** The tree of a snapshot. */
  public Path tree(ObjectNode kept) {
    return places.snapshot(
        Json.number(kept, "tenant_id"),
        new ElementPath(Json.string(kept, "path")),
        Json.string(kept, "name"));
  }

  /**
   * Takes one; others may ask for something meanwhile.
   *
   * @throws Refusal 400 if the name is taken or there is no such directory
   */
  public ObjectNode take(Wish wish) {
    String key = key(wish.tenant(), wish.path().text(), wish.name());
    store.run(() -> reserve(wish, key));
    String guid = UUID.randomUUID().toString();
    Path aside = places.staging("snapshot-" + guid);
    Lock still = places.motion().readLock();
    still.lock();
    try {
      Trees.copy(places.directory(wish.tenant(), wish.path()), aside);
      return store.locked(() -> keep(wish, guid, aside));
    } catch (UncheckedIOException e) {
      throw Refusal.detail(503, "the snapshot failed: " + e.getMessage());
    } finally {
      still.unlock();
      store.run(() -> beingTaken.remove(key));
      Trees.delete(aside);
    }
  }

  private String key(long tenant, String path, String name) {
    return settings.text("unique_names").equals("cluster")
        ? name
        : tenant + "|" + path + "|" + name;
  }

  private void reserve(Wish wish, String key) {
    places.directory(wish.tenant(), wish.path());
    if (isTaken(wish.name(), key) || !beingTaken.add(key)) {
      throw Refusal.field("name", "This field must be unique.");
    }
  }

  private boolean isTaken(String name, String key) {
    return store.all(NAME).stream()
        .anyMatch(
            kept ->
                Json.string(kept, "name").equals(name)
                    && key(Json.number(kept, "tenant_id"), Json.string(kept, "path"), name)
                        .equals(key));
  }

  private ObjectNode keep(Wish wish, String guid, Path aside) {
    ObjectNode made =
        Json.object()
            .put("id", store.nextId(NAME))
            .put("guid", guid)
            .put("name", wish.name())
            .put("path", wish.path().text())
            .put("created", wish.created().toString())
            .put("state", "SUCCEED")
            .put("type", wish.policy() == null ? "MANUAL" : "POLICY")
            .put("locked", wish.locked())
            .put("indestructible", wish.indestructible())
            .put("tenant_id", wish.tenant())
            .put("subsystem_related", false)
            .put("eta_sec", 0)
            .put("unique_phys_estimation", 0)
            .put("aggr_phys_estimation", 0);
    expires(made, wish.expires());
    ObjectNode policy = wish.policy();
    if (policy != null) {
      made.put("protection_policy", Json.string(policy, "name"))
          .put("protection_policy_id", Json.number(policy, "id"));
    }
    store.put(NAME, made);
    try {
      publish(aside, tree(made));
    } catch (UncheckedIOException e) {
      store.remove(NAME, Json.number(made, "id"));
      throw e;
    }
    events.changed("CREATED", "Snapshot", made);
    return made;
  }

  /** Sets when a record expires. */
  static void expires(ObjectNode made, @Nullable Instant time) {
    made.put("expiration_time", time == null ? null : time.toString());
    made.put("_expires", time == null ? Long.MAX_VALUE : time.toEpochMilli());
  }

  private static void publish(Path aside, Path tree) {
    try {
      Files.createDirectories(tree.getParent());
      Files.move(aside, tree, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a snapshot another name, under the lock. */
  void rename(ObjectNode before, ObjectNode after) {
    String wanted =
        key(
            Json.number(after, "tenant_id"),
            Json.string(after, "path"),
            Json.string(after, "name"));
    if (isTaken(Json.string(after, "name"), wanted) || beingTaken.contains(wanted)) {
      throw Refusal.field("name", "This field must be unique.");
    }
    store.put(NAME, after.put("_was", Json.string(before, "name")));
    publish(tree(before), tree(after));
    after.remove("_was");
    store.put(NAME, after);
  }

  /** Removes record and tree, in this order as others see it. */
  public void remove(ObjectNode kept) {
    Path going = places.staging("going-" + Json.string(kept, "guid"));
    store.run(
        () -> {
          Path tree = tree(kept);
          if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            publish(tree, going);
          }
          store.remove(NAME, Json.number(kept, "id"));
          events.changed("DELETED", "Snapshot", kept);
        });
    Trees.delete(going);
  }

  /** Whether a clone or a restore that isn't finished reads from it. */
  boolean isInUse(ObjectNode kept) {
    long id = Json.number(kept, "id");
    return store.all("globalsnapstreams").stream()
        .anyMatch(
            stream ->
                Json.number(stream, "loanee_snapshot_id") == id
                    && !Json.string(stream, "state").equals("FINISHED")
                    && !Json.string(stream, "state").equals("FAILED"));
  }

  @Override
  public Optional<Instant> next() {
    return store.locked(
        () -> expiring().map(kept -> Instant.ofEpochMilli(Json.number(kept, "_expires"))));
  }

  private Optional<ObjectNode> expiring() {
    return store.all(NAME).stream()
        .filter(
            kept ->
                Json.number(kept, "_expires") < Long.MAX_VALUE
                    && !Json.flag(kept, "locked")
                    && !isInUse(kept))
        .min(Comparator.comparingLong(kept -> Json.number(kept, "_expires")));
  }

  @Override
  public void runNext() {
    store.locked(() -> expiring().map(ObjectNode::deepCopy)).ifPresent(this::remove);
  }

  /** Estimates anew what deleting a snapshot would give back. */
  ObjectNode estimated(ObjectNode kept) {
    Lock still = places.motion().readLock();
    still.lock();
    try {
      List<ObjectNode> line = sameLine(kept);
      int at = 0;
      while (at < line.size() && Json.number(line.get(at), "id") != Json.number(kept, "id")) {
        at++;
      }
      if (at == line.size()) {
        return kept;
      }
      Path before = at == 0 ? null : tree(line.get(at - 1));
      Path after = treeAfter(line, at);
      long all = 0;
      for (int i = 0; i <= at; i++) {
        all += Trees.uniqueBytes(tree(line.get(i)), treeAfter(line, i));
      }
      ObjectNode known =
          kept.deepCopy()
              .put("unique_phys_estimation", Trees.uniqueBytes(tree(kept), before, after))
              .put("aggr_phys_estimation", all);
      store.run(
          () -> {
            if (store.find(NAME, Json.number(kept, "id")).isPresent() && !known.equals(kept)) {
              store.put(NAME, known);
            }
          });
      return known;
    } finally {
      still.unlock();
    }
  }

  private List<ObjectNode> sameLine(ObjectNode kept) {
    return store.locked(
        () ->
            store.all(NAME).stream()
                .filter(
                    other ->
                        Json.string(other, "path").equals(Json.string(kept, "path"))
                            && Json.number(other, "tenant_id") == Json.number(kept, "tenant_id"))
                .sorted(Comparator.comparing(other -> Json.string(other, "created")))
                .map(ObjectNode::deepCopy)
                .toList());
  }

  private Path treeAfter(List<ObjectNode> line, int at) {
    if (at + 1 < line.size()) {
      return tree(line.get(at + 1));
    }
    ObjectNode last = line.get(at);
    return places.real(Json.number(last, "tenant_id"), new ElementPath(Json.string(last, "path")));
  }

  /** The time by which what is asked for is judged. */
  Instant now() {
    return clock.instant();
  }
}
