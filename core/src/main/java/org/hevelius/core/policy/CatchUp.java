package org.hevelius.core.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * What becomes of runs that were missed.
 *
 * @param most how many of them are made up for, the newest ones; 0 for none
 */
public record CatchUp(int most) {
  /** Only the newest one. */
  public static final CatchUp LATEST = new CatchUp(1);

  private static final Pattern ALL = Pattern.compile("all\\(([0-9]{1,4})\\)");

  /** Checks the number. */
  public CatchUp {
    if (most < 0) {
      throw new HeveliusException(Category.INVALID, "catch-up of " + most + " runs");
    }
  }

  /**
   * {@code none}, {@code latest} or {@code all(n)}.
   *
   * @throws HeveliusException INVALID for anything else
   */
  public static CatchUp parse(String text) {
    Matcher all = ALL.matcher(text);
    if (all.matches() && Integer.parseInt(all.group(1)) > 0) {
      return new CatchUp(Integer.parseInt(all.group(1)));
    }
    return switch (text) {
      case "none" -> new CatchUp(0);
      case "latest" -> LATEST;
      default ->
          throw new HeveliusException(
              Category.INVALID,
              "\"" + text + "\" is no way to catch up",
              "write none, latest or all(10), with the most that are made up for");
    };
  }

  @Override
  public String toString() {
    return most == 0 ? "none" : most == 1 ? "latest" : "all(" + most + ")";
  }
}
