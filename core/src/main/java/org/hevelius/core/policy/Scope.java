package org.hevelius.core.policy;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;

/**
 * Which datasets a policy is for: a name means that dataset, {@code cosmos7/**} it and all below
 * it, {@code **} all.
 *
 * @param text as it is written
 */
public record Scope(String text) {
  private static final String ALL = "**";

  /**
   * Checks the scope.
   *
   * @throws HeveliusException INVALID when it is neither a name nor a name with {@code /**}
   */
  public Scope {
    if (!text.equals(ALL)) {
      String name = text.endsWith("/**") ? text.substring(0, text.length() - 3) : text;
      if (name.indexOf('*') >= 0) {
        throw new HeveliusException(
            Category.INVALID,
            "\"" + text + "\" is no scope",
            "write a dataset (cosmos7/raw), all below one (cosmos7/**) or ** for all");
      }
      DatasetName _ = DatasetName.of(name);
    }
  }

  /** Whether a dataset is in it. */
  public boolean has(DatasetName dataset) {
    if (text.equals(ALL)) {
      return true;
    }
    return text.endsWith("/**")
        ? dataset.isWithin(DatasetName.of(text.substring(0, text.length() - 3)))
        : dataset.text().equals(text);
  }

  /** How near it is to the datasets in it: of two scopes of one dataset the nearer is higher. */
  int nearness() {
    int parts = text.equals(ALL) ? 0 : DatasetName.of(text.replace("/**", "")).parts().size();
    return 2 * parts + (text.endsWith(ALL) ? 0 : 1);
  }

  @Override
  public String toString() {
    return text;
  }
}
