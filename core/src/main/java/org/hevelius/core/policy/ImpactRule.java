package org.hevelius.core.policy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * Whether it is measured how much slower a source is while it is captured, and from when on that is
 * told.
 *
 * @param watched whether it is measured
 * @param factor how many times as slow it must be to be told; 0 when it never is
 */
public record ImpactRule(boolean watched, double factor) {
  /** It is measured, and nobody is told. */
  public static final ImpactRule WATCH = new ImpactRule(true, 0);

  private static final Pattern FACTOR = Pattern.compile("([0-9]{1,4}(?:\\.[0-9]{1,2})?)x");

  /**
   * {@code off}, {@code watch} or a factor such as {@code 3x}.
   *
   * @throws HeveliusException INVALID for anything else
   */
  public static ImpactRule parse(String text) {
    Matcher matcher = FACTOR.matcher(text);
    if (matcher.matches() && Double.parseDouble(matcher.group(1)) > 1) {
      return new ImpactRule(true, Double.parseDouble(matcher.group(1)));
    }
    return switch (text) {
      case "off" -> new ImpactRule(false, 0);
      case "watch" -> WATCH;
      default ->
          throw new HeveliusException(
              Category.INVALID,
              "\"" + text + "\" doesn't say how much slower a source may be",
              "write off, watch, or a factor above 1 such as 3x");
    };
  }

  /** As policies write it. */
  @Override
  public String toString() {
    String number = String.format(Locale.ROOT, "%.2f", factor).replaceFirst("\\.?0+$", "");
    return !watched ? "off" : factor == 0 ? "watch" : number + "x";
  }
}
