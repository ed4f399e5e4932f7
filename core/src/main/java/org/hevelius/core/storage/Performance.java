package org.hevelius.core.storage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a storage system did over a time.
 *
 * @param points the oldest first
 * @param notes what there is to know about the numbers, a sentence each
 */
public record Performance(
    String system, Instant from, Instant to, List<Point> points, List<String> notes) {
  /** Copies the lists. */
  public Performance {
    points = List.copyOf(points);
    notes = List.copyOf(notes);
  }

  /**
   * What was measured at one time. A number that the storage doesn't tell is null, never 0.
   *
   * @param iops operations a second
   * @param readBytesPerSecond what was read
   * @param writeBytesPerSecond what was written
   * @param latencyMicros mean time of an operation in microseconds
   * @param usedBytes what was taken
   * @param totalBytes what there was
   */
  public record Point(
      Instant time,
      @Nullable Double iops,
      @Nullable Double readBytesPerSecond,
      @Nullable Double writeBytesPerSecond,
      @Nullable Double latencyMicros,
      @Nullable Long usedBytes,
      @Nullable Long totalBytes) {}
}
