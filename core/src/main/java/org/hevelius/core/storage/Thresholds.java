package org.hevelius.core.storage;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** From how many percent on something is how full. */
public record Thresholds(int warn, int alert, int critical) {
  /** 75, 80 and 90 percent. */
  public static final Thresholds STANDARD = new Thresholds(75, 80, 90);

  /** Checks their order. */
  public Thresholds {
    if (warn < 1 || warn > alert || alert > critical || critical > 100) {
      throw new HeveliusException(
          Category.INVALID,
          "thresholds of %d, %d and %d percent are not in order".formatted(warn, alert, critical),
          "write warn, alert and critical from 1 to 100, each at least the one before");
    }
  }

  /** How bad a share is. */
  public Grade grade(double percent) {
    return percent >= critical
        ? Grade.CRITICAL
        : percent >= alert ? Grade.ALERT : percent >= warn ? Grade.WARN : Grade.OK;
  }
}
