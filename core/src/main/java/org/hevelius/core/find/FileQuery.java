package org.hevelius.core.find;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for.
 *
 * @param pattern matched against the name, or the whole path when it has a slash
 * @param dataset null for all datasets
 * @param limit how many hits at most
 */
public record FileQuery(Glob pattern, @Nullable DatasetName dataset, int limit) {
  /** Checks the limit. */
  public FileQuery {
    if (limit < 1) {
      throw new HeveliusException(Category.INVALID, "the limit must be at least 1, not " + limit);
    }
  }

  /** All that fits, in all datasets. */
  public static FileQuery of(String pattern) {
    return new FileQuery(Glob.parse(pattern), null, Integer.MAX_VALUE);
  }

  /** Only in this dataset. */
  public FileQuery in(DatasetName wanted) {
    return new FileQuery(pattern, wanted, limit);
  }
}
