package org.hevelius.core.dataset;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds what somebody may have meant by a name that doesn't exist. Never used to resolve a name.
 */
public final class Suggestions {
  private record Scored(String name, int score) {}

  private Suggestions() {}

  /**
   * The known names nearest to the wanted one, best first: those that contain it or are contained
   * in it, then those within a few typing errors.
   *
   * @param limit how many at most
   */
  public static List<String> nearest(String wanted, Collection<String> known, int limit) {
    String key = wanted.toLowerCase(Locale.ROOT);
    return known.stream()
        .distinct()
        .map(name -> new Scored(name, score(key, name.toLowerCase(Locale.ROOT))))
        .filter(scored -> scored.score() < Integer.MAX_VALUE)
        .sorted(Comparator.comparingInt(Scored::score).thenComparing(Scored::name))
        .limit(limit)
        .map(Scored::name)
        .toList();
  }

  private static int score(String wanted, String name) {
    if (wanted.equals(name)) {
      return 0;
    }
    int distance = distance(wanted, name);
    if (distance <= Math.max(1, wanted.length() / 3)) {
      return distance;
    }
    boolean longEnough = Math.min(wanted.length(), name.length()) >= 3;
    if (longEnough && (name.contains(wanted) || wanted.contains(name))) {
      return 1 + Math.abs(name.length() - wanted.length());
    }
    return Integer.MAX_VALUE;
  }

  /** Insertions, deletions, replacements and swaps of neighbors (optimal string alignment). */
  private static int distance(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= right.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      for (int j = 1; j <= right.length(); j++) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int best = cost[i - 1][j - 1] + (same ? 0 : 1);
        best = Math.min(best, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
      }
    }
    return cost[left.length()][right.length()];
  }
}
