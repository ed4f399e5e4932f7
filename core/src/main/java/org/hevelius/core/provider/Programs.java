package org.hevelius.core.provider;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Runs programs of the user's, such as hooks. A program gets a list of arguments and never a shell
 * string, and an empty standard input. Never throws for what the program does: how it ended is the
 * answer. Safe for use by several threads.
 */
@FunctionalInterface
public interface Programs {
  /** An installation that runs no programs: none can be started. */
  Programs NONE =
      (command, environment, limit, canceled) ->
          new Ended(Ending.NOT_STARTED, -1, "no programs are run here");

  /** How a program ended. */
  enum Ending {
    /** By itself; its exit status tells how it went. */
    EXITED,
    /** It was ended, with all that it had started, because it took too long. */
    TIMED_OUT,
    /** It was ended, with all that it had started, because somebody wished so. */
    CANCELED,
    /** There is no such program, or it may not be run. */
    NOT_STARTED
  }

  /**
   * A program that has ended.
   *
   * @param status its exit status; -1 when it didn't exit by itself
   * @param lastWords the last line that it wrote to its standard error, cut short; may be empty
   */
  record Ended(Ending ending, int status, String lastWords) {
    /** Whether all went well. */
    public boolean succeeded() {
      return ending == Ending.EXITED && status == 0;
    }
  }

  /**
   * Runs a program to its end. What it writes is read without being kept, but for its last words.
   *
   * @param command the program and its arguments
   * @param environment variables beside those of this process; passwords among these aren't passed
   *     on
   * @param limit after which it is ended
   * @param canceled asked again and again; once true it is ended
   */
  Ended run(
      List<String> command,
      Map<String, String> environment,
      Duration limit,
      BooleanSupplier canceled);
}
