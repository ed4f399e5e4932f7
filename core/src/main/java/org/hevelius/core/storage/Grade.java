package org.hevelius.core.storage;

import java.util.Locale;

/** How bad something is, the best first. */
public enum Grade {
  /** All is well. */
  OK,
  /** Worth a look. */
  WARN,
  /** Something must be done soon. */
  ALERT,
  /** Work stops now or at any moment. */
  CRITICAL;

  /** As it is shown. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The worse of two. */
  public Grade or(Grade other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
