package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.compare.DiffResult;
import org.hevelius.core.compare.TreeDiff;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.Lengths;
import org.hevelius.core.policy.RecoveryCommand;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.SnapshotProvider.Presence;
import org.hevelius.core.recovery.Recovery;
import org.hevelius.core.recovery.RecoveryStep;
import org.hevelius.core.recovery.RecoveryStep.Kind;
import org.hevelius.core.recovery.RecoveryStep.State;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.jspecify.annotations.Nullable;

/** Does single steps of recoveries. Each may be repeated after an interruption. */
final class RecoverySteps {
  private static final int NAMED = 3;

  private final Context context;
  private final Progress progress;
  private final BooleanSupplier canceled;

  RecoverySteps(Context context, Progress progress, BooleanSupplier canceled) {
    this.context = context;
    this.progress = progress;
    this.canceled = canceled;
  }

  /**
   * What came of a step.
   *
   * @param guard the snapshot that it has taken, or null
   */
  record Outcome(String detail, @Nullable Snapshot guard) {}

  /** Whether data may differ from the state before because of a step. */
  static boolean mayHaveChanged(RecoveryStep step) {
    return step.kind() == Kind.PUT_BACK && !step.back() && step.state() != State.WAITING;
  }

  /**
   * Does one.
   *
   * @param again whether it was begun before, so that a part of it may be done
   * @throws HeveliusException when it fails
   */
  Outcome run(Recovery recovery, RecoveryStep step, boolean again) {
    return switch (step.kind()) {
      case STOP, START, CHECK -> new Outcome(command(recovery, step), null);
      case GUARD -> {
        Snapshot guard = guard(recovery);
        yield new Outcome(guard.reference(), guard);
      }
      case PUT_BACK -> new Outcome(putBack(recovery, step, again), null);
      case COMPARE -> new Outcome(compare(recovery, step), null);
    };
  }

  private String command(Recovery recovery, RecoveryStep step) {
    RecoveryCommand command = step.command();
    if (command == null) {
      throw new IllegalStateException("no command to " + step.text());
    }
    Map<String, String> told =
        Map.of(
            "HEVELIUS_DATASET",
            recovery.dataset().text(),
            "HEVELIUS_SNAPSHOT",
            recovery.reference(),
            "HEVELIUS_RECOVERY",
            Long.toString(recovery.id()));
    for (int attempt = 0; ; attempt++) {
      Programs.Ended ended =
          context.programs().run(command.command(), told, command.timeout(), canceled);
      if (ended.succeeded()) {
        return attempt == 0 ? "" : "at attempt " + (attempt + 1);
      }
      if (ended.ending() == Programs.Ending.CANCELED || attempt == command.retries()) {
        throw new HeveliusException(Category.UNAVAILABLE, failure(step, command, ended, attempt));
      }
      pause(command);
    }
  }

  /** Names the program alone: its arguments may be secret. */
  private static String failure(
      RecoveryStep step, RecoveryCommand command, Programs.Ended ended, int attempt) {
    String how =
        switch (ended.ending()) {
          case EXITED -> "failed with exit status " + ended.status();
          case TIMED_OUT ->
              "did not end within " + Lengths.text(command.timeout()) + " and was stopped";
          case CANCELED -> "was called off";
          case NOT_STARTED -> "can't be started";
        };
    return "could not %s: %s %s%s%s"
        .formatted(
            step.text(),
            command.command().getFirst(),
            how,
            attempt == 0 ? "" : " at the last of %d attempts".formatted(attempt + 1),
            ended.lastWords().isEmpty() ? "" : ": " + ended.lastWords());
  }

