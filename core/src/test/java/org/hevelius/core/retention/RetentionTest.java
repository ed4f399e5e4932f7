package org.hevelius.core.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.SnapshotKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @EnumSource(DayOfWeek.class)
  void sixtyDailySnapshotsLeaveSeventeenOrEighteenWhenTheNewestIsAWednesday(DayOfWeek day) {
    OffsetDateTime newest =
        OffsetDateTime.parse("2026-11-16T02:00:00Z").plusDays(day.getValue() - 1);
    assertThat(newest.getDayOfWeek()).isEqualTo(day);
    List<RetentionCandidate<String>> daily =
        IntStream.range(0, 60).mapToObj(i -> plain(newest.minusDays(i))).toList();
    RetentionPlan<String> plan =
        Retention.plan(daily, RetentionRules.DEFAULT, newest.plusHours(1).toInstant());
    assertThat(plan.kept()).hasSize(day == DayOfWeek.WEDNESDAY ? 18 : 17);
    assertThat(plan.decisions()).hasSize(60);
  }

  @Test
  void fifteenOldSnapshotsLeaveTenAndPermanentOnesDoNotCount() {
    List<RetentionCandidate<String>> candidates = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      candidates.add(plain(time(100 + i)));
    }
    assertThat(Retention.plan(candidates, RetentionRules.DEFAULT, NOW).kept()).hasSize(10);
    for (int i = 0; i < 3; i++) {
      candidates.add(held(time(95 + i)));
    }
    assertThat(Retention.plan(candidates, RetentionRules.DEFAULT, NOW).kept()).hasSize(13);
  }

  @Test
  void theTurnOfTheYearMakesNoExtraWeeklyKeeper() {
    List<RetentionCandidate<String>> candidates =
        candidates("2026-01-01T02:00:00Z", "2025-12-31T02:00:00Z", "2025-12-29T02:00:00Z");
    RetentionRules weekly =
        rules(new RetentionRule.PeriodFor(Period.WEEKLY, CalendarSpan.ofDays(90)));
    assertThat(Retention.plan(candidates, weekly, Instant.parse("2026-01-02T00:00:00Z")).kept())
        .containsExactly("2026-01-01T02:00Z");
  }

  @Test
  void readsPeriodsInTheRecordedOffset() {
    // 23:30-05:00 and 03:00Z of the next day are 1.5 h apart the other way round, on two days.
    List<RetentionCandidate<String>> candidates =
        candidates("2026-05-02T04:30:00Z", "2026-05-01T23:00:00-05:00", "2026-05-02T03:00:00Z");
    assertThat(kept(candidates, new RetentionRule.PerPeriod(Period.DAILY, 5)))
        .containsExactly("2026-05-02T04:30Z", "2026-05-01T23:00-05:00", "2026-05-02T03:00Z");
  }

  @Test
  void keepsTheOldestWhileTheCountLasts() {
    List<RetentionCandidate<String>> day =
        candidates("2026-05-01T03:00:00Z", "2026-05-01T02:00:00Z", "2026-05-01T01:00:00Z");
    RetentionPlan<String> plan =
        Retention.plan(day, rules(new RetentionRule.PerPeriod(Period.DAILY, 5)), NOW);
    assertThat(plan.kept()).containsExactly("2026-05-01T03:00Z", "2026-05-01T01:00Z");
    assertThat(plan.decisions().getLast().text()).isEqualTo("oldest daily 5");
    assertThat(kept(day, new RetentionRule.PerPeriod(Period.DAILY, 1)))
        .containsExactly("2026-05-01T03:00Z");
    assertThat(kept(day, new RetentionRule.PerPeriod(Period.DAILY, RetentionRule.UNLIMITED)))
        .hasSize(2);
  }

  @Test
  void withinIsCountedFromTheNewestThatIsNotInTheFutureAndExcludesItsEnd() {
    List<RetentionCandidate<String>> candidates =
        candidates(
            "2027-01-01T00:00:00Z",
            "2026-11-10T00:00:00Z",
            "2026-11-07T00:00:01Z",
            "2026-11-07T00:00:00Z");
    assertThat(kept(candidates, new RetentionRule.Within(CalendarSpan.parse("3d"))))
        .containsExactly("2027-01-01T00:00Z", "2026-11-10T00:00Z", "2026-11-07T00:00:01Z");
    List<RetentionCandidate<String>> future =
        candidates("2027-01-01T00:00:00Z", "2026-12-01T00:00:00Z");
    assertThat(kept(future, new RetentionRule.Within(CalendarSpan.parse("1h")))).hasSize(2);
  }

  @Test
  void periodForCountsFromNowSoThatMissedNightsDoNotLengthenTheHistory() {
    List<RetentionCandidate<String>> candidates =
        candidates("2026-08-25T00:00:00Z", "2026-08-17T00:00:00Z", "2026-08-10T00:00:00Z");
    assertThat(
            kept(candidates, new RetentionRule.PeriodFor(Period.WEEKLY, CalendarSpan.ofDays(90))))
        .containsExactly("2026-08-25T00:00Z");
  }

  @Test
  void keepsByTags() {
    List<RetentionCandidate<String>> candidates =
        List.of(
            tagged("2026-05-03T00:00:00Z", "a=1", "b"),
            tagged("2026-05-02T00:00:00Z", "a=1"),
            tagged("2026-05-01T00:00:00Z"));
    assertThat(kept(candidates, RetentionRule.Tagged.of(List.of("a=1", "b"))))
        .containsExactly("2026-05-03T00:00Z");
    assertThat(kept(candidates, RetentionRule.Tagged.of(List.of("a=1"))))
        .containsExactly("2026-05-03T00:00Z", "2026-05-02T00:00Z");
    assertThat(kept(candidates, RetentionRule.Tagged.of(List.of())))
        .as("the untagged one, and the newest in any case")
        .containsExactly("2026-05-03T00:00Z", "2026-05-01T00:00Z");
  }

  @Test
  void anExpiryOverridesTheRulesButNotAHoldOrTheNewest() {
    RetentionRules one = rules(new RetentionRule.Last(1));
    List<RetentionCandidate<String>> candidates =
        List.of(
            expiring(time(1), NOW),
            plain(time(2)),
            expiring(time(3), NOW.plusSeconds(1)),
            expiring(time(4), NOW),
            plain(time(5)));
    RetentionPlan<String> plan = Retention.plan(candidates, one, NOW);
    assertThat(plan.decisions().stream().map(RetentionPlan.Decision::keep))
        .containsExactly(true, true, true, false, false);
    assertThat(plan.decisions().get(0).reasons()).containsExactly(new Reason.Newest());
    assertThat(plan.decisions().get(3).reasons()).containsExactly(new Reason.Expired(NOW));
    assertThat(plan.decisions().get(4).reasons()).containsExactly(new Reason.NoRule());
  }

  @Test
  void guardsHaveARuleOfTheirOwn() {
    List<RetentionCandidate<String>> candidates = new ArrayList<>(List.of(plain(time(1))));
    for (int i = 0; i < 14; i++) {
      candidates.add(guard(time(i < 12 ? 2 : 40)));
    }
    assertThat(Retention.plan(candidates, rules(new RetentionRule.Last(1)), NOW).kept())
        .as("12 are younger than 30 days")
        .hasSize(13);
    List<RetentionCandidate<String>> old =
        IntStream.range(0, 14).mapToObj(i -> guard(time(40 + i))).toList();
    assertThat(Retention.plan(old, rules(new RetentionRule.Last(1)), NOW).kept()).hasSize(10);
  }

  @Test
  void keepsTheNewestKnownGoodOne() {
    List<RetentionCandidate<String>> candidates =
        List.of(plain(time(1)), good(time(2)), good(time(3)), plain(time(4)));
    assertThat(kept(candidates, new RetentionRule.Last(1)))
        .containsExactly(time(1).toString(), time(2).toString());
  }

  @Test
  void refusesRulesThatKeepNothing() {
    assertThatThrownBy(() -> RetentionRules.of(List.of()))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("no rule says what to keep");
    assertThatThrownBy(
            () -> kept(List.of(plain(time(1))), RetentionRule.Tagged.of(List.of("nobody=has"))))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("would forget all 1 snapshots");
    assertThatThrownBy(() -> new RetentionRule.Last(0)).isInstanceOf(HeveliusException.class);
    assertThatThrownBy(() -> new RetentionRule.PerPeriod(Period.DAILY, -1))
        .isInstanceOf(HeveliusException.class);
    assertThat(kept(List.of(), new RetentionRule.Last(1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void protectsWhatMustBeProtectedWhateverTheRules(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<RetentionCandidate<String>> candidates = random(random);
      RetentionPlan<String> plan = Retention.plan(candidates, randomRules(random), NOW);
      String about = "seed " + seed + ", round " + round;
      assertThat(plan.decisions()).as(about).hasSameSizeAs(candidates);
      assertThat(new ArrayList<>(plan.kept())).as(about).isNotEmpty();
      for (RetentionPlan.Decision<String> decision : plan.decisions()) {
        RetentionCandidate<String> candidate = decision.candidate();
        Instant expires = candidate.expires();
        boolean due = expires == null || !expires.isAfter(NOW);
        assertThat(decision.keep() || (candidate.holds().isEmpty() && due)).as(about).isTrue();
        assertThat(decision.reasons()).as(about).isNotEmpty();
      }
      Collections.shuffle(candidates, random);
    }
  }

  @Test
  void theOrderOfTheInputDoesNotMatter() {
    Random random = new Random(42);
    List<RetentionCandidate<String>> candidates = random(random);
    RetentionPlan<String> plan = Retention.plan(candidates, RetentionRules.DEFAULT, NOW);
    Collections.shuffle(candidates, random);
    assertThat(Retention.plan(candidates, RetentionRules.DEFAULT, NOW)).isEqualTo(plan);
  }

  private static List<RetentionCandidate<String>> random(Random random) {
    List<RetentionCandidate<String>> candidates = new ArrayList<>(List.of(plain(time(0))));
    for (int i = random.nextInt(80); i > 0; i--) {
      OffsetDateTime time = time(0).minus(1 + random.nextInt(400 * 24 * 60), ChronoUnit.MINUTES);
      candidates.add(
          switch (random.nextInt(8)) {
            case 0 -> held(time);
            case 1 -> expiring(time, NOW.plusSeconds(random.nextInt(10) - 5));
            case 2 -> guard(time);
            case 3 -> good(time);
            default -> plain(time);
          });
    }
    return candidates;
  }

  private static RetentionRules randomRules(Random random) {
    Period period = List.of(Period.values()).get(random.nextInt(5));
    return rules(
        switch (random.nextInt(4)) {
          case 0 -> new RetentionRule.Last(1 + random.nextInt(5));
          case 1 -> new RetentionRule.PerPeriod(period, 1 + random.nextInt(5));
          case 2 -> new RetentionRule.WithinPeriod(period, CalendarSpan.ofDays(30));
          default -> new RetentionRule.PeriodFor(period, CalendarSpan.ofDays(30));
        });
  }

  private static List<String> kept(
      List<RetentionCandidate<String>> candidates, RetentionRule... rules) {
    return Retention.plan(candidates, rules(rules), NOW).kept();
  }

  private static RetentionRules rules(RetentionRule... rules) {
    return RetentionRules.of(List.of(rules));
  }

  private static OffsetDateTime time(int daysAgo) {
    return NOW.atOffset(ZoneOffset.UTC).minusDays(daysAgo);
  }

  private static List<RetentionCandidate<String>> candidates(String... times) {
    return List.of(times).stream().map(time -> tagged(time)).toList();
  }

  private static RetentionCandidate<String> tagged(String time, String... tags) {
    OffsetDateTime at = OffsetDateTime.parse(time);
    return new RetentionCandidate<>(
        at.toString(), at, 0, Set.of(tags), List.of(), false, SnapshotKind.MANUAL, null);
  }

  private static RetentionCandidate<String> plain(OffsetDateTime time) {
    return tagged(time.toString());
  }

  private static RetentionCandidate<String> held(OffsetDateTime time) {
    Hold hold = new Hold(Hold.Kind.PERMANENT, "", "maya", NOW);
    return new RetentionCandidate<>(
        time.toString(), time, 0, Set.of(), List.of(hold), false, SnapshotKind.MANUAL, null);
  }

  private static RetentionCandidate<String> good(OffsetDateTime time) {
    return new RetentionCandidate<>(
        time.toString(), time, 0, Set.of(), List.of(), true, SnapshotKind.MANUAL, null);
  }

  private static RetentionCandidate<String> guard(OffsetDateTime time) {
    return new RetentionCandidate<>(
        time.toString(), time, 0, Set.of(), List.of(), false, SnapshotKind.GUARD, null);
  }

  private static RetentionCandidate<String> expiring(OffsetDateTime time, Instant expires) {
    return new RetentionCandidate<>(
        time.toString(), time, 0, Set.of(), List.of(), false, SnapshotKind.MANUAL, expires);
  }

  @Test
  void neverForgetsWhatAnotherProgramMade() {
    List<RetentionCandidate<String>> candidates = new ArrayList<>();
    for (int day = 1; day <= 3; day++) {
      OffsetDateTime time = OffsetDateTime.parse("2020-01-0" + day + "T00:00:00Z");
      candidates.add(
          new RetentionCandidate<>(
              time.toString(), time, 0, Set.of(), List.of(), false, SnapshotKind.ADOPTED, null));
    }
    RetentionRules last = rules(new RetentionRule.Last(1));
    assertThat(Retention.plan(candidates, last, NOW).forgotten()).isEmpty();
  }
}
