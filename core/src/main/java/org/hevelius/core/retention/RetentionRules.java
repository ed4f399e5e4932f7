package org.hevelius.core.retention;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * The rules of one dataset.
 *
 * @param rules at least one; a snapshot is kept when any of them keeps it
 * @param guardsLast how many of the newest guard snapshots are kept
 * @param guardsFor how long guard snapshots are kept beyond that
 */
public record RetentionRules(List<RetentionRule> rules, int guardsLast, CalendarSpan guardsFor) {
  /** The rule for guards unless said otherwise: the last 10, and all of the last 30 days. */
  public static final int GUARDS_LAST = 10;

  /** How long guards are kept unless said otherwise. */
  public static final CalendarSpan GUARDS_FOR = CalendarSpan.ofDays(30);

  /** The newest 10, and the newest of each ISO week for 90 days. */
  public static final RetentionRules DEFAULT =
      of(
          List.of(
              new RetentionRule.Last(10),
              new RetentionRule.PeriodFor(Period.WEEKLY, CalendarSpan.ofDays(90))));

  /**
   * Checks the rules.
   *
   * @throws HeveliusException REFUSED when there are none: that would forget everything
   */
  public RetentionRules {
    rules = List.copyOf(rules);
    if (rules.isEmpty()) {
      throw new HeveliusException(
          Category.REFUSED,
          "no rule says what to keep",
          "nothing was forgotten; give at least one, such as --keep-last 10");
    }
    if (guardsLast < 1) {
      throw new HeveliusException(
          Category.INVALID, "at least one guard snapshot is kept, not " + guardsLast);
    }
  }

  /** Rules with the usual rule for guards. */
  public static RetentionRules of(List<RetentionRule> rules) {
    return new RetentionRules(rules, GUARDS_LAST, GUARDS_FOR);
  }

  /** The rules in a few words. */
  public String text() {
    return String.join(" + ", rules.stream().map(RetentionRule::text).toList());
  }
}
