package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.recovery.Recovery;
import org.hevelius.core.recovery.RecoveryStep;
import org.hevelius.core.recovery.RecoveryStep.Kind;
import org.hevelius.core.recovery.RecoveryStep.State;
import org.hevelius.core.runner.LeaseHolder;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a recorded recovery, from wherever it stands, forward or back. Each step is recorded
 * before it begins and after it has ended, under a right that only one process has.
 *
 * <p>Forward, a step that fails turns it round once the first stop was begun: the state before is
 * put back from the guard, and the services are started on it. When that fails too, the recovery is
 * stuck and says what stands where.
 */
final class RecoveryRun {
  private final Context context;
  private final LeaseHolder fence;
  private final RecoverySteps steps;
  private final Consumer<RecoveryStep> watcher;
  private final BooleanSupplier canceled;
  private final boolean resumed;
  private boolean goingBack;
  private Recovery recovery;

  /**
   * A run of a recovery.
   *
   * @param resumed whether another process had begun it
   * @param watcher told each step as it begins and ends
   */
  RecoveryRun(
      Context context,
      Recovery recovery,
      LeaseHolder fence,
      boolean resumed,
      Consumer<RecoveryStep> watcher,
      Progress progress,
      BooleanSupplier canceled) {
    this.context = context;
    this.recovery = recovery;
    this.fence = fence;
    this.watcher = watcher;
    this.resumed = resumed;
    this.canceled = () -> !goingBack && canceled.getAsBoolean();
    this.steps = new RecoverySteps(context, progress, this.canceled);
  }

  /** Goes on to the end, and back where that fails. */
  Recovery forward() {
    if (recovery.steps().stream().anyMatch(RecoveryStep::back)) {
      return back("it was on its way back");
    }
    try {
      stopAgain();
      for (RecoveryStep step : waiting(false)) {
        requireWanted();
        run(step);
      }
    } catch (Lost e) {
      throw e.because;
    } catch (RuntimeException e) {
      return back(told(e));
    }
    return end(Recovery.State.SUCCEEDED, "");
  }

  /**
   * Puts the state before back and starts the services on it.
   *
   * @param why in words
   */
  Recovery back(String why) {
    goingBack = true;
    try {
      if (recovery.steps().stream().noneMatch(RecoveryStep::back)) {
        planBack();
      }
      stopAgain();
      List<String> unwell = new ArrayList<>();
      for (RecoveryStep step : waiting(true)) {
        try {
          run(step);
        } catch (HeveliusException e) {
          if (step.kind() != Kind.CHECK) {
            throw e;
          }
          unwell.add(told(e));
        }
      }
      return end(
          Recovery.State.BACK,
          unwell.isEmpty() ? why : why + "; on the state before: " + String.join("; ", unwell));
    } catch (Lost e) {
      throw e.because;
    } catch (RuntimeException e) {
      return end(Recovery.State.STUCK, why + "; and on the way back: " + told(e));
    }
  }

  /** What was begun is taken back, in this order. */
  private void planBack() {
    List<RecoveryStep> done = recovery.steps();
    boolean changed = any(Kind.PUT_BACK);
    List<RecoveryStep> plan = new ArrayList<>();
    if (changed && any(Kind.START)) {
      done.stream().filter(step -> step.kind() == Kind.STOP).forEach(step -> add(plan, step, ""));
    }
    List<RecoveryStep> put = done.stream().filter(RecoverySteps::mayHaveChanged).toList();
    List<RecoveryStep> places = new ArrayList<>();
    boolean inBetween = false;
    for (RecoveryStep step : put.reversed()) {
      String way = steps.wayBack(recovery, step);
      inBetween |= way.equals(PutBack.FILES);
      add(places, step, way);
    }
    if (inBetween) {
      done.stream().filter(step -> step.kind() == Kind.GUARD).forEach(step -> add(plan, step, ""));
    }
    places.forEach(step -> add(plan, step, step.way()));
    if (any(Kind.STOP)) {
      done.stream().filter(step -> step.kind() == Kind.START).forEach(step -> add(plan, step, ""));
      done.stream().filter(step -> step.kind() == Kind.CHECK).forEach(step -> add(plan, step, ""));
    }
    plan.forEach(this::put);
  }

  private boolean any(Kind kind) {
    return recovery.steps().stream()
        .anyMatch(step -> step.kind() == kind && step.state() != State.WAITING);
  }

