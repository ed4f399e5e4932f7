package org.hevelius.core.compare;

import org.jspecify.annotations.Nullable;

/**
 * Two versions compared as bytes.
 *
 * @param sizeBefore in bytes
 * @param sizeAfter in bytes
 * @param firstDifference offset of the first byte that differs; the smaller size when one version
 *     is the beginning of the other
 * @param differingBytes how many bytes differ in the part that both have
 * @param note why it was not compared as what it seems to be; null when it seems to be nothing else
 */
public record BinaryChange(
    long sizeBefore,
    long sizeAfter,
    long firstDifference,
    long differingBytes,
    @Nullable String note)
    implements ContentChange {
  @Override
  public Kind kind() {
    return Kind.BINARY;
  }

  @Override
  public String summaryLine() {
    String bytes =
        differingBytes == 0
            ? ""
            : String.format(
                "%,d bytes differ, first at offset %,d", differingBytes, firstDifference);
    String size =
        sizeBefore == sizeAfter ? "" : String.format("size %,d -> %,d", sizeBefore, sizeAfter);
    return Phrases.join("; ", bytes, size);
  }
}
