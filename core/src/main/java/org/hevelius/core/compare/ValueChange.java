package org.hevelius.core.compare;

import org.jspecify.annotations.Nullable;

/**
 * A named value that differs.
 *
 * @param before null when it is new
 * @param after null when it is gone
 */
public record ValueChange(String name, @Nullable String before, @Nullable String after) {
  /** In words: {@code gain 1.0021 -> 1.2100}, {@code new gain 1.21} or {@code gain removed}. */
  public String text() {
    if (before == null) {
      return "new " + Phrases.clip(name) + " " + Phrases.clip(String.valueOf(after));
    }
    if (after == null) {
      return Phrases.clip(name) + " removed";
    }
    return Phrases.clip(name) + " " + Phrases.clip(before) + " -> " + Phrases.clip(after);
  }
}
