package org.hevelius.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.hevelius.core.snapshot.SnapshotKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidityTest {
  private static final Instant START = Instant.parse("2026-01-25T00:00:00Z");
  private static final RetentionRules RULES =
      new RetentionRules(
          List.of(
              new RetentionRule.Last(2),
              new RetentionRule.For(CalendarSpan.parse("1mo")),
              new RetentionRule.PeriodFor(Period.WEEKLY, CalendarSpan.parse("40d")),
              new RetentionRule.Within(CalendarSpan.parse("5d")),
              new RetentionRule.WithinPeriod(Period.DAILY, CalendarSpan.parse("1mo3h"))),
          1,
          CalendarSpan.parse("9d"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aPlanThatIsValidIsThePlanThatWouldBeMade(long seed) {
    Random random = new Random(seed);
    RetentionScheme scheme =
        RetentionScheme.of(RULES)
            .withMinimumKeep(random.nextBoolean() ? CalendarSpan.parse("2d7h") : null);
    List<RetentionCandidate<Integer>> candidates =
        Stream.iterate(0, n -> n + 1).limit(60).map(n -> candidate(n, random)).toList();
    Instant at = START.plus(Duration.ofHours(random.nextInt(1000)));
    Validity validity = Validity.of(candidates, scheme, at);
    List<String> plan = plan(candidates, scheme, at);
    assertThat(validity.holds(at)).isTrue();
    int kept = 0;
    int changed = 0;
    // Months end within, where the calendar counts back unevenly.
    for (int minutes = -120_000; minutes < 120_000; minutes += 197) {
      Instant now = at.plus(Duration.ofMinutes(minutes));
      if (validity.holds(now)) {
        assertThat(plan(candidates, scheme, now)).as("%s, %s", at, now).isEqualTo(plan);
        kept++;
      } else {
        changed++;
        at = now;
        validity = Validity.of(candidates, scheme, at);
        plan = plan(candidates, scheme, at);
      }
    }
    assertThat(kept).isGreaterThan(changed);
    assertThat(changed).isPositive();
  }

  @Test
  void anExpiryEndsItAtItsMoment() {
    Instant expires = START.plusSeconds(50);
    List<RetentionCandidate<Integer>> one =
        List.of(
            new RetentionCandidate<>(
                1,
                START.atOffset(ZoneOffset.UTC),
                1,
                Set.of(),
                List.of(),
                false,
                SnapshotKind.MANUAL,
                expires));
    Validity validity = Validity.of(one, RetentionScheme.usual(), START.plusSeconds(9));
    assertThat(validity.holds(expires.minusNanos(1))).isTrue();
    assertThat(validity.holds(expires)).isFalse();
    assertThat(validity.holds(START)).isTrue();
    assertThat(validity.holds(START.minusNanos(1))).isFalse();
  }

  private static RetentionCandidate<Integer> candidate(int number, Random random) {
    Instant time = START.plus(Duration.ofMinutes(random.nextInt(80_000) - 20_000));
    return new RetentionCandidate<>(
        number,
        time.atOffset(ZoneOffset.UTC),
        number,
        Set.of(),
        List.of(),
        random.nextInt(9) == 0,
        random.nextInt(4) == 0 ? SnapshotKind.GUARD : SnapshotKind.MANUAL,
        random.nextInt(9) == 0 ? time.plus(Duration.ofHours(random.nextInt(900))) : null);
  }

  private static List<String> plan(
      List<RetentionCandidate<Integer>> candidates, RetentionScheme scheme, Instant now) {
    List<String> lines = new ArrayList<>();
    Retention.plan(candidates, scheme, now)
        .decisions()
        .forEach(d -> lines.add(d.candidate().subject() + " " + d.keep() + " " + d.text()));
    return lines;
  }
}
