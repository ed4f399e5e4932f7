package org.hevelius.core.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;

/** Reads schedules. */
final class ScheduleParser {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Pattern STEP = Pattern.compile("([0-9]{1,6})(m|min|h|d|w)");
  private static final Pattern TIME = Pattern.compile("([0-9]{1,2}):([0-9]{2})");
  private static final Pattern ORDINAL = Pattern.compile("([0-9]{1,2})(st|nd|rd|th)");
  private static final Map<String, String> SHORT =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");

  private final ScheduleText text;

  private ScheduleParser(ScheduleText text) {
    this.text = text;
  }

  static Recurrence parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (SHORT.containsKey(lower)) {
      return new CronFields(new ScheduleText(SHORT.getOrDefault(lower, ""))).read();
    }
    ScheduleText words = new ScheduleText(text);
    if (lower.startsWith("every ")) {
      words.word("");
      return new ScheduleParser(words).every();
    }
    boolean calendar =
        (TIME.matcher(lower).find() && !lower.contains("*")) || lower.matches("[a-z]{3,}.*");
    return calendar ? new ScheduleParser(words).calendar() : new CronFields(words).read();
  }

  /** {@code every 6h [from 00:30 | since INSTANT]}; the first word is read. */
  private Recurrence every() {
    ScheduleText.Word step = text.word("the step");
    Duration length = length(step);
    if (text.done()) {
      return daily(step, length, LocalTime.MIDNIGHT);
    }
    ScheduleText.Word how = text.word("");
    return switch (how.text().toLowerCase(Locale.ROOT)) {
      case "from" -> {
        LocalTime anchor = time(text.word("the time"));
        text.end();
        yield daily(step, length, anchor);
      }
      case "since", "start-at" -> {
        Instant since = instant(text.word("the instant"));
        text.end();
        yield new Recurrence.Elapsed(since, length);
      }
      default ->
          throw text.refused(
              "\"%s\" is neither from nor since".formatted(how.text()), how.position());
    };
  }

  private Duration length(ScheduleText.Word step) {
    Matcher matcher = STEP.matcher(step.text().toLowerCase(Locale.ROOT));
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      throw text.refused(
          "\"%s\" is no step such as 15m, 6h, 1d or 1w (m are minutes here)".formatted(step.text()),
          step.position());
    }
    long count = Integer.parseInt(matcher.group(1));
    return switch (matcher.group(2)) {
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      case "w" -> Duration.ofDays(7 * count);
      default -> Duration.ofMinutes(count);
    };
  }

  private Recurrence daily(ScheduleText.Word step, Duration length, LocalTime anchor) {
    if (length.compareTo(DAY) > 0 || DAY.toMinutes() % length.toMinutes() != 0) {
      throw text.refused(
          "%s doesn't divide a day; write \"every %s since 2026-01-01T00:00Z\" for elapsed time"
              .formatted(step.text(), step.text()),
          step.position());
    }
    List<LocalTime> times = new ArrayList<>();
    long first = anchor.toSecondOfDay() / 60 % length.toMinutes();
    for (long minute = first; minute < DAY.toMinutes(); minute += length.toMinutes()) {
      times.add(LocalTime.ofSecondOfDay(minute * 60));
    }
    // What comes rarer than hourly must not be missed, what comes more often follows the clock.
    return new Recurrence.Wall(new Days.Every(), times, length.compareTo(Duration.ofHours(1)) > 0);
  }

  /** {@code [daily | Sunday | 1st | last] 02:00}, {@code weekly Sunday 03:00} and the like. */
  private Recurrence calendar() {
    ScheduleText.Word word = text.word("the time");
    String lower = word.text().toLowerCase(Locale.ROOT);
    Days days = new Days.Every();
    if (lower.equals("daily")) {
      word = text.word("the time");
    } else if (lower.equals("weekly") || lower.equals("monthly")) {
      ScheduleText.Word day = text.word("the day");
      days = day(day);
      if (days instanceof Days.Weekly != lower.equals("weekly")) {
        throw text.refused(
            "\"%s\" is no day of a %s".formatted(day.text(), lower.replace("ly", "")),
            day.position());
      }
      word = text.word("the time");
    } else if (!TIME.matcher(lower).matches()) {
      days = day(word);
      word = text.word("the time");
    }
    LocalTime time = time(word);
    text.end();
    return new Recurrence.Wall(days, List.of(time), true);
  }

  private Days day(ScheduleText.Word word) {
    String lower = word.text().toLowerCase(Locale.ROOT);
    if (lower.equals("last")) {
      return new Days.Monthly(31);
    }
    Matcher ordinal = ORDINAL.matcher(lower);
    if (ordinal.matches()) {
      int day = Integer.parseInt(ordinal.group(1));
      if (day >= 1 && day <= 31) {
        return new Days.Monthly(day);
      }
    }
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = day.name().toLowerCase(Locale.ROOT);
      if (lower.equals(name) || lower.equals(name.substring(0, 3))) {
        return new Days.Weekly(day);
      }
    }
    throw text.refused(
        "\"%s\" is no day such as Sunday, 1st, 31st or last".formatted(word.text()),
        word.position());
  }

  private LocalTime time(ScheduleText.Word word) {
    Matcher matcher = TIME.matcher(word.text());
    if (matcher.matches()
        && Integer.parseInt(matcher.group(1)) < 24
        && Integer.parseInt(matcher.group(2)) < 60) {
      return LocalTime.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
    throw text.refused(
        "\"%s\" is no time from 00:00 to 23:59".formatted(word.text()), word.position());
  }

  private Instant instant(ScheduleText.Word word) {
    try {
      return OffsetDateTime.parse(word.text()).toInstant();
    } catch (DateTimeException e) {
      HeveliusException refused =
          text.refused(
              "\"%s\" is no instant with its offset, such as 2026-01-01T00:00Z"
                  .formatted(word.text()),
              word.position());
      refused.initCause(e);
      throw refused;
    }
  }
}
