package org.hevelius.simulator.protection;

import java.util.UUID;
import org.hevelius.simulator.event.Events;
import org.hevelius.simulator.event.Events.Severity;
import org.hevelius.simulator.files.ElementPath;
import org.hevelius.simulator.files.Exchange;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.snapshot.Streams;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.Store;
import org.hevelius.simulator.task.Tasks;
import tools.jackson.databind.node.ObjectNode;

/**
 * The restore of a protected path: a clone beside it, {@code Pending commit}, and then either the
 * commit, which exchanges the content of the two, or the stop, which drops the clone.
 */
public final class Restores {
  private static final String PENDING = "Pending commit";

  private final Store store;
  private final Places places;
  private final Streams streams;
  private final Tasks tasks;
  private final Events events;

  /** Restores of a store. */
  public Restores(Store store, Places places, Streams streams, Tasks tasks, Events events) {
    this.store = store;
    this.places = places;
    this.streams = streams;
    this.tasks = tasks;
    this.events = events;
    tasks.register("restore", new Cloning());
    tasks.register("commit", new Committing());
  }

  /** Makes the clone. */
  private final class Cloning implements Tasks.Work {
    @Override
    public void prepare(ObjectNode of) {
      if (store.find(Streams.NAME, Json.number(of, "id")).isPresent()) {
        streams.copy(of);
      }
    }

    @Override
    public void finish(ObjectNode of) {
      if (streams.appear(of)) {
        status(of, PENDING);
      }
    }

    @Override
    public void fail(ObjectNode of, String why) {
      streams.failed(of, why);
      status(of, "Failed: " + why);
    }

    private void status(ObjectNode of, String status) {
      store
          .find(ProtectedPaths.NAME, Json.number(of, "_protected_path"))
          .ifPresent(path -> store.put(ProtectedPaths.NAME, path.put("restore_status", status)));
    }
  }

  /** Exchanges the content. */
  private final class Committing implements Tasks.Work {
    @Override
    public void finish(ObjectNode of) {
      ObjectNode path = store.get(ProtectedPaths.NAME, Json.number(of, "id"));
      ObjectNode stream = store.get(Streams.NAME, Json.number(path, "_stream"));
      long tenant = Json.number(path, "tenant_id");
      new Exchange(
              places.real(tenant, new ElementPath(Json.string(path, "source_dir"))),
              places.real(tenant, new ElementPath(Json.string(stream, "loanee_root_path"))),
              places.staging("exchange-" + Json.string(stream, "guid")))
          .run(
              Exchange.Step.named(Json.string(path, "_step")),
              step -> store.put(ProtectedPaths.NAME, path.put("_step", step.name())));
      path.put("restore_status", "");
      path.remove("_step");
      path.remove("_stream");
      store.put(ProtectedPaths.NAME, path);
      events.happened(
          "RESTORE_COMMITTED",
          "Restore committed",
          "Protected path %s shows snapshot %s"
              .formatted(Json.string(path, "name"), Json.string(stream, "loanee_snapshot")),
          Severity.INFO,
          "ProtectedPath",
          path);
    }

    @Override
    public void fail(ObjectNode of, String why) {
      store
          .find(ProtectedPaths.NAME, Json.number(of, "id"))
          .filter(path -> Json.has(path, "_stream"))
          .ifPresent(
              path ->
                  store.put(
                      ProtectedPaths.NAME,
                      path.put("restore_status", PENDING + " (commit failed: " + why + ")")));
    }
  }

  /** Whether a restore waits or runs. */
  boolean isRunning(ObjectNode path) {
    return Json.has(path, "_stream");
  }

  /** Begins to restore from a snapshot of the path, or of one above it. */
  ObjectNode begin(ObjectNode seen, ObjectNode body, Caller caller) {
    return store.locked(
        () -> {
          ObjectNode path = store.get(ProtectedPaths.NAME, Json.number(seen, "id"));
          if (isRunning(path)) {
            throw Refusal.detail(400, "a restore of this protected path is already running");
          }
          ObjectNode snapshot = snapshot(path, body);
          String asked = Json.string(body, "name");
          String title = asked.isEmpty() ? "restore-" + Json.string(path, "name") : asked;
          ElementPath target =
              new ElementPath("/.restore/" + Json.number(path, "id") + "-" + UUID.randomUUID());
          ObjectNode stream =
              streams.begin(
                  title,
                  snapshot,
                  new ElementPath(Json.string(path, "source_dir")),
                  Json.number(path, "tenant_id"),
                  target,
                  path);
          ObjectNode task = tasks.start("restore", "restore " + title, stream);
          path.put("restore_status", "Restoring")
              .put("_stream", Json.number(stream, "id"))
              .put("restore_task", caller.base() + "vtasks/" + Json.number(task, "id") + "/");
          store.put(ProtectedPaths.NAME, path);
          return streams.one(Json.number(stream, "id"), caller).set("async_task", task);
        });
  }

  private ObjectNode snapshot(ObjectNode path, ObjectNode body) {
    if (!Json.has(body, "loanee_snapshot_id")) {
      throw Refusal.field("loanee_snapshot_id", "This field is required.");
    }
    long id = Json.number(body, "loanee_snapshot_id");
    ObjectNode snapshot =
        store
            .find("snapshots", id)
            .orElseThrow(
                () ->
                    Refusal.field(
                        "loanee_snapshot_id",
                        "Invalid pk \"" + id + "\" - object does not exist."));
    boolean covers =
        Json.number(snapshot, "tenant_id") == Json.number(path, "tenant_id")
            && new ElementPath(Json.string(snapshot, "path"))
                .contains(new ElementPath(Json.string(path, "source_dir")));
    if (!covers) {
      throw Refusal.field("loanee_snapshot_id", "The snapshot is of another path.");
    }
    return snapshot;
  }

  /** Lets the path show what was restored. */
  void commit(long id) {
    store.run(
        () -> {
          ObjectNode path = store.get(ProtectedPaths.NAME, id);
          if (!Json.string(path, "restore_status").contains(PENDING)) {
            throw Refusal.detail(400, "no restore of this protected path waits for a commit");
          }
          store.put(ProtectedPaths.NAME, path.put("restore_status", "Committing"));
          tasks.start("commit", "commit " + Json.string(path, "name"), path);
        });
  }

  /** Gives a restore up before its commit; the path stays as it is. */
  void stop(long id) {
    store.run(
        () -> {
          ObjectNode path = store.get(ProtectedPaths.NAME, id);
          String status = Json.string(path, "restore_status");
          if (!isRunning(path)) {
            throw Refusal.detail(400, "no restore of this protected path is running");
          }
          if (status.equals("Committing") || Json.has(path, "_step")) {
            throw Refusal.detail(400, "the restore is being committed");
          }
          store.find(Streams.NAME, Json.number(path, "_stream")).ifPresent(streams::drop);
          path.put("restore_status", "").remove("_stream");
          store.put(ProtectedPaths.NAME, path);
        });
  }
}
