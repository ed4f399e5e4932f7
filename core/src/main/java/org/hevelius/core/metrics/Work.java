package org.hevelius.core.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Work of one kind on one thing that ended in one way and took about as long, counted. It is
 * counted for good, whatever becomes of the records of the single pieces of work.
 *
 * @param kind such as {@code snapshot}, {@code prune} or {@code restore}
 * @param dataset empty for what belongs to none
 * @param result such as {@code succeeded}
 * @param bucket which of {@link #BOUNDS} it stayed within; their number when it took longer; {@link
 *     #UNTIMED} for what never began
 * @param times how often
 * @param millis how long all of it took together
 * @param last when it ended last
 */
public record Work(
    String kind, String dataset, String result, int bucket, long times, long millis, Instant last) {
  /** In seconds, up to which durations are counted together. */
  public static final List<Long> BOUNDS = List.of(1L, 5L, 15L, 60L, 300L, 900L, 3600L, 14_400L);

  /** The bucket of what has no duration. */
  public static final int UNTIMED = -1;

  /** One piece of work. */
  public static Work of(
      Enum<?> kind, String dataset, Enum<?> result, @Nullable Instant started, Instant ended) {
    // A clock that was set back meanwhile must not make a counter fall.
    long millis = started == null ? 0 : Math.max(0, Duration.between(started, ended).toMillis());
    return new Work(
        word(kind),
        dataset,
        word(result),
        started == null ? UNTIMED : bucket(millis),
        1,
        millis,
        ended);
  }

  /** Both together. */
  public Work plus(Work other) {
    return new Work(
        kind,
        dataset,
        result,
        bucket,
        times + other.times,
        millis + other.millis,
        last.isAfter(other.last) ? last : other.last);
  }

  private static int bucket(long millis) {
    int bucket = 0;
    while (bucket < BOUNDS.size() && millis > BOUNDS.get(bucket) * 1000) {
      bucket++;
    }
    return bucket;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
