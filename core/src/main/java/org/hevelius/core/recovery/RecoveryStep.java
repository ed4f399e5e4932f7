package org.hevelius.core.recovery;

import java.time.Instant;
import org.hevelius.core.policy.RecoveryCommand;
import org.jspecify.annotations.Nullable;

/**
 * A step of a recovery.
 *
 * @param position its place, from 0
 * @param back whether it belongs to the way back to the state before
 * @param subject what it is about: a service, a source, a program
 * @param way how data are put back: a word of the storage's, or {@code files}; empty for others
 * @param command what is run; null for steps that run nothing
 * @param state how far it came
 * @param started when it began, the last time; null before
 * @param finished when it ended; null before
 * @param detail what came of it, for people; may be empty
 */
public record RecoveryStep(
    int position,
    boolean back,
    Kind kind,
    String subject,
    String way,
    @Nullable RecoveryCommand command,
    State state,
    @Nullable Instant started,
    @Nullable Instant finished,
    String detail) {
  /** What kinds there are. */
  public enum Kind {
    /** Something that works with the data is stopped. */
    STOP,
    /** A snapshot of the present state is taken. */
    GUARD,
    /** The data of a source are put back. */
    PUT_BACK,
    /** The data are compared with the snapshot. */
    COMPARE,
    /** What was stopped is started. */
    START,
    /** What was started is asked whether it is well. */
    CHECK
  }

  /** How far a step came. */
  public enum State {
    /** It wasn't begun. */
    WAITING,
    /** It was begun, and may have been interrupted. */
    BEGUN,
    /** It was done. */
    DONE,
    /** It failed. */
    FAILED
  }

  /** A step that waits. */
  public static RecoveryStep waiting(
      int position,
      boolean back,
      Kind kind,
      String subject,
      String way,
      @Nullable RecoveryCommand command) {
    return new RecoveryStep(
        position, back, kind, subject, way, command, State.WAITING, null, null, "");
  }

  /** The same, begun. */
  public RecoveryStep begun(Instant time) {
    return new RecoveryStep(
        position, back, kind, subject, way, command, State.BEGUN, time, null, "");
  }

  /** The same, ended. */
  public RecoveryStep ended(State how, Instant time, String what) {
    return new RecoveryStep(position, back, kind, subject, way, command, how, started, time, what);
  }

  /** What people are told of it, without arguments of programs, which may be secret. */
  public String text() {
    String program = command == null ? "" : command.command().getFirst();
    return switch (kind) {
      case STOP -> "stop " + subject;
      case GUARD -> back ? "guard the state in between" : "guard the state before";
      case PUT_BACK -> "put back " + subject + " (" + way + ")";
      case COMPARE -> "compare with " + subject;
      case START -> "start " + subject;
      case CHECK -> "check with " + program;
    };
  }
}
