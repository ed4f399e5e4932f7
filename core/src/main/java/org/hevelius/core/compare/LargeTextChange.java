package org.hevelius.core.compare;

/**
 * Text that is too large for a line by line comparison: where it begins to differ, and how much of
 * it there is.
 *
 * @param linesBefore number of lines
 * @param linesAfter number of lines
 * @param firstDifferentLine counted from 1
 * @param lineBefore the beginning of that line; empty when there is none
 * @param lineAfter the beginning of that line; empty when there is none
 */
public record LargeTextChange(
    long linesBefore, long linesAfter, long firstDifferentLine, String lineBefore, String lineAfter)
    implements ContentChange {
  @Override
  public Kind kind() {
    return Kind.LARGE_TEXT;
  }

  @Override
  public String summaryLine() {
    String lines =
        linesBefore == linesAfter
            ? String.format("%,d lines", linesBefore)
            : String.format("%,d -> %,d lines", linesBefore, linesAfter);
    return String.format("text differs from line %,d on; %s", firstDifferentLine, lines);
  }
}
