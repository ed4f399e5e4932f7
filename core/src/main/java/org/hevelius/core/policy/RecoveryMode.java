package org.hevelius.core.policy;

import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** How a recovery puts data back. No way destroys anything. */
public enum RecoveryMode {
  /** The storage puts other data in the place of what is there, which stays. */
  EXCHANGE,
  /** File by file: what differs is brought back, and what the snapshot doesn't have is removed. */
  FILES;

  /** As it is written. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The mode of that name.
   *
   * @throws HeveliusException INVALID when there is none
   */
  public static RecoveryMode parse(String text) {
    for (RecoveryMode mode : values()) {
      if (mode.text().equals(text)) {
        return mode;
      }
    }
    throw new HeveliusException(
        Category.INVALID,
        "\"" + text + "\" is no way to put data back",
        "write exchange or files; without any, exchange is taken where the storage can",
        "ways that destroy newer snapshots are for: hevelius rollback");
  }
}
