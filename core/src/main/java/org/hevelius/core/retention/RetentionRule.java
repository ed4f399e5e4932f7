package org.hevelius.core.retention;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** One reason to keep snapshots. Rules are alternatives: a snapshot goes only if none keeps it. */
public sealed interface RetentionRule {
  /** A count that has no end. */
  int UNLIMITED = Integer.MAX_VALUE;

  /** The rule in a few words. */
  String text();

  /** The newest ones. */
  record Last(int count) implements RetentionRule {
    /** Checks the count. */
    public Last {
      positive(count);
    }

    @Override
    public String text() {
      return "last" + number(count);
    }
  }

  /** The newest of each of the newest periods, and the oldest snapshot while the count lasts. */
  record PerPeriod(Period period, int count) implements RetentionRule {
    /** Checks the count. */
    public PerPeriod {
      positive(count);
    }

    @Override
    public String text() {
      return period.text() + number(count);
    }
  }

  /** Everything newer than the newest snapshot that is not in the future, less the span. */
  record Within(CalendarSpan span) implements RetentionRule {
    @Override
    public String text() {
      return "within " + span;
    }
  }

  /** Everything newer than now less the span, so that missed runs don't lengthen the history. */
  record For(CalendarSpan span) implements RetentionRule {
    @Override
    public String text() {
      return "for " + span;
    }
  }

  /** The newest of each period in the range of {@link Within}, and the oldest one in it. */
  record WithinPeriod(Period period, CalendarSpan span) implements RetentionRule {
    @Override
    public String text() {
      return period.text() + " within " + span;
    }
  }

  /**
   * The newest of each period among those newer than now less the span. Unlike {@link WithinPeriod}
   * it counts from now, so that missed runs don't lengthen the history, and has no favor for the
   * oldest.
   */
  record PeriodFor(Period period, CalendarSpan span) implements RetentionRule {
    @Override
    public String text() {
      return period.text() + " for " + span;
    }
  }

  /** Those that have all of these tags, each as it is written; with no tags, the untagged ones. */
  record Tagged(SortedSet<String> tags) implements RetentionRule {
    /** Copies the tags. */
    public Tagged {
      tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }

    /** The rule for these tags. */
    public static Tagged of(Collection<String> tags) {
      return new Tagged(new TreeSet<>(tags));
    }

    @Override
    public String text() {
      return tags.isEmpty() ? "untagged" : "tag " + String.join(",", tags);
    }
  }

  private static void positive(int count) {
    if (count < 1) {
      throw new HeveliusException(
          Category.INVALID,
          "a rule can't keep " + count + " snapshots",
          "leave the rule out, give a number of at least 1, or \"unlimited\"");
    }
  }

  private static String number(int count) {
    return count == UNLIMITED ? "" : " " + count;
  }
}
