package org.hevelius.core.policy;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.retention.CalendarSpan;

/** Lengths of time as policies write them. A bare {@code m} is refused: it has two meanings. */
public final class Lengths {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(s|min|h|d|w)");
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,5}(y|mo|w|d|h))+");
  private static final Pattern AMBIGUOUS = Pattern.compile(".*[0-9]m([0-9].*)?");

  private Lengths() {}

  /** Elapsed time, such as {@code 30s}, {@code 10min}, {@code 1h} or {@code 2d}. */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw invalid(text, "30s, 10min, 1h, 2d or 1w");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "min" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofDays(7 * count);
    };
  }

  /** Time by the calendar, such as {@code 3d}, {@code 2w}, {@code 3mo} or {@code 1y6mo}. */
  public static CalendarSpan span(String text) {
    if (!SPAN.matcher(text).matches()) {
      throw invalid(text, "6h, 3d, 2w, 3mo or 1y");
    }
    return CalendarSpan.parse(text);
  }

  /** A span as policies write it. */
  static String text(CalendarSpan span) {
    return span.toString();
  }

  /** A duration as policies write it. */
  public static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 86_400 == 0 && seconds > 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0 && seconds > 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "min" : seconds + "s";
  }

  private static HeveliusException invalid(String text, String examples) {
    return new HeveliusException(
        Category.INVALID,
        "\"%s\" is no length of time%s"
            .formatted(
                text,
                AMBIGUOUS.matcher(text).matches()
                    ? ": m may mean minutes or months; write min or mo"
                    : ""),
        "write a number and a unit, such as " + examples);
  }
}
