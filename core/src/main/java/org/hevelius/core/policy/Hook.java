package org.hevelius.core.policy;

import java.time.Duration;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * A program that is run before or after a snapshot.
 *
 * @param command program and arguments, never given to a shell
 * @param timeout after which it is ended and counts as failed
 * @param required whether no snapshot is taken when it fails
 */
public record Hook(List<String> command, Duration timeout, boolean required) {
  /** How long a hook may take unless said otherwise. */
  public static final Duration TIMEOUT = Duration.ofMinutes(1);

  private static final Duration LONGEST = Duration.ofDays(1);

  /** Checks that there is a program, and that it can't hang for ever. */
  public Hook {
    command = List.copyOf(command);
    if (command.isEmpty() || command.getFirst().isBlank()) {
      throw new HeveliusException(
          Category.INVALID, "a hook has no program", "write run: [program, argument, ...]");
    }
    if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
      throw new HeveliusException(
          Category.INVALID,
          "a hook may take up to one day, not " + Lengths.text(timeout),
          "write a time-out such as 30s or 5min");
    }
  }

  @Override
  public String toString() {
    return "%s (at most %s%s)"
        .formatted(command, Lengths.text(timeout), required ? "" : ", may fail");
  }
}
