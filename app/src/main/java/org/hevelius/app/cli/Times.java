package org.hevelius.app.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Shows times in one zone.
 *
 * @param zone the zone
 * @param clock tells ages
 */
record Times(ZoneId zone, Clock clock) {
  /** To the minute, such as {@code 2026-11-21 10:30}. */
  String minute(Instant time) {
    ZonedDateTime local = time.atZone(zone);
    return local.toLocalDate() + " " + padded(local.getHour()) + ":" + padded(local.getMinute());
  }

  /** To the second with the zone, such as {@code 2026-11-21 10:30:00 UTC}. */
  String exact(Instant time) {
    return minute(time) + ":" + padded(time.atZone(zone).getSecond()) + " " + zoneName();
  }

  /** Such as {@code 2 minutes ago}; {@code in 5 minutes} for what lies ahead. */
  String age(Instant time) {
    return Humans.age(Duration.between(time, clock.instant()));
  }

  /** The zone as a heading names it: {@code UTC} or {@code Europe/Berlin}. */
  String zoneName() {
    return zone.equals(ZoneOffset.UTC) || zone.getId().equals("Etc/UTC") || zone.getId().equals("Z")
        ? "UTC"
        : zone.getId();
  }

  private static String padded(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
