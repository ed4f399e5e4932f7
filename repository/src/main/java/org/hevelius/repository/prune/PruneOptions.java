package org.hevelius.repository.prune;

/**
 * How hard a prune works.
 *
 * @param maxUnusedPercent how many percent of what remains may be unused, from 0 (rewrite every
 *     pack that holds anything unused) to 100 (rewrite nothing for that reason)
 * @param maxRewriteBytes no more bytes are rewritten; the rest is left to the next prune
 * @param recompress whether packs without any compressed blob are rewritten compressed
 */
public record PruneOptions(double maxUnusedPercent, long maxRewriteBytes, boolean recompress) {
  /** At most 5 percent unused, without bound, nothing recompressed. */
  public static final PruneOptions STANDARD = new PruneOptions(5, Long.MAX_VALUE, false);

  /** Checks the numbers. */
  public PruneOptions {
    if (!(maxUnusedPercent >= 0 && maxUnusedPercent <= 100)) {
      throw new IllegalArgumentException(
          "the unused share must be from 0 to 100 percent, not " + maxUnusedPercent);
    }
    if (maxRewriteBytes < 0) {
      throw new IllegalArgumentException(
          "the bytes to rewrite can't be negative: " + maxRewriteBytes);
    }
  }

  /** How many unused bytes may remain beside so many used ones. */
  long allowedUnused(long used) {
    return maxUnusedPercent >= 100
        ? Long.MAX_VALUE
        : (long) (maxUnusedPercent / (100 - maxUnusedPercent) * used);
  }
}
