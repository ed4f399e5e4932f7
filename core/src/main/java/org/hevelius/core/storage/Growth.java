package org.hevelius.core.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How something fills, as the line that fits its samples best.
 *
 * @param bytesPerDay negative when it empties
 * @param full when its limit is reached at that rate; null when that isn't within ten years
 * @param samples how many it was found from
 */
public record Growth(long bytesPerDay, @Nullable Instant full, int samples) {
  /** From how far back samples are taken. */
  public static final Duration BACK = Duration.ofDays(30);

  /** How many samples are looked at, at most. */
  public static final int MOST = 5_000;

  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final double FARTHEST_DAYS = 3_660;
  private static final double DAY = 86_400_000.0;

  /**
   * Finds the growth; null from samples that span less than an hour. Samples that lie ahead of now
   * were taken under a wrong clock and don't count.
   *
   * @param limit null when there is none
   */
  public static @Nullable Growth of(
      List<UsageSample> samples, long used, @Nullable Long limit, Instant now) {
    List<UsageSample> past = samples.stream().filter(one -> !one.time().isAfter(now)).toList();
    if (past.size() < 2
        || Duration.between(past.getFirst().time(), past.getLast().time()).compareTo(SHORTEST)
            < 0) {
      return null;
    }
    double perDay = slope(past);
    Instant full = null;
    if (limit != null && perDay > 0) {
      double days = Math.max(0, limit - used) / perDay;
      full = days > FARTHEST_DAYS ? null : now.plusMillis(Math.round(days * DAY));
    }
    return new Growth(Math.round(perDay), full, past.size());
  }

  private static double slope(List<UsageSample> samples) {
    Instant origin = samples.getFirst().time();
    double meanX = 0;
    double meanY = 0;
    for (UsageSample sample : samples) {
      meanX += days(origin, sample) / samples.size();
      meanY += (double) sample.usedBytes() / samples.size();
    }
    double above = 0;
    double below = 0;
    for (UsageSample sample : samples) {
      double x = days(origin, sample) - meanX;
      above += x * (sample.usedBytes() - meanY);
      below += x * x;
    }
    return below == 0 ? 0 : above / below;
  }

  private static double days(Instant origin, UsageSample sample) {
    return Duration.between(origin, sample.time()).toMillis() / DAY;
  }
}
