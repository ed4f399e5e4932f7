package org.hevelius.server.api;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.Batch;
import org.hevelius.core.usecase.BatchView;
import org.hevelius.server.http.Problem;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** A long operation that runs or ran. */
final class Run implements BooleanSupplier {
  private static final long TICK_MILLIS = 250;

  /** What it does. */
  @FunctionalInterface
  interface Work {
    Object run(Progress progress, BooleanSupplier canceled);
  }

  /**
   * What kind of operation it is.
   *
   * @param kind such as {@code create}
   * @param datasets empty for what belongs to no dataset
   * @param action what one must be allowed to do, on all of them, to start or cancel it
   */
  record Subject(String kind, List<DatasetName> datasets, Action action) {
    /** Copies the list. */
    Subject {
      datasets = List.copyOf(datasets);
    }

    /** Of one dataset; null for what belongs to none. */
    static Subject of(String kind, @Nullable DatasetName dataset, Action action) {
      return new Subject(kind, dataset == null ? List.of() : List.of(dataset), action);
    }

    /** Whether somebody may do this to all that it is about. */
    boolean isOpenTo(Principal caller, Action wanted) {
      return datasets.isEmpty()
          ? caller.mayEverywhere(wanted)
          : datasets.stream().allMatch(dataset -> caller.may(wanted, dataset));
    }

    /** The right on all that it is about. */
    Route.Need need(Principal caller, Action wanted) {
      datasets.forEach(dataset -> caller.require(wanted, dataset));
      return new Route.Need(wanted, datasets.isEmpty() ? null : datasets.getFirst());
    }

    /** Whether both touch the same data. */
    boolean meets(Subject other) {
      return datasets.isEmpty()
          || other.datasets.isEmpty()
          || !Collections.disjoint(datasets, other.datasets);
    }

    /** What must not be done twice to the same data at once; empty for what may. */
    String alone() {
      return switch (kind) {
        case "restore", "rollback", "recover" -> "put back";
        case "cleanup" -> kind;
        default -> "";
      };
    }
  }

  /** How far it is. */
  enum State {
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELED
  }

  /**
   * A run as programs see it.
   *
   * @param dataset null for what belongs to no dataset, or to several
   * @param by who started it
   * @param finished null while it runs
   * @param progress the newest; null when there is none
   * @param result the record of the operation; null until it succeeded, or was stopped between two
   *     datasets
   * @param problem why it failed or that it was canceled; null otherwise
   */
  record View(
      String id,
      String kind,
      State state,
      @Nullable String dataset,
      String by,
      Instant started,
      @Nullable Instant finished,
      @Nullable Step progress,
      @Nullable Object result,
      @Nullable Problem problem) {
    /** The same without what it ended with. */
    View withoutResult() {
      return new View(id, kind, state, dataset, by, started, finished, progress, null, problem);
    }
  }

  /**
   * Progress.
   *
   * @param phase what is done, such as {@code reading}
   * @param totalFiles 0 when not known
   * @param totalBytes 0 when not known
   */
  record Step(String phase, long files, long totalFiles, long bytes, long totalBytes) {}

  private final String id;
  private final Subject subject;
  private final String by;
  private final Clock clock;
  private final Instant started;
  private final RunLog log = new RunLog();
  private final RunProgress progress = new RunProgress();
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private final List<Consumer<View>> ends = new ArrayList<>();
  private volatile View view;

  Run(String id, Subject subject, String by, Clock clock) {
    this.id = id;
    this.subject = subject;
    this.by = by;
    this.clock = clock;
    this.started = clock.instant();
    this.view = view(State.RUNNING, null, null, null);
    log.add("state", view);
  }

  private View view(
      State state, @Nullable Instant finished, @Nullable Object result, @Nullable Problem problem) {
    List<DatasetName> datasets = subject.datasets();
    return new View(
        id,
        subject.kind(),
        state,
        datasets.size() == 1 ? datasets.getFirst().text() : null,
        by,
        started,
        finished,
        progress.step(),
        result,
        problem);
  }

  /** Does the work, in this thread, while another one tells of its progress. */
  void work(Work work) {
    Thread ticker = Thread.ofVirtual().name("progress " + id).start(this::tick);
    View end;
    try {
      Object result = work.run(progress, this);
      end = view(stopped(result) ? State.CANCELED : State.SUCCEEDED, clock.instant(), result, null);
    } catch (HeveliusException e) {
      boolean canceled = e.category() == Category.CANCELED;
      end =
          view(
              canceled ? State.CANCELED : State.FAILED,
              clock.instant(),
              null,
              Problem.of(e, "run " + id));
    } catch (RuntimeException | Error e) {
      end = view(State.FAILED, clock.instant(), null, Problem.of(e, "run " + id));
    }
    ticker.interrupt();
    List<Consumer<View>> told;
    synchronized (ends) {
      view = end;
      told = List.copyOf(ends);
    }
    try {
      told.forEach(one -> one.accept(view));
    } finally {
      log.end("end", end);
      done.countDown();
    }
  }

  /** Whether a batch ended before all of it was begun: what was done stays. */
  private static boolean stopped(Object result) {
    return switch (result) {
      case Batch<?> batch -> !batch.notBegun().isEmpty();
      case BatchView<?> batch -> !batch.notBegun().isEmpty();
      default -> false;
    };
  }

  private void tick() {
    try {
      Step before = null;
      while (!done.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        Step step = progress.step();
        if (step != null && !step.equals(before)) {
          log.add("progress", step);
          before = step;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String id() {
    return id;
  }

  Subject subject() {
    return subject;
  }

  RunLog log() {
    return log;
  }

  View view() {
    View now = view;
    return now.state() == State.RUNNING ? view(State.RUNNING, null, null, null) : now;
  }

  boolean ended() {
    return view.state() != State.RUNNING;
  }

  /** Tells of its end, at once when that was before. */
  void whenEnded(Consumer<View> told) {
    synchronized (ends) {
      if (!ended()) {
        ends.add(told);
        return;
      }
    }
    told.accept(view());
  }

  /** Asks it to stop; it ends itself at the next place where that is safe. */
  void cancel() {
    asked.set(true);
  }

  /** Waits for its end; false when that didn't come in time. */
  boolean await(long millis) throws InterruptedException {
    return done.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Whether somebody wants it to stop. */
  @Override
  public boolean getAsBoolean() {
    return asked.get();
  }
}
