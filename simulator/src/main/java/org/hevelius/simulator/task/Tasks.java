package org.hevelius.simulator.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.hevelius.simulator.fault.Faults;
import org.hevelius.simulator.fault.Faults.Kind;
import org.hevelius.simulator.fault.Settings;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.state.SimulatedClock;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;

/** The tasks, and the collection in which clients poll them. A restart takes them up again. */
public final class Tasks extends Resource implements Due {
  /** What a task does when its time has come. Each part may run again after a restart. */
  public interface Work {
    /** The long part, without the store's lock: other requests go on. */
    default void prepare(ObjectNode of) {}

    /** Makes it so, under the store's lock and with no tree being copied. */
    void finish(ObjectNode of);

    /** Leaves things as they are when a task fails. */
    default void fail(ObjectNode of, String why) {}
  }

  private final Settings settings;
  private final Faults faults;
  private final Places places;
  private final Map<String, Work> works = new HashMap<>();

  /** The tasks of a store. */
  public Tasks(Store store, SimulatedClock clock, Settings settings, Faults faults, Places places) {
    super("vtasks", store, clock);
    this.settings = settings;
    this.faults = faults;
    this.places = places;
  }

  /** Says what tasks of a kind do. */
  public void register(String kind, Work work) {
    works.put(kind, work);
  }

  /**
   * Begins a task.
   *
   * @param kind one that was registered
   * @param of what it is about; kept with it
   * @return what an answer says of it under {@code async_task}
   */
  public ObjectNode start(String kind, String title, ObjectNode of) {
    return store.locked(
        () -> {
          ObjectNode task =
              Json.object()
                  .put("id", store.nextId(name))
                  .put("name", title)
                  .put("state", "RUNNING")
                  .put("start_time", clock.instant().toString())
                  .put("timeout_in_seconds", 600)
                  .put("_kind", kind)
                  .put("_due", clock.instant().plus(settings.taskTime()).toString());
          task.set("messages", Json.array());
          task.set("info", Json.object());
          task.set("_of", of);
          store.put(name, task);
          return task.deepCopy().retain(List.of("id", "state", "start_time"));
        });
  }

  @Override
  public Optional<Instant> next() {
    return store.locked(() -> due().map(task -> Instant.parse(Json.string(task, "_due"))));
  }

  private Optional<ObjectNode> due() {
    return store.all(name).stream()
        .filter(task -> Json.has(task, "_due"))
        .min(Comparator.comparing(task -> Instant.parse(Json.string(task, "_due"))));
  }

  @Override
  public void runNext() {
    ObjectNode task = store.locked(() -> due().map(ObjectNode::deepCopy).orElse(null));
    if (task == null) {
      return;
    }
    Work work = works.getOrDefault(Json.string(task, "_kind"), _ -> {});
    ObjectNode of = (ObjectNode) task.path("_of");
    Optional<Faults.Hit> hit =
        faults.hit(Set.of(Kind.FAIL_TASK, Kind.STALL_TASK), "", Json.string(task, "name"));
    if (hit.isPresent() && hit.get().kind() == Kind.STALL_TASK) {
      task.remove("_due");
      store.put(name, task);
      return;
    }
    if (hit.isPresent()) {
      store.run(() -> fail(task, work, of, hit.get().message()));
      return;
    }
    try {
      work.prepare(of);
      Lock moving = places.motion().writeLock();
      moving.lock();
      try {
        store.run(
            () -> {
              work.finish(of);
              end(task, "COMPLETED");
            });
      } finally {
        moving.unlock();
      }
    } catch (RuntimeException e) {
      store.run(() -> fail(task, work, of, String.valueOf(e.getMessage())));
    }
  }

  private void fail(ObjectNode task, Work work, ObjectNode of, String why) {
    work.fail(of, why);
    task.set("messages", Json.array().add(why));
    end(task, "FAILED");
  }

  private void end(ObjectNode task, String state) {
    Instant now = clock.instant();
    Instant started = Instant.parse(Json.string(task, "start_time"));
    task.put("state", state)
        .put("end_time", now.toString())
        .put("execution_time", Duration.between(started, now).toSeconds());
    task.remove("_due");
    store.put(name, task);
  }

  @Override
  public Map<String, Set<String>> served() {
    return Map.of("", Set.of("GET"), "id", Set.of("GET"), "id/retry", Set.of("PATCH"));
  }

  @Override
  public Outcome act(String method, long id, String action, ObjectNode body, Caller caller) {
    if (!action.equals("retry")) {
      throw Refusal.notFound();
    }
    return store.locked(
        () -> {
          ObjectNode task = store.get(name, id);
          if (!Json.string(task, "state").equals("FAILED")) {
            throw Refusal.detail(400, "only a failed task can be retried");
          }
          task.put("state", "RUNNING")
              .putNull("end_time")
              .put("_due", clock.instant().plus(settings.taskTime()).toString());
          store.put(name, task);
          return Outcome.ok(shown(task, caller));
        });
  }
}
