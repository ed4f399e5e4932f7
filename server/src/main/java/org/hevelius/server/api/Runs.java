package org.hevelius.server.api;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Principal;
import org.hevelius.server.http.ProblemException;

/** The long operations of this service: those that run, and the newest of those that ended. */
public final class Runs implements AutoCloseable {
  /** How many may run at once. */
  static final int AT_ONCE = 8;

  private static final Duration RETRY = Duration.ofSeconds(10);

  /** How many that ended are kept. */
  static final int KEPT = 200;

  private static final long GRACE_MILLIS = 20_000;

  private final Clock clock;
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private boolean closed;

  /** None yet. */
  public Runs(Clock clock) {
    this.clock = clock;
  }

  /**
   * Starts work in a thread of its own.
   *
   * @throws HeveliusException UNAVAILABLE when too much runs already, or the service stops
   */
  Run start(Run.Subject subject, Principal by, Run.Work work) {
    Run run = new Run(UUID.randomUUID().toString(), subject, by.name(), clock);
    add(run);
    Thread _ = Thread.ofPlatform().name("run " + run.id()).start(() -> run.work(work));
    return run;
  }

  private synchronized void add(Run run) {
    if (closed) {
      throw new HeveliusException(Category.UNAVAILABLE, "the service is stopping");
    }
    runs.values().stream()
        .filter(running -> excludes(running, run))
        .findFirst()
        .ifPresent(
            running -> {
              throw new HeveliusException(
                  Category.CONFLICT,
                  "a %s is running already".formatted(running.subject().kind()),
                  "nothing was started; try again when it has ended");
            });
    if (runs.values().stream().filter(r -> !r.ended()).count() >= AT_ONCE) {
      throw ProblemException.tooMany(
          RETRY,
          AT_ONCE + " operations are running already",
          "nothing was started; try again when one has ended");
    }
    runs.put(run.id(), run);
    Iterator<Run> oldest = runs.values().iterator();
    while (runs.size() > KEPT + AT_ONCE && oldest.hasNext()) {
      if (oldest.next().ended()) {
        oldest.remove();
      }
    }
  }

  private static boolean excludes(Run running, Run next) {
    Run.Subject one = running.subject();
    Run.Subject other = next.subject();
    return !running.ended()
        && !one.alone().isEmpty()
        && one.alone().equals(other.alone())
        && one.meets(other);
  }

  /**
   * The run of that id.
   *
   * @throws HeveliusException NOT_FOUND if there is none
   */
  synchronized Run get(String id) {
    Run run = runs.get(id);
    if (run == null) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "there is no run " + id,
          "the newest " + KEPT + " that ended are kept, until the service ends");
    }
    return run;
  }

  /** All, the newest first. */
  synchronized List<Run> list() {
    return new ArrayList<>(runs.values()).reversed();
  }

  /** Asks all that run to stop, and waits a while for them to end themselves cleanly. */
  @Override
  public void close() {
    List<Run> running;
    synchronized (this) {
      closed = true;
      running = runs.values().stream().filter(run -> !run.ended()).toList();
    }
    running.forEach(Run::cancel);
    try {
      for (Run run : running) {
        boolean _ = run.await(GRACE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
