package org.hevelius.simulator.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.hevelius.simulator.event.Events;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.files.Trees;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Fields;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import org.hevelius.simulator.task.Tasks;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Global snapshot streams: writable copies of snapshots at a path of their own, made by a task. A
 * copy appears whole when its task ends.
 */
public final class Streams extends Resource {
  /** The collection. */
  public static final String NAME = "globalsnapstreams";

  private final Fields fields =
      Fields.of(
          NAME,
          "name text",
          "loanee_root_path! text",
          "loanee_snapshot_id! integer",
          "loanee_tenant_id integer",
          "enabled flag true");

  private final Places places;
  private final Tasks tasks;
  private final Snapshots snapshots;
  private final Events events;

  /** The streams of a store. */
  public Streams(
      Store store,
      SimulatedClock clock,
      Places places,
      Tasks tasks,
      Snapshots snapshots,
      Events events) {
    super(NAME, store, clock);
    this.places = places;
    this.tasks = tasks;
    this.snapshots = snapshots;
    this.events = events;
    tasks.register("clone", new Copying());
    tasks.register(
        "remove-stream",
        of -> {
          if (Json.flag(of, "remove_dir")) {
            dropDirectory(of);
          }
        });
  }

  /** Copies the tree of a stream. */
  private final class Copying implements Tasks.Work {
    @Override
    public void prepare(ObjectNode of) {
      copy(of);
    }

    @Override
    public void finish(ObjectNode of) {
      boolean _ = appear(of);
    }

    @Override
    public void fail(ObjectNode of, String why) {
      failed(of, why);
    }
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of(
        "", Set.of("GET", "POST"), "id", Set.of("GET", "DELETE"), "id/stop", Set.of("PATCH"));
  }

  @Override
  public Outcome create(ObjectNode body, Caller caller) {
    if (Json.has(body, "remote_target_id")) {
      throw Refusal.detail(400, "the stand-in has no remote cluster");
    }
    ObjectNode wanted = fields.created(body);
    ObjectNode snapshot = needs(Snapshots.NAME, "loanee_snapshot_id", wanted);
    return Outcome.created(cloned(snapshot, body, caller));
  }

  /** Begins to clone a snapshot to the path that a request names. */
  ObjectNode cloned(ObjectNode snapshot, ObjectNode body, Caller caller) {
    if (!Json.has(body, "loanee_root_path")) {
      throw Refusal.field("loanee_root_path", "This field is required.");
    }
    ElementPath target =
        ElementPath.parse("loanee_root_path", Json.string(body, "loanee_root_path"));
    long tenant =
        Json.has(body, "loanee_tenant_id")
            ? Json.number(body, "loanee_tenant_id")
            : Json.number(snapshot, "tenant_id");
    return store.locked(
        () -> {
          Path real = places.real(tenant, target);
          if (target.text().equals("/")
              || Files.exists(real, LinkOption.NOFOLLOW_LINKS)
              || isAwaited(tenant, target)) {
            throw Refusal.field("loanee_root_path", "The path already exists.");
          }
          String asked = Json.string(body, "name");
          ObjectNode stream =
              begin(
                  asked.isEmpty() ? Json.string(snapshot, "name") + "-clone" : asked,
                  snapshot,
                  new ElementPath(Json.string(snapshot, "path")),
                  tenant,
                  target,
                  null);
          ObjectNode task = tasks.start("clone", "clone " + Json.string(stream, "name"), stream);
          return shown(stream, caller).set("async_task", task);
        });
  }

  private boolean isAwaited(long tenant, ElementPath target) {
    return store.all(NAME).stream()
        .anyMatch(
            other ->
                Json.string(other, "loanee_root_path").equals(target.text())
                    && Json.number(other, "_tenant") == tenant
                    && Json.string(other, "state").equals("INITIALIZING"));
  }

  /**
   * Enters a stream whose copy is not made yet.
   *
   * @param source the part of the snapshot's path that is copied
   * @param protectedPath what is to be restored; null for a clone
   */
  public ObjectNode begin(
      String title,
      ObjectNode snapshot,
      ElementPath source,
      long tenant,
      ElementPath target,
      @Nullable ObjectNode protectedPath) {
    ObjectNode stream =
        identified(Json.object())
            .put("name", title)
            .put("enabled", true)
            .put("state", "INITIALIZING")
            .put("external_state", "Initializing")
            .put("health", "OK")
            .put("direction", "LOCAL")
            .put("sync_progress", 0)
            .put("bw", 0)
            .put("loanee_root_path", target.text())
            .put("loanee_snapshot", Json.string(snapshot, "name"))
            .put("loanee_snapshot_id", Json.number(snapshot, "id"))
            .put("source_path", source.text())
            .put("source_snapshot", Json.string(snapshot, "name"))
            .put("source_cluster", nameOf("clusters", 1))
            .put("target_cluster", nameOf("clusters", 1))
            .put("_tenant", tenant);
    if (protectedPath != null) {
      stream.put("_protected_path", Json.number(protectedPath, "id"));
    }
    stream.set("status", Json.object().put("state", "INITIALIZING"));
    ObjectNode owner = Json.object().put("id", tenant).put("name", nameOf("tenants", tenant));
    stream.set("loanee_tenant", owner);
    stream.set("owner_tenant", owner.deepCopy());
    stream.set("owner_root_snapshot", Json.object().put("name", Json.string(snapshot, "name")));
    store.put(NAME, stream);
    events.changed("CREATED", "GlobalSnapStream", stream);
    return stream;
  }

