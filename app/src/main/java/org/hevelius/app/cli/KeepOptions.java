package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.retention.CalendarSpan;
import org.hevelius.core.retention.Period;
import org.hevelius.core.retention.RetentionRule;
import org.hevelius.core.retention.RetentionRules;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is kept, in the order in which they were given. */
final class KeepOptions {
  private final List<Supplier<RetentionRule>> rules = new ArrayList<>();

  /** The rules that were asked for; null without any. */
  @Nullable RetentionRules rules() {
    return rules.isEmpty() ? null : RetentionRules.of(rules.stream().map(Supplier::get).toList());
  }

  @Option(
      names = "--keep-last",
      paramLabel = "N",
      description = "the newest N; here and below N may be \"unlimited\"")
  void last(String count) {
    rules.add(() -> new RetentionRule.Last(number("--keep-last", count)));
  }

  @Option(
      names = "--keep-hourly",
      paramLabel = "N",
      description = "the newest of each of the newest N hours that have one")
  void hourly(String count) {
    perPeriod(Period.HOURLY, count);
  }

  @Option(names = "--keep-daily", paramLabel = "N", description = "the same for days")
  void daily(String count) {
    perPeriod(Period.DAILY, count);
  }

  @Option(names = "--keep-weekly", paramLabel = "N", description = "for weeks, Monday to Sunday")
  void weekly(String count) {
    perPeriod(Period.WEEKLY, count);
  }

  @Option(names = "--keep-monthly", paramLabel = "N", description = "for months")
  void monthly(String count) {
    perPeriod(Period.MONTHLY, count);
  }

  @Option(names = "--keep-yearly", paramLabel = "N", description = "for years")
  void yearly(String count) {
    perPeriod(Period.YEARLY, count);
  }

  @Option(
      names = "--keep-hourly-for",
      paramLabel = "D",
      description = "the newest of each hour for this long, counted from now, such as 2d")
  void hourlyFor(String span) {
    periodFor(Period.HOURLY, span);
  }

  @Option(names = "--keep-daily-for", paramLabel = "D", description = "of each day, such as 30d")
  void dailyFor(String span) {
    periodFor(Period.DAILY, span);
  }

  @Option(names = "--keep-weekly-for", paramLabel = "D", description = "of each week, such as 90d")
  void weeklyFor(String span) {
    periodFor(Period.WEEKLY, span);
  }

  @Option(names = "--keep-monthly-for", paramLabel = "D", description = "of each month")
  void monthlyFor(String span) {
    periodFor(Period.MONTHLY, span);
  }

  @Option(names = "--keep-yearly-for", paramLabel = "D", description = "of each year")
  void yearlyFor(String span) {
    periodFor(Period.YEARLY, span);
  }

  @Option(
      names = "--keep-within",
      paramLabel = "D",
      description = "all that are at most this much older than the newest, such as 7d or 1y5m")
  void within(String span) {
    rules.add(() -> new RetentionRule.Within(CalendarSpan.parse(span)));
  }

  @Option(
      names = "--keep-within-hourly",
      paramLabel = "D",
      description = "of these the newest of each hour")
  void withinHourly(String span) {
    withinPeriod(Period.HOURLY, span);
  }

  @Option(names = "--keep-within-daily", paramLabel = "D", description = "of each day")
  void withinDaily(String span) {
    withinPeriod(Period.DAILY, span);
  }

  @Option(names = "--keep-within-weekly", paramLabel = "D", description = "of each week")
  void withinWeekly(String span) {
    withinPeriod(Period.WEEKLY, span);
  }

  @Option(names = "--keep-within-monthly", paramLabel = "D", description = "of each month")
  void withinMonthly(String span) {
    withinPeriod(Period.MONTHLY, span);
  }

  @Option(names = "--keep-within-yearly", paramLabel = "D", description = "of each year")
  void withinYearly(String span) {
    withinPeriod(Period.YEARLY, span);
  }

  @Option(
      names = "--keep-tag",
      paramLabel = "K=V[,..]",
      description = "all that have this tag, or all of these; may be repeated")
  void tagged(String tags) {
    rules.add(() -> RetentionRule.Tagged.of(List.of(tags.split(",", -1))));
  }

  private void perPeriod(Period period, String count) {
    rules.add(() -> new RetentionRule.PerPeriod(period, number("--keep-" + period.text(), count)));
  }

  private void periodFor(Period period, String span) {
    rules.add(() -> new RetentionRule.PeriodFor(period, CalendarSpan.parse(span)));
  }

  private void withinPeriod(Period period, String span) {
    rules.add(() -> new RetentionRule.WithinPeriod(period, CalendarSpan.parse(span)));
  }

  private static int number(String option, String text) {
    if (text.equals("unlimited")) {
      return RetentionRule.UNLIMITED;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new HeveliusException(
          Category.INVALID,
          "%s takes a whole number or \"unlimited\", not \"%s\"".formatted(option, text),
          List.of("nothing was forgotten"),
          e);
    }
  }
}
