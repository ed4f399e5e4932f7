package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.jspecify.annotations.Nullable;

/** Enters upkeep as runs, carries it out, and tells of what fails. */
final class UpkeepWork {
  private final Automation.Parts parts;
  private final Context context;
  private final RunStore runs;
  private final Relief relief;

  UpkeepWork(Automation.Parts parts) {
    this.parts = parts;
    this.context = parts.context();
    this.runs = parts.context().catalog().runs();
    this.relief = new Relief(parts);
  }

  /** Whether a time has passed, or the clock was set back. */
  static boolean isDue(@Nullable Instant last, Duration pause, Instant now) {
    return last == null || now.isBefore(last) || !now.isBefore(last.plus(pause));
  }

  void later(Runnable work, Runnable rejected) {
    try {
      parts.workers().execute(work);
    } catch (RejectedExecutionException e) {
      // The program ends.
      rejected.run();
    }
  }

  Optional<Run> enter(Run.Kind kind, String dataset, Instant planned) {
    return enter(kind, dataset, planned, List.of());
  }

  /** The same, with marks that move in the same transaction. */
  Optional<Run> enter(
      Run.Kind kind, String dataset, Instant planned, List<RunStore.MarkChange> marks) {
    Instant now = context.clock().instant();
    Run run =
        new Run(
            0,
            kind,
            dataset,
            List.of(),
            planned,
            1,
            parts.node(),
            now,
            now,
            null,
            Run.State.RUNNING,
            null,
            "");
    try {
      return runs.enter(List.of(run), marks).stream().findFirst();
    } catch (HeveliusException e) {
      parts
          .log()
          .once("%s %s: it is not begun: %s".formatted(words(kind), dataset, e.getMessage()));
      return Optional.empty();
    }
  }

  /** What became of upkeep. */
  record End(Run.State state, String words) {}

  /** Work that ends in some way. */
  interface Work {
    End run();
  }

  /** A failure ends this run alone: nothing is lost by it, and the next one comes. */
  void carryOut(Run run, String subject, Work work) {
    parts.desk().hold(run.id());
    End end;
    try {
      end = work.run();
    } catch (RuntimeException e) {
      String why = e instanceof HeveliusException ? String.valueOf(e.getMessage()) : e.toString();
      end = new End(Run.State.FAILED, why);
      raise(
          Alert.Kind.RUN_FAILED,
          subject,
          String.valueOf(run.id()),
          "%s: %s failed: %s".formatted(subject, words(run.kind()), why),
          e instanceof HeveliusException known ? known.advice() : List.of());
    }
    try {
      boolean _ =
          runs.change(run, run.ended(end.state(), context.clock().instant(), null, end.words()));
      if (end.state() == Run.State.SUCCEEDED) {
        relieved(run, subject, end.words());
      }
    } catch (HeveliusException e) {
      parts.log().line("%s: how its upkeep ended: %s".formatted(subject, e.getMessage()));
    } finally {
      parts.desk().drop(run.id());
    }
  }

  /** What was told of the same before is ended. Of repositories both kinds of upkeep are well. */
  private void relieved(Run run, String subject, String words) {
    String summary = "%s: %s: %s".formatted(subject, words(run.kind()), words);
    String id = String.valueOf(run.id());
    switch (run.kind()) {
      case RETENTION -> relief.tell(Alert.Kind.RETENTION_DONE, subject, id, summary);
      case CHECK, PRUNE -> {
        boolean well =
            Stream.of(Run.Kind.CHECK, Run.Kind.PRUNE)
                .flatMap(kind -> runs.page(RunStore.Query.of("", kind, 1)).stream())
                .allMatch(last -> last.state() == Run.State.SUCCEEDED);
        if (well) {
          relief.tell(Alert.Kind.RUN_SUCCEEDED, subject, id, summary);
        }
      }
      case SNAPSHOT, DRILL -> {
        // They tell of each that ends well.
      }
    }
  }

  void raise(
      Alert.Kind kind, DatasetName dataset, String run, String summary, List<String> details) {
    raise(kind, dataset.text(), run, summary, details);
  }

  void raise(Alert.Kind kind, String subject, String run, String summary, List<String> details) {
    parts
        .alerts()
        .raise(new Alert(kind, subject, run, context.clock().instant(), summary, details));
  }

  private static String words(Run.Kind kind) {
    return switch (kind) {
      case SNAPSHOT -> "a snapshot";
      case RETENTION -> "cleanup";
      case PRUNE -> "freeing space";
      case CHECK -> "the check";
      case DRILL -> "the drill";
    };
  }
}
