package org.hevelius.core.compare;

/**
 * Both versions have the same bytes.
 *
 * @param size in bytes
 */
public record SameContent(long size) implements ContentChange {
  @Override
  public Kind kind() {
    return Kind.SAME;
  }

  @Override
  public String summaryLine() {
    return "same content";
  }
}
