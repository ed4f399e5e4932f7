package org.hevelius.core.storage;

import org.jspecify.annotations.Nullable;

/**
 * A quota with what is used of it.
 *
 * @param view the view that it limits, such as {@code vast:lab/swift/burst}
 * @param system the storage system, such as {@code vast:lab} or {@code zfs:tank}
 * @param id the identity that the storage gave it, or the view where a quota is a property of one;
 *     never a name that another thing may get
 * @param usedBytes what counts against the limits now
 * @param counts what counts, in a few words
 */
public record Quota(
    String view, String system, String id, Limits limits, long usedBytes, String counts) {
  /** How many percent of the limit that counts are used; null when there is none. */
  public @Nullable Double percent() {
    Long top = limits.top();
    return top == null ? null : usedBytes * 100.0 / top;
  }
}
