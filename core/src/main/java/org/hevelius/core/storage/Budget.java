package org.hevelius.core.storage;

import java.util.List;

/**
 * Space for several views together, such as those of one observatory.
 *
 * @param totalBytes what they may use together
 */
public record Budget(String name, long totalBytes, List<String> views) {
  /** Copies the list. */
  public Budget {
    views = List.copyOf(views);
  }
}
