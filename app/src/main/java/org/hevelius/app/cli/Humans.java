package org.hevelius.app.cli;

import java.time.Duration;
import org.hevelius.core.report.Amounts;

/** Numbers as people read them. Sizes are decimal: 1 kB is 1,000 bytes. */
final class Humans {
  private Humans() {}

  /** A size, such as {@code 18.4 GB}, {@code 212 MB} or {@code 2 kB}. */
  static String bytes(long bytes) {
    return Amounts.bytes(bytes);
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
    return Amounts.count(count);
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
    return Amounts.duration(duration);
  }

  /**
   * An age, such as {@code 2 minutes ago}; a negative one lies ahead: {@code in 5 days}, or {@code
   * in a moment}.
   */
  static String age(Duration age) {
    long seconds = Math.abs(age.toSeconds());
    String text;
    if (seconds < 10) {
      return age.isNegative() ? "in a moment" : "just now";
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
