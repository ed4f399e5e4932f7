package org.hevelius.core.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.BitSet;

/** Which dates count. */
sealed interface Days {
  /** Whether a date counts. */
  boolean on(LocalDate date);

  /** Whether there is any such date at all. */
  boolean ever();

  /** Every date. */
  record Every() implements Days {
    @Override
    public boolean on(LocalDate date) {
      return true;
    }

    @Override
    public boolean ever() {
      return true;
    }
  }

  /** A day of the week. */
  record Weekly(DayOfWeek day) implements Days {
    @Override
    public boolean on(LocalDate date) {
      return date.getDayOfWeek() == day;
    }

    @Override
    public boolean ever() {
      return true;
    }
  }

  /** A day of the month, 1 to 31; in shorter months their last day. */
  record Monthly(int day) implements Days {
    @Override
    public boolean on(LocalDate date) {
      return date.getDayOfMonth() == Math.min(day, date.lengthOfMonth());
    }

    @Override
    public boolean ever() {
      return true;
    }
  }

  /**
   * The day fields of a cron expression. When both kinds of day are restricted, either of them
   * suffices, as in every Unix cron.
   *
   * @param daysOfMonth bits 1 to 31
   * @param months bits 1 to 12
   * @param daysOfWeek bits 0 (Sunday) to 6
   * @param anyDayOfMonth whether the field began with {@code *}
   * @param anyDayOfWeek whether the field began with {@code *}
   */
  record Cron(
      BitSet daysOfMonth,
      BitSet months,
      BitSet daysOfWeek,
      boolean anyDayOfMonth,
      boolean anyDayOfWeek)
      implements Days {
    @Override
    public boolean on(LocalDate date) {
      boolean month = months.get(date.getMonthValue());
      boolean dayOfMonth = daysOfMonth.get(date.getDayOfMonth());
      boolean dayOfWeek = daysOfWeek.get(date.getDayOfWeek().getValue() % 7);
      return month
          && ((anyDayOfMonth || anyDayOfWeek) ? dayOfMonth && dayOfWeek : dayOfMonth || dayOfWeek);
    }

    @Override
    public boolean ever() {
      return (!anyDayOfMonth && !anyDayOfWeek)
          || months.stream()
              .anyMatch(month -> daysOfMonth.nextSetBit(1) <= Month.of(month).maxLength());
    }
  }
}
