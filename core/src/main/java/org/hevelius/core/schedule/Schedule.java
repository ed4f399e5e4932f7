package org.hevelius.core.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;

/**
 * When something is due, again and again, in a zone. Due instants grow strictly, and the next one
 * after any instant between two of them is the same.
 */
public final class Schedule {
  private final String text;
  private final ZoneId zone;
  private final Recurrence recurrence;

  Schedule(String text, ZoneId zone, Recurrence recurrence) {
    this.text = text;
    this.zone = zone;
    this.recurrence = recurrence;
  }

  /**
   * The schedule for what somebody wrote, in one of these forms:
   *
   * <ul>
   *   <li>{@code 30 2 * * Mon-Fri}: the five fields of Unix cron, with lists, ranges, steps and
   *       English names; when both kinds of day are restricted, either suffices
   *   <li>{@code every 6h}, {@code every 6h from 00:30}, {@code every 15m}: by the clock on the
   *       wall, beginning anew each day; the step must divide a day
   *   <li>{@code every 36h since 2026-01-01T00:00Z}: elapsed time
   *   <li>{@code 02:00}, {@code daily 02:00}, {@code Sunday 03:00}, {@code 1st 04:00}, {@code last
   *       04:00}: a day of the month that a month lacks means its last day
   *   <li>{@code @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly}, {@code @yearly}
   * </ul>
   *
   * @throws HeveliusException INVALID with the position of what can't be understood, or when it can
   *     never be due
   */
  public static Schedule parse(String text, ZoneId zone) {
    return new Schedule(text.strip(), zone, ScheduleParser.parse(text));
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  /** The zone whose clock counts. */
  public ZoneId zone() {
    return zone;
  }

  /** The first due instant after another; empty beyond what this program can express. */
  public Optional<Instant> next(Instant after) {
    return recurrence.next(after, zone);
  }

  /** The due instants after another, without end. */
  public Stream<Instant> after(Instant start) {
    Recurrence.Walk walk = recurrence.walk(zone);
    return Stream.iterate(
            walk.next(start), Optional::isPresent, due -> walk.next(due.orElseThrow()))
        .map(Optional::orElseThrow);
  }

  /**
   * What it means for a due instant that the zone's clocks are set there, such as {@code 02:30
   * doesn't exist, runs at 03:00}; empty when it means nothing.
   */
  public Optional<String> clocks(Instant due) {
    return recurrence.clocks(due, zone);
  }

  /**
   * The same as steady beats, if it can be said so.
   *
   * @param from the instant from which on it must be exact: what a zone's clocks did before doesn't
   *     matter
   */
  public Steady steady(Instant from) {
    return Steady.of(recurrence, zone, from);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schedule that
        && recurrence.equals(that.recurrence)
        && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return recurrence.hashCode() * 31 + zone.hashCode();
  }

  @Override
  public String toString() {
    return text + " " + zone;
  }
}
