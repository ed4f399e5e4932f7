package org.hevelius.server.api;

import java.util.List;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.retention.CalendarSpan;
import org.hevelius.core.retention.Period;
import org.hevelius.core.retention.RetentionRule;
import org.jspecify.annotations.Nullable;

/**
 * One rule of retention as a body says it: exactly one of these forms.
 *
 * <ul>
 *   <li>{@code last}: the newest so many
 *   <li>{@code every} with {@code count} or {@code span}: the newest of each hour, day, week, month
 *       or year, so many of them or for so long
 *   <li>{@code within}, with {@code every} or without: what is at most so much older than the
 *       newest
 *   <li>{@code tags}: what has all of them
 * </ul>
 */
record KeepRule(
    @Nullable Integer last,
    @Nullable String every,
    @Nullable Integer count,
    @Nullable String span,
    @Nullable String within,
    @Nullable List<String> tags) {

  RetentionRule rule() {
    String form =
        (last == null ? "" : "last ")
            + (every == null ? "" : "every ")
            + (count == null ? "" : "count ")
            + (span == null ? "" : "span ")
            + (within == null ? "" : "within ")
            + (tags == null ? "" : "tags ");
    return switch (form.strip()) {
      case "last" -> new RetentionRule.Last(Bodies.required(last, "last"));
      case "every count" -> new RetentionRule.PerPeriod(period(), Bodies.required(count, "count"));
      case "every span" ->
          new RetentionRule.PeriodFor(period(), CalendarSpan.parse(Bodies.required(span, "span")));
      case "within" ->
          new RetentionRule.Within(CalendarSpan.parse(Bodies.required(within, "within")));
      case "every within" ->
          new RetentionRule.WithinPeriod(
              period(), CalendarSpan.parse(Bodies.required(within, "within")));
      case "tags" -> RetentionRule.Tagged.of(Bodies.required(tags, "tags"));
      default ->
          throw new HeveliusException(
              Category.INVALID,
              "a rule has \"%s\", which is no form of a rule".formatted(form.strip()),
              "nothing was planned; the forms are: last | every and count | every and span |"
                  + " within | every and within | tags");
    };
  }

  private Period period() {
    String wanted = Bodies.required(every, "every");
    for (Period period : Period.values()) {
      if (period.text().equals(wanted.toLowerCase(Locale.ROOT))) {
        return period;
      }
    }
    throw new HeveliusException(
        Category.INVALID,
        "\"every\" is hourly, daily, weekly, monthly or yearly, not \"" + wanted + "\"");
  }
}
