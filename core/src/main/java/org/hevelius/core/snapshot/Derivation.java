package org.hevelius.core.snapshot;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Texts;

/**
 * What a snapshot was made from. It is said when the snapshot is taken and never changes, so no
 * snapshot can be among its own ancestors.
 *
 * @param ancestors in the order in which they were named, each use of each once
 * @param by the program or activity that made it, for people; may be empty
 */
public record Derivation(List<Ancestor> ancestors, String by) {
  /** Nothing is known of it. */
  public static final Derivation NONE = new Derivation(List.of(), "");

  /** The most ancestors that one snapshot can name. */
  public static final int MOST = 1_000;

  /** Checks the text and drops what is said twice. */
  public Derivation {
    ancestors = ancestors.stream().distinct().toList();
    if (ancestors.size() > MOST) {
      throw new HeveliusException(
          Category.INVALID,
          "%d ancestors are named; a snapshot can have %d".formatted(ancestors.size(), MOST));
    }
    by = by.isEmpty() ? by : Texts.line("activity that a snapshot was derived by", by);
  }

  /** Whether nothing is said. */
  public boolean isEmpty() {
    return ancestors.isEmpty() && by.isEmpty();
  }
}