  private void add(List<RecoveryStep> plan, RecoveryStep like, String way) {
    plan.add(
        RecoveryStep.waiting(
            recovery.steps().size() + plan.size(),
            true,
            like.kind(),
            like.subject(),
            way,
            like.command()));
  }

  /**
   * After an interruption whatever was stopped may run again, as after a restart of the machine:
   * nothing is put back under it.
   */
  private void stopAgain() {
    boolean back = recovery.steps().stream().anyMatch(RecoveryStep::back);
    boolean puts =
        resumed
            && waiting(back).stream()
                .anyMatch(step -> step.kind() == Kind.PUT_BACK || step.kind() == Kind.COMPARE);
    if (puts) {
      for (RecoveryStep step : recovery.steps()) {
        if (step.kind() == Kind.STOP && step.back() == back && step.state() == State.DONE) {
          run(step);
        }
      }
      if (back && recovery.steps().stream().noneMatch(s -> s.back() && s.kind() == Kind.STOP)) {
        recovery.steps().stream()
            .filter(step -> step.kind() == Kind.STOP && step.state() != State.WAITING)
            .forEach(this::run);
      }
    }
  }

  private List<RecoveryStep> waiting(boolean back) {
    return recovery.steps().stream()
        .filter(step -> step.back() == back && step.state() != State.DONE)
        .toList();
  }

  private void run(RecoveryStep step) {
    RecoveryStep begun = step.begun(context.clock().instant());
    put(begun);
    watcher.accept(begun);
    try {
      RecoverySteps.Outcome outcome = steps.run(recovery, begun, step.state() != State.WAITING);
      Snapshot guard = outcome.guard();
      if (guard != null && !step.back() && recovery.guard() == null) {
        recovery = recovery.guardedBy(guard.version());
        update(context.done("recover", recovery.reference(), "guard " + guard.reference()));
      }
      ended(begun, State.DONE, outcome.detail());
    } catch (HeveliusException e) {
      ended(begun, State.FAILED, told(e));
      throw e;
    }
  }

  private void ended(RecoveryStep begun, State how, String detail) {
    RecoveryStep ended = begun.ended(how, context.clock().instant(), detail);
    put(ended);
    watcher.accept(ended);
    if (ended.command() != null) {
      AuditEvent event =
          how == State.DONE
              ? context.done("recover step", recovery.reference(), ended.text())
              : context.event(
                  "recover step",
                  recovery.reference(),
                  AuditEvent.Outcome.FAILED,
                  ended.text() + ": " + detail);
      context.catalog().append(event);
    }
  }

  private void put(RecoveryStep step) {
    fenced(() -> context.catalog().recoveries().step(recovery.id(), step, fence));
    List<RecoveryStep> all = new ArrayList<>(recovery.steps());
    if (step.position() < all.size()) {
      all.set(step.position(), step);
    } else {
      all.add(step);
    }
    recovery = recovery.withSteps(all);
  }

  private void update(AuditEvent event) {
    fenced(() -> context.catalog().recoveries().update(recovery, fence, event));
  }

  /** Whoever carries it out now must not be disturbed by this process going back. */
  private static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient HeveliusException because;

    Lost(HeveliusException because) {
      super(because);
      this.because = because;
    }
  }

  private static void fenced(Runnable work) {
    try {
      work.run();
    } catch (HeveliusException e) {
      throw e.category() == Category.CANCELED ? new Lost(e) : e;
    }
  }

  private Recovery end(Recovery.State state, String detail) {
    boolean over = !state.isUnfinished();
    recovery = recovery.in(state, over ? context.clock().instant() : null, detail);
    boolean good = state == Recovery.State.SUCCEEDED;
    update(
        good
            ? context.done("recover", recovery.reference(), "plan " + recovery.plan())
            : context.event("recover", recovery.reference(), AuditEvent.Outcome.FAILED, detail));
    return recovery;
  }

  private void requireWanted() {
    if (canceled.getAsBoolean()) {
      throw new HeveliusException(Category.CANCELED, "it was called off");
    }
  }

  private static String told(RuntimeException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** The guard of a recovery, if it was taken. */
  static @Nullable Snapshot guard(Context context, Recovery recovery) {
    Long version = recovery.guard();
    return version == null
        ? null
        : new ReferenceResolver(context.catalog()).resolve(recovery.dataset() + "@" + version);
  }
}
