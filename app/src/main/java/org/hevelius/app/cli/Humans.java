package org.hevelius.app.cli;

import java.time.Duration;

/** Numbers as people read them. Sizes are decimal: 1 kB is 1,000 bytes. */
final class Humans {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Humans() {}

  /** A size, such as {@code 18.4 GB}, {@code 212 MB} or {@code 2 kB}. */
  static String bytes(long bytes) {
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

  /** A change of size with its sign, such as {@code +51 MB}. */
  static String change(long bytes) {
    return (bytes > 0 ? "+" : "") + bytes(bytes);
  }

  /** How much of how much, the unit named once where it is the same: {@code 11.8 of 18.4 GB}. */
  static String bytesOf(long done, long total) {
    String all = bytes(total);
    String part = bytes(done);
    String unit = all.substring(all.indexOf(' '));
    return (part.endsWith(unit) ? part.substring(0, part.length() - unit.length()) : part)
        + " of "
        + all;
  }

  /** A count with thousands separated, such as {@code 1,204}. */
  static String count(long count) {
    String text = Long.toString(count);
    int first = count < 0 ? 1 : 0;
    StringBuilder grouped = new StringBuilder(text);
    for (int i = text.length() - 3; i > first; i -= 3) {
      grouped.insert(i, ',');
    }
    return grouped.toString();
  }

  /** A count with its word, such as {@code 1 file} or {@code 3 files}. */
  static String count(long count, String one, String many) {
    return count(count) + " " + (count == 1 ? one : many);
  }

  /**
   * A duration in its two largest units, such as {@code 41 s}, {@code 3 min 5 s} or {@code 2 d 4
   * h}.
   */
  static String duration(Duration duration) {
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

  /** An age, such as {@code 2 minutes ago}; a negative one lies ahead: {@code in 5 days}. */
  static String age(Duration age) {
    long seconds = Math.abs(age.toSeconds());
    String text;
    if (seconds < 10) {
      return "just now";
    } else if (seconds < 60) {
      text = count(seconds, "second", "seconds");
    } else if (seconds < 3600) {
      text = count(seconds / 60, "minute", "minutes");
    } else if (seconds < 2 * 86_400) {
      text = count(seconds / 3600, "hour", "hours");
    } else if (seconds < 60L * 86_400) {
      text = count(seconds / 86_400, "day", "days");
    } else if (seconds < 730L * 86_400) {
      text = count(seconds / (30L * 86_400), "month", "months");
    } else {
      text = count(seconds / (365L * 86_400), "year", "years");
    }
    return age.isNegative() ? "in " + text : text + " ago";
  }
}
