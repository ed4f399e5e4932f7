package org.hevelius.core.access;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;

/**
 * A role on a part of the hierarchy of datasets.
 *
 * @param scope {@code **} for everything, {@code cosmos7/**} for a dataset and all below it, or one
 *     dataset
 */
public record Grant(Role role, String scope) {
  /** Everything. */
  public static final String ALL = "**";

  /**
   * Checks the scope.
   *
   * @throws HeveliusException INVALID if it is none of the three forms
   */
  public Grant {
    if (!scope.equals(ALL)) {
      String base = scope.endsWith("/**") ? scope.substring(0, scope.length() - 3) : scope;
      if (base.contains("*")) {
        throw new HeveliusException(
            Category.INVALID,
            "\"" + scope + "\" is no scope",
            "write ** for everything, cosmos7/** for a part of the hierarchy, or a dataset's name");
      }
      DatasetName.of(base);
    }
  }

  /** Whether it covers the dataset. */
  boolean covers(DatasetName dataset) {
    if (scope.equals(ALL)) {
      return true;
    }
    if (!scope.endsWith("/**")) {
      return scope.equals(dataset.text());
    }
    String base = scope.substring(0, scope.length() - 3);
    return dataset.text().equals(base) || dataset.text().startsWith(base + "/");
  }
}
