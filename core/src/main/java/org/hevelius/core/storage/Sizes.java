package org.hevelius.core.storage;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Sizes as people write them. All that is kept is bytes. */
public final class Sizes {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}(\\.[0-9]{1,9})?) ?([A-Za-z]+)");
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("b", 1L),
          Map.entry("kb", 1_000L),
          Map.entry("mb", 1_000_000L),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("tb", 1_000_000_000_000L),
          Map.entry("pb", 1_000_000_000_000_000L),
          Map.entry("kib", 1L << 10),
          Map.entry("mib", 1L << 20),
          Map.entry("gib", 1L << 30),
          Map.entry("tib", 1L << 40),
          Map.entry("pib", 1L << 50));

  private Sizes() {}

  /**
   * The bytes that a text means: {@code 8TB} is 8,000,000,000,000 and {@code 8TiB}
   * 8,796,093,022,208. A size without a unit, and one that isn't a whole number of bytes, is
   * refused.
   */
  public static long parse(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      throw invalid(text);
    }
    Long unit = UNITS.get(matcher.group(3).toLowerCase(Locale.ROOT));
    if (unit == null) {
      throw invalid(text);
    }
    try {
      long bytes =
          new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
      if (bytes > 0) {
        return bytes;
      }
    } catch (ArithmeticException e) {
      // Said below, as for what is no size at all.
    }
    throw invalid(text);
  }

  /** A sum that stops at the largest number there is. */
  public static long plus(long one, long other) {
    long sum = one + other;
    return ((one ^ sum) & (other ^ sum)) < 0 ? Long.MAX_VALUE : sum;
  }

  private static HeveliusException invalid(String text) {
    return new HeveliusException(
        Category.INVALID,
        "\"" + text + "\" is no size",
        "write a number with its unit: 500GB and 8TB count in thousands, 500GiB and 8TiB in"
            + " 1,024s");
  }
}
