package org.hevelius.core.compare;

import org.jspecify.annotations.Nullable;

/**
 * The bounds of a comparison of contents.
 *
 * @param textBytes texts up to this size are compared line by line
 * @param diffLines how many lines of a unified difference are kept
 * @param tableRows how many rows of a table are remembered, 32 bytes each
 * @param details how many rows, cells and cards are listed one by one
 * @param keyColumn the column that names the rows of a table; null for the first
 */
public record ContentOptions(
    long textBytes, int diffLines, int tableRows, int details, @Nullable String keyColumn) {

  /** 16 MiB of text, 5,000 lines, 2,000,000 rows, 1,000 details, first column. */
  public static ContentOptions standard() {
    return new ContentOptions(16L << 20, 5_000, 2_000_000, 1_000, null);
  }

  /** The same with another key column. */
  public ContentOptions withKeyColumn(@Nullable String column) {
    return new ContentOptions(textBytes, diffLines, tableRows, details, column);
  }
}
