package org.hevelius.core.policy;

import java.time.Duration;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * A program that a recovery runs: to stop or start what works with the data, or to find out whether
 * that is well.
 *
 * @param command program and arguments, never given to a shell
 * @param timeout after which it is ended and counts as failed
 * @param retries how often it is run again when it fails, from 0 to 1,000
 * @param pause how long is waited before it is run again
 */
public record RecoveryCommand(List<String> command, Duration timeout, int retries, Duration pause) {
  /** How long one may take unless said otherwise. */
  public static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** How long is waited unless said otherwise. */
  public static final Duration PAUSE = Duration.ofSeconds(2);

  /** How often one may be run again. */
  public static final int MOST_RETRIES = 1000;

  private static final Duration LONGEST = Duration.ofDays(1);

  /** Checks that there is a program, and that it can't hang for ever. */
  public RecoveryCommand {
    command = List.copyOf(command);
    if (command.isEmpty() || command.getFirst().isBlank()) {
      throw new HeveliusException(
          Category.INVALID, "a command has no program", "write run: [program, argument, ...]");
    }
    if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
      throw new HeveliusException(
          Category.INVALID,
          "a command may take up to one day, not " + Lengths.text(timeout),
          "write a time-out such as 30s or 5min");
    }
    if (retries < 0 || retries > MOST_RETRIES) {
      throw new HeveliusException(
          Category.INVALID, "a command is run again from 0 to 1000 times, not " + retries);
    }
    if (pause.isNegative() || pause.compareTo(LONGEST) > 0) {
      throw new HeveliusException(
          Category.INVALID, "a pause lasts up to one day, not " + Lengths.text(pause));
    }
  }

  /** One that is run once, for up to five minutes. */
  public static RecoveryCommand of(String... command) {
    return new RecoveryCommand(List.of(command), TIMEOUT, 0, PAUSE);
  }
}
