package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.recovery.Recovery;
import org.hevelius.core.recovery.RecoveryStep;
import org.jspecify.annotations.Nullable;

/**
 * A recovery as programs see it.
 *
 * @param reference the snapshot that is put back
 * @param state {@code running}, {@code stuck}, {@code succeeded}, {@code back} or {@code settled}
 * @param guard reference of the snapshot that keeps the state before, or null
 * @param rto how long the services were away; null while it is unfinished
 * @param rpo how old the snapshot was when the recovery began
 * @param remaining what must be done where it is unfinished, a line each
 */
public record RecoveryView(
    long id,
    String dataset,
    String reference,
    String plan,
    String actor,
    String host,
    String state,
    @Nullable String guard,
    Instant started,
    @Nullable Instant finished,
    @Nullable Duration rto,
    Duration rpo,
    String detail,
    List<Step> steps,
    List<String> remaining) {
  /**
   * A step.
   *
   * @param what in words
   * @param back whether it belongs to the way back
   * @param command program and arguments; empty for none
   * @param state {@code waiting}, {@code begun}, {@code done} or {@code failed}
   */
  public record Step(
      String what,
      boolean back,
      List<String> command,
      String state,
      @Nullable Instant started,
      @Nullable Instant finished,
      String detail) {
    /** Copies the list. */
    public Step {
      command = List.copyOf(command);
    }

    /** A step as programs see it. */
    public static Step of(RecoveryStep step) {
      return new Step(
          step.text(),
          step.back(),
          step.command() == null ? List.of() : step.command().command(),
          step.state().name().toLowerCase(Locale.ROOT),
          step.started(),
          step.finished(),
          step.detail());
    }
  }

  /** Copies the lists. */
  public RecoveryView {
    steps = List.copyOf(steps);
    remaining = List.copyOf(remaining);
  }

  /** A recovery as programs see it. */
  public static RecoveryView of(Recovery recovery) {
    return new RecoveryView(
        recovery.id(),
        recovery.dataset().text(),
        recovery.reference(),
        recovery.plan(),
        recovery.actor(),
        recovery.host(),
        recovery.state().name().toLowerCase(Locale.ROOT),
        recovery.guard() == null ? null : recovery.dataset() + "@" + recovery.guard(),
        recovery.started(),
        recovery.finished(),
        recovery.away().orElse(null),
        recovery.lost(),
        recovery.detail(),
        recovery.steps().stream().map(Step::of).toList(),
        remaining(recovery));
  }

  /** What an unfinished recovery leaves to be done, a line each. */
  static List<String> remaining(Recovery recovery) {
    if (!recovery.state().isUnfinished()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    boolean stopped = ran(recovery, RecoveryStep.Kind.STOP);
    boolean put = ran(recovery, RecoveryStep.Kind.PUT_BACK);
    lines.add(
        put
            ? "the data may stand between the state before and " + recovery.reference()
            : "the data are as they were");
    if (recovery.guard() != null) {
      lines.add("the state before is kept in " + recovery.dataset() + "@" + recovery.guard());
    }
    lines.add("to go on:             hevelius recover " + recovery.dataset() + " --resume");
    lines.add("to the state before:  hevelius recover " + recovery.dataset() + " --back");
    if (stopped) {
      lines.add("services were stopped; by hand they are started by:");
      recovery.steps().stream()
          .filter(step -> step.kind() == RecoveryStep.Kind.START && !step.back())
          .filter(step -> step.command() != null)
          .forEach(step -> lines.add("  " + words(step)));
    }
    return lines;
  }

  private static boolean ran(Recovery recovery, RecoveryStep.Kind kind) {
    return recovery.steps().stream()
        .anyMatch(step -> step.kind() == kind && step.state() != RecoveryStep.State.WAITING);
  }

  private static String words(RecoveryStep step) {
    List<String> command = step.command() == null ? List.of() : step.command().command();
    return String.join(
        " ",
        command.stream()
            .map(
                word ->
                    word.matches("[A-Za-z0-9_./:=@%+,-]+")
                        ? word
                        : "'" + word.replace("'", "'\\''") + "'")
            .toList());
  }
}