  private static void pause(RecoveryCommand command) {
    try {
      Thread.sleep(command.pause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeveliusException(Category.CANCELED, "it was called off");
    }
  }

  private Snapshot guard(Recovery recovery) {
    Creation.Request request =
        Creation.Request.of(
                recovery.dataset().text(), "guard: before the recovery of " + recovery.reference())
            .edit()
            .kind(SnapshotKind.GUARD)
            .build();
    return new Creation(context).create(request, progress, canceled).snapshot();
  }

  private String putBack(Recovery recovery, RecoveryStep step, boolean again) {
    Snapshot want = step.back() ? requireGuard(recovery) : resolve(recovery.reference());
    Capture capture = capture(want, step.subject());
    PutBack putBack = new PutBack(context, progress, canceled);
    if (!step.way().equals(PutBack.FILES)) {
      Snapshot guard = RecoveryRun.guard(context, recovery);
      return putBack.atOnce(
          capture,
          step.way(),
          guard == null || step.back() ? null : capture(guard, step.subject()));
    }
    return putBack.byFiles(
        want, capture.source(), readsAll(recovery), presentState(recovery, step, again, capture));
  }

  /** The guard that has what is there now, or null where nothing is. */
  private @Nullable Snapshot presentState(
      Recovery recovery, RecoveryStep step, boolean again, Capture capture) {
    SourceSpec source = capture.source();
    if (again) {
      return context.provider(source).presence(source) == Presence.MISSING ? null : guard(recovery);
    }
    return recovery.steps().stream()
        .filter(other -> other.kind() == Kind.GUARD && other.back() == step.back())
        .filter(other -> other.state() == State.DONE)
        .map(other -> resolve(other.detail()))
        .findFirst()
        .orElse(null);
  }

  /**
   * How the state before is put back in the place of a step.
   *
   * @throws HeveliusException UNAVAILABLE when no guard has it
   */
  String wayBack(Recovery recovery, RecoveryStep step) {
    Capture before = capture(requireGuard(recovery), step.subject());
    if (!context.provider(before.source()).exists(before)) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the guard of %s went with the rollback; the data are as in %s"
              .formatted(step.subject(), recovery.reference()));
    }
    return new PutBack(context, progress, canceled)
        .choose(before, null)
        .map(RollbackPlan::way)
        .orElse(PutBack.FILES);
  }

  private Snapshot requireGuard(Recovery recovery) {
    Snapshot guard = RecoveryRun.guard(context, recovery);
    if (guard == null) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "there is no state before to go back to: the sources of %s were gone"
              .formatted(recovery.dataset()));
    }
    return guard;
  }

  private Snapshot resolve(String reference) {
    return new ReferenceResolver(context.catalog()).resolve(reference);
  }

  private static Capture capture(Snapshot snapshot, String source) {
    return snapshot.captures().stream()
        .filter(capture -> capture.source().toString().equals(source))
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.CONFLICT, snapshot.reference() + " doesn't have " + source));
  }

  private static boolean readsAll(Recovery recovery) {
    return recovery.steps().stream()
        .anyMatch(step -> step.kind() == Kind.COMPARE && step.way().equals("content"));
  }

  private String compare(Recovery recovery, RecoveryStep step) {
    Snapshot want = resolve(recovery.reference());
    Trees trees = new Trees(context);
    List<String> first = new ArrayList<>();
    DiffOptions options =
        DiffOptions.standard().withReadAll(step.way().equals("content")).withRenameCandidates(0);
    DiffResult result;
    try (SnapshotTree wanted = trees.open(want);
        SnapshotTree present = trees.live(want)) {
      result =
          TreeDiff.run(
              wanted,
              present,
              options,
              change -> {
                if (first.size() < NAMED) {
                  first.add(Names.show(change.path()));
                }
              });
    }
    if (!result.same()) {
      throw new HeveliusException(
          Category.DAMAGED,
          "%d entries are not as in %s: %s"
              .formatted(
                  result.total().changes() + result.unreadCount(),
                  want.reference(),
                  String.join(", ", first)));
    }
    return result.total().unchanged().files() + " files are as in " + want.reference();
  }
}
