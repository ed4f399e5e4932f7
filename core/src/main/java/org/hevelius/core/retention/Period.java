package org.hevelius.core.retention;

import java.time.OffsetDateTime;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** The periods that rules keep one snapshot of. */
public enum Period {
  /** A clock hour. */
  HOURLY,
  /** A calendar day. */
  DAILY,
  /** An ISO week, Monday to Sunday, in its ISO year. */
  WEEKLY,
  /** A calendar month. */
  MONTHLY,
  /** A calendar year. */
  YEARLY;

  /** The period as it stands in options and reasons. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A number that two times of one period share, read in the time's own offset. */
  long key(OffsetDateTime time) {
    long day = time.getYear() * 10_000L + time.getMonthValue() * 100L + time.getDayOfMonth();
    return switch (this) {
      case HOURLY -> day * 100 + time.getHour();
      case DAILY -> day;
      case WEEKLY ->
          time.get(IsoFields.WEEK_BASED_YEAR) * 100L + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case MONTHLY -> time.getYear() * 100L + time.getMonthValue();
      case YEARLY -> time.getYear();
    };
  }
}
