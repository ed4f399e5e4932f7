package org.hevelius.core.report;

import java.time.Duration;

/** Numbers as people read them. Sizes are decimal: 1 kB is 1,000 bytes. */
public final class Amounts {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Amounts() {}

  /** A size, such as {@code 18.4 GB}, {@code 212 MB} or {@code 2 kB}. */
  public static String bytes(long bytes) {
    if (bytes < 0) {
      return "-" + bytes(bytes == Long.MIN_VALUE ? Long.MAX_VALUE : -bytes);
    }
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = 0;
    do {
      value /= 1000;
      unit++;
    } while (value >= (unit == 1 ? 999.5 : 999.95) && unit < UNITS.length - 1);
    return digits(value, unit) + " " + UNITS[unit];
  }

  private static String digits(double value, int unit) {
    if (unit == 1 || value >= 99.95) {
      return Long.toString(Math.round(value));
    }
    long tenths = Math.round(value * 10);
    return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10);
  }

  /** A share, such as {@code 7.4 %}; 1 is the whole. */
  public static String percent(double share) {
    long tenths = Math.round(Math.abs(share) * 1000);
    String number =
        tenths >= 1000 || tenths % 10 == 0
            ? count(Math.round(tenths / 10.0))
            : tenths / 10 + "." + tenths % 10;
    return (share < 0 && tenths > 0 ? "-" : "") + number + " %";
  }

  /** A count with thousands separated, such as {@code 1,204}. */
  public static String count(long count) {
    String text = Long.toString(count);
    int first = count < 0 ? 1 : 0;
    StringBuilder grouped = new StringBuilder(text);
    for (int i = text.length() - 3; i > first; i -= 3) {
      grouped.insert(i, ',');
    }
    return grouped.toString();
  }

  /**
   * A duration in its two largest units, such as {@code 41 s}, {@code 3 min 5 s} or {@code 2 d 4
   * h}.
   */
  public static String duration(Duration duration) {
    if (duration.isNegative()) {
      return "-" + duration(duration.negated());
    }
    long seconds = duration.toSeconds();
    if (seconds < 1) {
      return duration.toMillis() + " ms";
    }
    if (seconds < 10) {
      long tenths = duration.toMillis() / 100;
      return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " s";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return two(seconds / 3600, "h", seconds / 60 % 60, "min");
    }
    return two(seconds / 86_400, "d", seconds / 3600 % 24, "h");
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
