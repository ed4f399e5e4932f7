package org.hevelius.core.compare;

import java.util.List;

/**
 * Two versions of a text compared line by line.
 *
 * @param linesAdded how many lines only the new version has
 * @param linesRemoved how many lines only the old version has
 * @param unified the difference in unified format, without the two lines that name the files; a
 *     line may hold any character of the file but the line feed
 * @param truncated whether {@code unified} was cut at the bound; the counts are complete
 * @param values for files that consist of {@code key = value} lines, the values that differ
 */
public record TextChange(
    long linesAdded,
    long linesRemoved,
    List<String> unified,
    boolean truncated,
    List<ValueChange> values)
    implements ContentChange {
  private static final int MOST_NAMED = 3;

  /** Copies the lists. */
  public TextChange {
    unified = List.copyOf(unified);
    values = List.copyOf(values);
  }

  @Override
  public Kind kind() {
    return Kind.TEXT;
  }

  @Override
  public String summaryLine() {
    if (!values.isEmpty()) {
      return Phrases.list(values.stream().map(ValueChange::text).toList(), MOST_NAMED, "; ");
    }
    return linesAdded + linesRemoved == 0
        ? "line ends or encoding only"
        : String.format("+%,d -%,d lines", linesAdded, linesRemoved);
  }
}
