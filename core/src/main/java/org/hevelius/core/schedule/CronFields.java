package org.hevelius.core.schedule;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Reads the five fields of Unix cron: minute, hour, day of month, month, day of week. */
final class CronFields {
  private static final String MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec";
  private static final String WEEKDAYS = "sun mon tue wed thu fri sat";

  private final ScheduleText text;

  CronFields(ScheduleText text) {
    this.text = text;
  }

  /** One field: the values that count, and whether it follows the clock instead of naming times. */
  private record Field(BitSet values, boolean star, boolean stepped) {}

  Recurrence read() {
    Field minutes = field("minute", 0, 59, "");
    Field hours = field("hour", 0, 23, "");
    Field daysOfMonth = field("day of the month", 1, 31, "");
    Field months = field("month", 1, 12, MONTHS);
    Field daysOfWeek = field("day of the week", 0, 7, WEEKDAYS);
    text.end();
    BitSet weekdays = (BitSet) daysOfWeek.values().clone();
    // Sunday is 0 and 7.
    weekdays.set(0, weekdays.get(0) || weekdays.get(7));
    weekdays.clear(7);
    Days days =
        new Days.Cron(
            daysOfMonth.values(), months.values(), weekdays, daysOfMonth.star(), daysOfWeek.star());
    if (!days.ever()) {
      throw text.refused("it never comes: no such month has that day");
    }
    List<LocalTime> times = new ArrayList<>();
    hours.values().stream()
        .forEach(
            hour ->
                minutes.values().stream().forEach(minute -> times.add(LocalTime.of(hour, minute))));
    return new Recurrence.Wall(days, times, !hours.star() && !hours.stepped());
  }

  private Field field(String name, int from, int to, String names) {
    ScheduleText.Word word = text.word("the field \"" + name + "\"");
    BitSet values = new BitSet();
    boolean stepped = false;
    int at = word.position();
    for (String part : word.text().split(",", -1)) {
      stepped |= part(new Part(name, from, to, names, part, at), values);
      at += part.length() + 1;
    }
    return new Field(values, word.text().startsWith("*"), stepped);
  }

  /**
   * An element of a field's list.
   *
   * @param at its position in the text, from 1
   */
  private record Part(String field, int from, int to, String names, String text, int at) {}

  /** Adds the values of one element of a list; true if it has a step. */
  private boolean part(Part part, BitSet values) {
    int slash = part.text().indexOf('/');
    String range = slash < 0 ? part.text() : part.text().substring(0, slash);
    int step = slash < 0 ? 1 : step(part, slash);
    int dash = range.indexOf('-');
    int low;
    int high;
    if (range.equals("*")) {
      low = part.from();
      high = part.to() == 7 ? 6 : part.to();
    } else if (dash > 0) {
      low = value(part, range.substring(0, dash), 0);
      high = value(part, range.substring(dash + 1), dash + 1);
      if (low > high) {
        throw text.refused(
            "the range %s of the %s runs backwards".formatted(range, part.field()), part.at());
      }
    } else {
      low = value(part, range, 0);
      high = slash < 0 ? low : part.to();
    }
    for (int value = low; value <= high; value += step) {
      values.set(value);
    }
    return slash >= 0;
  }

  private int step(Part part, int slash) {
    String digits = part.text().substring(slash + 1);
    if (!digits.matches("[0-9]{1,3}")
        || Integer.parseInt(digits) == 0
        || Integer.parseInt(digits) > part.to()) {
      throw text.refused(
          "\"%s\" is no step of the %s".formatted(digits, part.field()), part.at() + slash + 1);
    }
    return Integer.parseInt(digits);
  }

  private int value(Part part, String value, int offset) {
    int named = part.names().isEmpty() ? -1 : name(part, value.toLowerCase(Locale.ROOT));
    if (named >= 0) {
      return named;
    }
    if (!value.matches("[0-9]{1,4}")) {
      throw text.refused(
          "\"%s\" is no %s%s".formatted(value, part.field(), unsupported(value)),
          part.at() + offset);
    }
    int number = Integer.parseInt(value);
    if (number < part.from() || number > part.to()) {
      throw text.refused(
          "%d is no %s; it runs from %d to %d"
              .formatted(number, part.field(), part.from(), part.to()),
          part.at() + offset);
    }
    return number;
  }

  private static int name(Part part, String value) {
    List<String> names = List.of(part.names().split(" "));
    int index = names.indexOf(value);
    return index < 0 ? -1 : index + part.from();
  }

  private static String unsupported(String value) {
    return value.matches(".*[LW#?].*")
        ? "; L, W, # and ? of other programs are not known here"
        : "";
  }
}