  private Path aside(ObjectNode stream) {
    return places.staging("stream-" + Json.string(stream, "guid"));
  }

  private Path target(ObjectNode stream) {
    return places.real(
        Json.number(stream, "_tenant"), new ElementPath(Json.string(stream, "loanee_root_path")));
  }

  /** Copies what the stream is to show, aside and without the lock. */
  public void copy(ObjectNode stream) {
    ObjectNode snapshot = store.get(Snapshots.NAME, Json.number(stream, "loanee_snapshot_id"));
    String within =
        new ElementPath(Json.string(snapshot, "path"))
            .relative(new ElementPath(Json.string(stream, "source_path")));
    Lock still = places.motion().readLock();
    still.lock();
    try {
      Trees.delete(aside(stream));
      boolean appeared =
          store
              .find(NAME, Json.number(stream, "id"))
              .filter(kept -> Json.flag(kept, "_appearing"))
              .isPresent();
      if (appeared && Files.isDirectory(target(stream), LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      Path from = snapshots.tree(snapshot).resolve(within);
      if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
        throw Refusal.detail(400, "no such directory");
      }
      Trees.copy(from, aside(stream));
    } finally {
      still.unlock();
    }
  }

  /** Lets the copy appear at its path; not that of a stream that was stopped meanwhile. */
  public boolean appear(ObjectNode stream) {
    ObjectNode kept = store.find(NAME, Json.number(stream, "id")).orElse(null);
    if (kept == null) {
      Trees.delete(aside(stream));
      return false;
    }
    Path target = target(stream);
    store.put(NAME, kept.put("_appearing", true));
    try {
      if (Files.isDirectory(aside(stream))) {
        Files.createDirectories(target.getParent());
        Files.move(aside(stream), target, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    kept.put("state", "FINISHED").put("external_state", "Finished").put("sync_progress", 100);
    kept.set("status", Json.object().put("state", "FINISHED"));
    store.put(NAME, kept);
    return true;
  }

  /** Ends a stream whose copy could not be made. */
  public void failed(ObjectNode stream, String why) {
    Trees.delete(aside(stream));
    store
        .find(NAME, Json.number(stream, "id"))
        .ifPresent(
            kept -> {
              kept.put("state", "FAILED").put("external_state", "Failed").put("health", "ERROR");
              kept.set("status", Json.object().put("state", "FAILED").put("reason", why));
              store.put(NAME, kept);
            });
  }

  /** Drops a stream and what it shows; a copy that is being made is dropped by its task. */
  public void drop(ObjectNode stream) {
    store.remove(NAME, Json.number(stream, "id"));
    dropDirectory(stream);
    events.changed("DELETED", "GlobalSnapStream", stream);
  }

  private void dropDirectory(ObjectNode stream) {
    Path going = places.staging("going-" + Json.string(stream, "guid"));
    try {
      if (Files.isDirectory(target(stream), LinkOption.NOFOLLOW_LINKS)) {
        Files.move(target(stream), going, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Trees.delete(going);
  }

  @Override
  public Outcome delete(long id, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode stream = store.get(NAME, id);
          refuseIfRestoring(stream);
          if (Json.string(stream, "state").equals("INITIALIZING")) {
            throw Refusal.detail(400, "the stream is not finished; stop it first");
          }
          store.remove(NAME, id);
          stream.put("remove_dir", Json.flag(body, "remove_dir"));
          ObjectNode task =
              tasks.start("remove-stream", "delete " + Json.string(stream, "name"), stream);
          events.changed("DELETED", "GlobalSnapStream", stream);
          return Outcome.ok(Json.object().set("async_task", task));
        });
  }

  private void refuseIfRestoring(ObjectNode stream) {
    boolean restoring =
        store.all("protectedpaths").stream()
            .anyMatch(path -> Json.number(path, "_stream") == Json.number(stream, "id"));
    if (restoring) {
      throw Refusal.detail(
          400, "the stream belongs to a restore; commit or stop it on its protected path");
    }
  }

  @Override
  public Outcome act(String method, long id, String action, ObjectNode body, Caller caller) {
    if (!action.equals("stop")) {
      throw Refusal.notFound();
    }
    return store.locked(
        () -> {
          ObjectNode stream = store.get(NAME, id);
          refuseIfRestoring(stream);
          if (!List.of("INITIALIZING", "FAILED").contains(Json.string(stream, "state"))) {
            throw Refusal.detail(400, "the stream is finished; delete it");
          }
          stream.put("remove_dir", true);
          store.remove(NAME, id);
          ObjectNode task =
              tasks.start("remove-stream", "stop " + Json.string(stream, "name"), stream);
          return Outcome.ok(Json.object().set("async_task", task));
        });
  }
}
