package org.hevelius.server.api;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.provider.Progress;

/** A run that makes progress all the time and ends when it is asked to. */
record SlowRun(Run run, AtomicLong files) {
  static SlowRun start(Runs runs) {
    return start(runs, Run.Subject.of("check", null, Action.MAINTAIN));
  }

  static SlowRun start(Runs runs, Run.Subject subject) {
    AtomicLong files = new AtomicLong();
    Run run =
        runs.start(
            subject,
            new Principal("maya", "test", List.of(), List.of()),
            (progress, canceled) -> {
              try (Progress.Phase _ =
                  progress.begin(
                      "reading", () -> new Progress.State(files.incrementAndGet(), 0, 0, 0, "x"))) {
                while (!canceled.getAsBoolean()) {
                  Thread.onSpinWait();
                  LockSupport.parkNanos(1_000_000);
                }
              }
              throw new HeveliusException(Category.CANCELED, "canceled", "nothing was changed");
            });
    return new SlowRun(run, files);
  }

  String id() {
    return run.id();
  }

  Run.View end() {
    run.cancel();
    try {
      if (!run.await(20_000)) {
        throw new AssertionError("the run doesn't end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return run.view();
  }
}
