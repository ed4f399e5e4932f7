package org.hevelius.core.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.retention.Period;
import org.hevelius.core.retention.RetentionRule;

/**
 * What to keep, as policies write it: rules joined by {@code +}, each of which keeps what it keeps.
 * {@code 3d} all for three days; {@code last 10}; {@code weekly 4} the newest of each of four
 * weeks; {@code weekly for 3mo}; {@code within 7d}; {@code daily within 30d}; {@code tag k=v};
 * {@code all}.
 */
final class KeepText {
  private static final int MOST = 9_999_999;
  private static final Pattern COUNT = Pattern.compile("([a-z]+) (-?[0-9]+)");
  private static final Pattern AGE = Pattern.compile("([a-z]+) (for|within) ([0-9a-z]+)");
  private static final List<String> WORDS =
      List.of("last", "hourly", "daily", "weekly", "monthly", "yearly", "within", "tag", "all");

  private KeepText() {}

  /** The rules that a text says. */
  static List<RetentionRule> parse(String text) {
    List<RetentionRule> rules = new ArrayList<>();
    for (String part : text.split("\\+", -1)) {
      rules.add(rule(part.strip().replaceAll("\\s+", " ")));
    }
    return List.copyOf(rules);
  }

  private static RetentionRule rule(String text) {
    if (text.equals("all")) {
      return new RetentionRule.Last(RetentionRule.UNLIMITED);
    }
    if (text.startsWith("tag ")) {
      return RetentionRule.Tagged.of(List.of(text.substring(4).split(",", -1)));
    }
    if (text.startsWith("within ")) {
      return new RetentionRule.Within(Lengths.span(text.substring(7)));
    }
    Matcher count = COUNT.matcher(text);
    if (count.matches()) {
      Period period = count.group(1).equals("last") ? null : period(count.group(1), text);
      int number = number(count.group(2), text);
      return period == null
          ? new RetentionRule.Last(number)
          : new RetentionRule.PerPeriod(period, number);
    }
    Matcher age = AGE.matcher(text);
    if (age.matches()) {
      Period period = period(age.group(1), text);
      return age.group(2).equals("for")
          ? new RetentionRule.PeriodFor(period, Lengths.span(age.group(3)))
          : new RetentionRule.WithinPeriod(period, Lengths.span(age.group(3)));
    }
    if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
      return new RetentionRule.For(Lengths.span(text));
    }
    throw unknown(text.split(" ", -1)[0], text);
  }

  private static int number(String digits, String text) {
    long number = digits.length() > 9 ? Long.MAX_VALUE : Long.parseLong(digits);
    if (digits.startsWith("-") || number > MOST) {
      throw new HeveliusException(
          Category.INVALID,
          "\"%s\" keeps no number of snapshots that is possible".formatted(text),
          "the number runs from 1 to 9,999,999; to keep all, write all");
    }
    return (int) number;
  }

  private static Period period(String word, String text) {
    for (Period period : Period.values()) {
      if (period.text().equals(word)) {
        return period;
      }
    }
    throw unknown(word, text);
  }

  private static HeveliusException unknown(String word, String text) {
    List<String> near = Suggestions.nearest(word, WORDS, 1);
    return new HeveliusException(
        Category.INVALID,
        text.isEmpty() ? "a rule is empty" : "\"" + text + "\" is no rule of what to keep",
        near.isEmpty() || near.getFirst().equals(word)
            ? "write 3d, last 10, weekly 4, weekly for 3mo or several of them joined by +"
            : "did you mean  " + text.replace(word, near.getFirst()));
  }

  /** The rules as policies write them. */
  static String text(List<RetentionRule> rules) {
    return String.join(" + ", rules.stream().map(KeepText::text).toList());
  }

  private static String text(RetentionRule rule) {
    return switch (rule) {
      case RetentionRule.For(var span) -> Lengths.text(span);
      case RetentionRule.Within(var span) -> "within " + Lengths.text(span);
      case RetentionRule.PeriodFor(var period, var span) ->
          period.text() + " for " + Lengths.text(span);
      case RetentionRule.WithinPeriod(var period, var span) ->
          period.text() + " within " + Lengths.text(span);
      case RetentionRule.Last(int count) when count == RetentionRule.UNLIMITED -> "all";
      case RetentionRule.Last _, RetentionRule.PerPeriod _, RetentionRule.Tagged _ -> rule.text();
    };
  }
}
