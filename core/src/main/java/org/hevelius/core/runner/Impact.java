package org.hevelius.core.runner;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * What a run meant for the source that it took, and how fast it went.
 *
 * @param before how long looking into the source took before the run
 * @param meanwhile the same during it
 * @param after the same when it had ended
 * @param bytes size of the content that was captured
 * @param addedBytes how much of it was new, and so compressed and encrypted
 * @param storedBytes what that takes in storage
 * @param millis how long capturing took
 */
public record Impact(
    Latency before,
    Latency meanwhile,
    Latency after,
    long bytes,
    long addedBytes,
    long storedBytes,
    long millis) {
  /** Less is within what looking into a source takes now and then by itself. */
  private static final long NOTICEABLE_MICROS = 1000;

  private static final int ENOUGH = 3;

  /**
   * Looks into a source, in microseconds.
   *
   * @param samples how many looks; 0 when there was none, and then all is 0
   */
  public record Latency(int samples, long medianMicros, long p95Micros) {
    /** No look at all. */
    public static final Latency NONE = new Latency(0, 0, 0);

    /** Checks the numbers. */
    public Latency {
      if (samples < 0 || medianMicros < 0 || p95Micros < medianMicros) {
        throw new HeveliusException(
            Category.INVALID,
            "%d looks with a median of %d µs and a 95th percentile of %d µs"
                .formatted(samples, medianMicros, p95Micros));
      }
    }

    /** The latency of these looks, in any order. */
    public static Latency of(List<Long> micros) {
      if (micros.isEmpty()) {
        return NONE;
      }
      List<Long> sorted = micros.stream().sorted().toList();
      return new Latency(sorted.size(), at(sorted, 50), at(sorted, 95));
    }

    private static long at(List<Long> sorted, int percent) {
      return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }
  }

  /**
   * By how much looks took longer during the run than before it; 1 when that can't be told. Less
   * than a millisecond counts as one, since nobody would notice.
   */
  public double slowdown() {
    return before.samples() == 0 || meanwhile.samples() == 0
        ? 1
        : (double) Math.max(NOTICEABLE_MICROS, meanwhile.medianMicros())
            / Math.max(NOTICEABLE_MICROS, before.medianMicros());
  }

  /** Whether the source was slower by this factor. A few looks don't count. */
  public boolean isSlowedBy(double factor) {
    return meanwhile.samples() >= ENOUGH && slowdown() >= factor;
  }

  /** Captured bytes for each second. */
  public long bytesPerSecond() {
    return perSecond(bytes);
  }

  /** New bytes, which are compressed and encrypted, for each second. */
  public long addedBytesPerSecond() {
    return perSecond(addedBytes);
  }

  private long perSecond(long all) {
    return millis == 0 ? 0 : (long) (all * 1000.0 / millis);
  }
}
