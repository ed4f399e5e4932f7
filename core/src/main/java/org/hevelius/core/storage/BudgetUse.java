package org.hevelius.core.storage;

import java.util.List;

/**
 * A budget with what its views use.
 *
 * @param usedBytes what they use together
 * @param limitBytes what they may use together: for each its limit, or what it uses when it has
 *     none
 * @param unlimited those without a limit
 * @param missing those that are not there or can't be asked, with why; they don't count
 */
public record BudgetUse(
    String name,
    long totalBytes,
    long usedBytes,
    long limitBytes,
    Grade grade,
    List<String> views,
    List<String> unlimited,
    List<String> missing) {
  /** Copies the lists. */
  public BudgetUse {
    views = List.copyOf(views);
    unlimited = List.copyOf(unlimited);
    missing = List.copyOf(missing);
  }
}
