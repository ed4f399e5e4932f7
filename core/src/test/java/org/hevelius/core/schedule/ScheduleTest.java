package org.hevelius.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.hevelius.core.HeveliusException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Schedule utc(String text) {
    return Schedule.parse(text, ZoneOffset.UTC);
  }

  /** The due times of a day and the night after, as the zone's clock shows them. */
  private static List<String> due(String text, ZoneId zone, String from, int count) {
    return Schedule.parse(text, zone)
        .after(ZonedDateTime.parse(from).toInstant())
        .limit(count)
        .map(instant -> instant.atZone(zone).toOffsetDateTime().toString())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "02:00; 2026-11-21T10:00Z; 2026-11-22T02:00:00Z",
        "daily 02:00; 2026-11-21T02:00Z; 2026-11-22T02:00:00Z",
        "Sunday 03:00; 2026-11-21T10:00Z; 2026-11-22T03:00:00Z",
        "weekly sun 03:00; 2026-11-22T03:00Z; 2026-11-29T03:00:00Z",
        "1st 04:00; 2026-11-21T10:00Z; 2026-12-01T04:00:00Z",
        "monthly 1st 04:00; 2026-12-01T04:00Z; 2027-01-01T04:00:00Z",
        "31st 04:00; 2027-01-31T04:00Z; 2027-02-28T04:00:00Z",
        "last 04:00; 2028-02-01T00:00Z; 2028-02-29T04:00:00Z",
        "every 6h; 2026-11-21T10:00Z; 2026-11-21T12:00:00Z",
        "every 6h from 00:30; 2026-11-21T10:00Z; 2026-11-21T12:30:00Z",
        "every 6h from 07:00; 2026-11-21T00:00Z; 2026-11-21T01:00:00Z",
        "every 24h from 02:00; 2026-11-21T10:00Z; 2026-11-22T02:00:00Z",
        "every 15m; 2026-11-21T10:00Z; 2026-11-21T10:15:00Z",
        "every 36h since 2026-01-01T00:00Z; 2026-01-01T00:00Z; 2026-01-02T12:00:00Z",
        "every 36h since 2026-01-01T00:00Z; 2025-01-01T00:00Z; 2026-01-01T00:00:00Z",
        "@hourly; 2026-11-21T10:00Z; 2026-11-21T11:00:00Z",
        "@weekly; 2026-11-21T10:00Z; 2026-11-22T00:00:00Z",
        "@yearly; 2026-11-21T10:00Z; 2027-01-01T00:00:00Z",
        "30 2 * * Mon-Fri; 2026-11-21T10:00Z; 2026-11-23T02:30:00Z",
        "0 0,12 1 */2 *; 2026-11-21T10:00Z; 2027-01-01T00:00:00Z",
        "*/20 9-10 * jan,JUN *; 2026-11-21T10:00Z; 2027-01-01T09:00:00Z",
        "0 0 * * 7; 2026-11-21T10:00Z; 2026-11-22T00:00:00Z",
        "0 0 29 2 *; 2026-11-21T10:00Z; 2028-02-29T00:00:00Z",
        "0 0 29 2 *; 2096-03-01T00:00Z; 2104-02-29T00:00:00Z",
        "0 4 1 * 1; 2026-11-21T10:00Z; 2026-11-23T04:00:00Z",
        "0 4 1 * 1; 2026-11-30T10:00Z; 2026-12-01T04:00:00Z",
      })
  void knowsTheNextDueInstant(String text, String after, String next) {
    assertThat(utc(text).next(ZonedDateTime.parse(after).toInstant()))
        .hasValue(Instant.parse(next));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0 0 31 2 *; never comes",
        "0 0 30 feb *; never comes",
        "60 * * * *; 60 is no minute; it runs from 0 to 59 (position 1)",
        "0 24 * * *; 24 is no hour; it runs from 0 to 23 (position 3)",
        "0 2 * *; the field \"day of the week\" is missing at the end",
        "0 2 * * * *; \"*\" is too much (position 11)",
        "0 2 L * *; \"L\" is no day of the month; L, W, # and ? of other programs",
        "0 2 ? * 1; \"?\" is no day of the month; L",
        "0 2 * * 5-1; runs backwards (position 9)",
        "*/0 * * * *; \"0\" is no step of the minute (position 3)",
        "*/61 * * * *; \"61\" is no step",
        "0 2 1,,3 * *; \"\" is no day of the month (position 7)",
        "every 7h; 7h doesn't divide a day",
        "every 36h; 36h doesn't divide a day",
        "every 0h; \"0h\" is no step",
        "every 6x; \"6x\" is no step",
        "every 6h form 00:00; \"form\" is neither from nor since (position 10)",
        "every 6h from 24:00; \"24:00\" is no time",
        "every 6h since 2026-01-01; \"2026-01-01\" is no instant",
        "Sunnday 03:00; \"Sunnday\" is no day such as",
        "32nd 03:00; \"32nd\" is no day",
        "weekly 1st 04:00; \"1st\" is no day of a week",
        "25:00; \"25:00\" is no time",
        "02:00 Sunday; \"Sunday\" is too much (position 7)",
        "@fortnightly; \"@fortnightly\" is no minute (position 1)",
        "''; the field \"minute\" is missing",
      })
  void refusesWhatItCantUnderstandWithThePosition(String text, String message) {
    assertThatThrownBy(() -> utc(text))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining(message);
  }

  @Test
  void runsAFixedTimeOfTheGapOnceRightAfterIt() {
    List<String> expected =
        List.of("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
    for (String text : List.of("02:30", "30 2 * * *", "every 24h from 02:30")) {
      assertThat(due(text, BERLIN, "2026-03-27T12:00Z", 3)).as(text).isEqualTo(expected);
    }
    assertThat(due("0,15,30,45 2 * * *", BERLIN, "2026-03-28T12:00Z", 2))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00");
    assertThat(due("0 * * * *", BERLIN, "2026-03-29T00:00Z", 2))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00");
    assertThat(due("0 */6 * * *", BERLIN, "2026-03-28T22:00Z", 4))
        .containsExactly(
            "2026-03-29T00:00+01:00",
            "2026-03-29T06:00+02:00",
            "2026-03-29T12:00+02:00",
            "2026-03-29T18:00+02:00");
  }

  @Test
  void runsAFixedTimeThatComesTwiceTheFirstTime() {
    for (String text : List.of("02:30", "30 2 * * *")) {
      assertThat(due(text, BERLIN, "2026-10-24T12:00Z", 2))
          .as(text)
          .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    }
    assertThat(due("0 * * * *", BERLIN, "2026-10-24T23:30Z", 3))
        .containsExactly(
            "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          02:30 | Europe/Berlin | 2026-03-29T01:00:00Z | 02:30 doesn't exist, runs at 03:00
          02:30 | Europe/Berlin | 2026-10-25T00:30:00Z | 02:30 comes twice, the first counts
          02:30 | Europe/Berlin | 2026-10-26T01:30:00Z |
          30 2 28 3 * | Europe/Berlin | 2028-03-28T00:30:00Z |
          45 1 4 4 * | Australia/Lord_Howe | 2027-04-03T14:45:00Z | 01:45 comes twice, the first counts
          02:15 | Australia/Lord_Howe | 2026-10-03T15:30:00Z | 02:15 doesn't exist, runs at 02:30
          02:30 | Australia/Lord_Howe | 2026-10-03T15:30:00Z |
          00:00 | America/Havana | 2026-03-08T05:00:00Z | 00:00 doesn't exist, runs at 01:00
          0,30 2 * * * | Europe/Berlin | 2026-03-29T01:00:00Z | 02:00, 02:30 don't exist, run once at 03:00
          0 * * * * | Europe/Berlin | 2026-03-29T01:00:00Z | 02:00 doesn't exist, left out
          0 * * * * | Europe/Berlin | 2026-10-25T00:00:00Z | 02:00 comes twice, this is the first
          0 * * * * | Europe/Berlin | 2026-10-25T01:00:00Z | 02:00 comes twice, this is the second
          * * * * * | Europe/Berlin | 2026-03-29T01:00:00Z | 02:00, 02:01, 02:02 and 57 more don't exist, left out
          02:30 | Pacific/Apia | 2011-12-30T12:30:00Z |
          every 36h since 2026-03-28T14:30Z | Europe/Berlin | 2026-03-30T02:30:00Z |
          """)
  void saysWhatClocksThatAreSetMeanForARun(
      String text, String zone, Instant due, @Nullable String said) {
    Schedule schedule = Schedule.parse(text, ZoneId.of(zone));
    assertThat(schedule.next(due.minusNanos(1))).contains(due);
    assertThat(schedule.clocks(due)).isEqualTo(Optional.ofNullable(said));
  }

  @Test
  void walksOverTheSameTimesAsItFindsOneByOne() {
    for (String zone : List.of("Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "UTC")) {
      for (String text : List.of("*/20 * * * *", "02:30", "23:45", "0 0 1 * 1", "every 6h")) {
        Schedule schedule = Schedule.parse(text, ZoneId.of(zone));
        Instant at = Instant.parse("2026-03-01T00:00:00Z");
        for (Instant due : schedule.after(at).limit(3000).toList()) {
          assertThat(schedule.next(at)).as(text + " " + zone).contains(due);
          at = due;
        }
      }
    }
  }

  @Test
  void hasOneDailyRunForEveryLocalDateOfEveryZone() {
    for (String id : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(id);
      var transitions = zone.getRules().getTransitions();
      for (var transition : transitions) {
        if (transition.getInstant().isBefore(Instant.EPOCH)) {
          continue;
        }
        Instant start = transition.getInstant().minus(Duration.ofDays(3));
        LocalDate first = start.atZone(zone).toLocalDate();
        List<LocalDate> dates =
            Schedule.parse("12:34", zone)
                .after(start)
                .limit(5)
                .map(instant -> instant.atZone(zone).toLocalDate())
                .toList();
        assertThat(dates).as(id + " " + transition).doesNotHaveDuplicates();
        for (LocalDate date = dates.getFirst(); date.isBefore(dates.getLast()); ) {
          boolean exists =
              date.atStartOfDay(zone).toLocalDate().equals(date) && !date.isBefore(first);
          assertThat(dates.contains(date)).as(id + " " + date).isEqualTo(exists);
          date = date.plusDays(1);
        }
      }
    }
  }

  @Test
  void givesTheSameRunsFromWhereverOneAsks() {
    Random random = new Random(20261121);
    List<String> zones = new ArrayList<>(new TreeSet<>(ZoneId.getAvailableZoneIds()));
    List<String> texts =
        List.of(
            "*/30 * * * *", "30 2 * * *", "15 0,23 * * 0", "every 2h from 00:30", "0 */3 * * *");
    for (int round = 0; round < 2000; round++) {
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      Schedule schedule = Schedule.parse(texts.get(random.nextInt(texts.size())), zone);
      Instant start = Instant.ofEpochSecond(random.nextLong(2_208_988_800L));
      var near = zone.getRules().nextTransition(start);
      if (near != null && random.nextBoolean()) {
        start = near.getInstant().minusSeconds(random.nextLong(7200));
      }
      Instant due = schedule.next(start).orElseThrow();
      Instant following = schedule.next(due).orElseThrow();
      assertThat(due).isAfter(start);
      assertThat(following).isAfter(due);
      long between = Duration.between(due, following).toMillis();
      Instant within = due.plusMillis(random.nextLong(between));
      assertThat(schedule.next(within))
          .as("%s in round %d from %s", schedule, round, within)
          .hasValue(following);
    }
  }

  @Test
  void hasNoRunOnADateThatAZoneLeftOut() {
    assertThat(due("12:00", ZoneId.of("Pacific/Apia"), "2011-12-29T00:00-10:00", 2))
        .containsExactly("2011-12-29T12:00-10:00", "2011-12-31T12:00+14:00");
  }

  @Test
  void runsHourlyInEveryElapsedHourEvenWhereClocksAreSetByHalfAnHour() {
    ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");
    assertThat(due("0 * * * *", lordHowe, "2026-04-04T13:30Z", 3))
        .containsExactly(
            "2026-04-05T01:00+11:00", "2026-04-05T02:00+10:30", "2026-04-05T03:00+10:30");
  }
}
