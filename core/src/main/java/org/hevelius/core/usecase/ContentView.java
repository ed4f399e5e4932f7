package org.hevelius.core.usecase;

import org.hevelius.core.compare.ContentChange;

/**
 * What changed in the content of a file, as programs see it.
 *
 * @param left reference of the older version
 * @param right reference of the newer one, or {@code live}
 * @param summary in one line
 */
public record ContentView(
    String left, String right, String path, String kind, String summary, ContentChange change) {
  /** The document of a change. */
  public static ContentView of(Comparisons.Sides sides, String path, ContentChange change) {
    return new ContentView(
        sides.left().reference(),
        sides.rightName(),
        path,
        change.kind().name(),
        change.summaryLine(),
        change);
  }
}
