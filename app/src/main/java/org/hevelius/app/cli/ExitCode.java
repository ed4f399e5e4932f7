package org.hevelius.app.cli;

import org.hevelius.core.HeveliusException.Category;

/** Exit codes, and the one place that maps failures to them. Scripts rely on the numbers. */
public enum ExitCode {
  /** Done. */
  DONE(0),
  /** Differences were found, or a part could not be done. */
  DIFFERENT(1),
  /** The command line is wrong. */
  USAGE(2),
  /** What was named isn't there. */
  NOT_FOUND(3),
  /** Something is in the way, has changed, or a rule forbids it. */
  CONFLICT(4),
  /** A password or a right is missing or wrong. */
  DENIED(5),
  /** Stored data did not verify. */
  DAMAGED(6),
  /** Storage or source can't be reached, or is full. */
  UNAVAILABLE(10),
  /** A fault of the program itself. */
  INTERNAL(70),
  /** The user stopped it. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The number that the process ends with. */
  public int number() {
    return number;
  }

  /** The code for a failure of this kind. */
  public static ExitCode of(Category category) {
    return switch (category) {
      case INVALID -> USAGE;
      case NOT_FOUND -> NOT_FOUND;
      case CONFLICT, REFUSED -> CONFLICT;
      case DENIED -> DENIED;
      case DAMAGED -> DAMAGED;
      case FULL, UNAVAILABLE -> UNAVAILABLE;
      case PARTIAL -> DIFFERENT;
      case CANCELED -> INTERRUPTED;
    };
  }
}
