package org.hevelius.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hevelius.core.retention.RetentionScheme.Group;
import org.hevelius.core.retention.RetentionScheme.Members;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TiersTest {
  private static final TakenBy DAILY = new TakenBy("p", "daily");
  private static final TakenBy WEEKLY = new TakenBy("p", "weekly");
  private static final TakenBy OLD = new TakenBy("old", "daily");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Group MANUAL =
      new Group("manual", new Members.Manual(), List.of(new RetentionRule.Last(2)), null);

  @Test
  void manualSnapshotsDontShortenTheScheduledHistory() {
    List<RetentionCandidate<String>> all = new ArrayList<>();
    for (int day = 0; day < 10; day++) {
      all.add(taken("d" + day, day, DAILY));
      all.add(taken("m" + day, day));
    }
    RetentionPlan<String> plan = plan(all, null, tier("daily", new RetentionRule.Last(3), DAILY));
    assertThat(plan.kept()).containsExactly("m0", "d0", "m1", "d1", "d2");
    assertThat(texts(plan))
        .contains("d2: daily: last 3", "m1: manual: last 2", "d3: no rule keeps it");
  }

  @Test
  void whatWasTakenForSeveralStaysWhileOneOfThemKeepsIt() {
    RetentionPlan<String> plan =
        plan(
            List.of(taken("both", 5, DAILY, WEEKLY), taken("d", 5, DAILY), taken("new", 0, DAILY)),
            null,
            tier("daily", new RetentionRule.For(CalendarSpan.ofDays(3)), DAILY),
            tier("weekly", new RetentionRule.For(CalendarSpan.ofDays(30)), WEEKLY));
    assertThat(texts(plan))
        .containsExactly(
            "new: daily: for 3d, newest of daily, newest",
            "both: weekly: for 30d, newest of weekly",
            "d: no rule keeps it");
  }

  @Test
  void aStoppedClockEmptiesNoTier() {
    RetentionPlan<String> plan =
        plan(
            List.of(taken("a", 400, DAILY), taken("b", 300, DAILY), taken("m", 0)),
            null,
            tier("daily", new RetentionRule.For(CalendarSpan.ofDays(3)), DAILY));
    assertThat(plan.kept()).containsExactly("m", "b");
  }

  @Test
  void whatAScheduleTookThatIsGoneStaysUntilSomethingTakesItOver() {
    List<RetentionCandidate<String>> all =
        List.of(taken("old2", 9, OLD), taken("old1", 8, OLD), taken("new", 0, DAILY));
    RetentionRule last = new RetentionRule.Last(1);
    assertThat(texts(plan(all, null, tier("daily", last, DAILY))))
        .contains("old2: no policy has its schedule old/daily");
    assertThat(plan(all, null, tier("daily", last, DAILY, OLD)).kept()).containsExactly("new");
  }

  @Test
  void nothingYoungerThanTheMinimumGoesNotEvenWhatHasExpired() {
    RetentionCandidate<String> expired =
        new RetentionCandidate<>(
            "x",
            NOW.minusSeconds(9 * 86_400).atOffset(ZoneOffset.UTC),
            1,
            Set.of(),
            List.of(),
            false,
            SnapshotKind.MANUAL,
            NOW.minusSeconds(1));
    RetentionPlan<String> plan =
        plan(
            List.of(expired, taken("d9", 9, DAILY), taken("d11", 11, DAILY), taken("d0", 0, DAILY)),
            CalendarSpan.ofDays(10),
            tier("daily", new RetentionRule.Last(1), DAILY));
    assertThat(texts(plan))
        .containsExactlyInAnyOrder(
            "d0: daily: last 1, newest of daily, minimum keep 10d, newest",
            "x: minimum keep 10d",
            "d9: minimum keep 10d",
            "d11: no rule keeps it");
  }

  @Test
  void theExpiryThatAPolicyGaveIsTheLatestTimeAndRulesDecideUntilThen() {
    RetentionPlan<String> plan =
        plan(
            List.of(
                expiring("a", 1, 300, DAILY),
                expiring("b", 2, 300, DAILY),
                expiring("c", 3, 300, DAILY),
                expiring("gone", 2, 0, DAILY),
                taken("m", 0)),
            null,
            tier("daily", new RetentionRule.Last(2), DAILY));
    assertThat(texts(plan))
        .containsExactlyInAnyOrder(
            "m: manual: last 2, newest",
            "a: daily: last 2, newest of daily, at most until 2027-09-17 12:00 UTC",
            "b: daily: last 2, at most until 2027-09-17 12:00 UTC",
            "gone: expired 2026-11-21 12:00 UTC",
            "c: no rule keeps it");
  }

  @Test
  void theNewestOfATierStaysEvenWhenAllOfItHasExpired() {
    RetentionPlan<String> plan =
        plan(
            List.of(expiring("a", 10, -3, DAILY), expiring("b", 11, -4, DAILY), taken("m", 0)),
            null,
            tier("daily", new RetentionRule.Last(2), DAILY));
    assertThat(plan.kept()).containsExactly("m", "a");
  }

  @Test
  void theExpiryThatAPersonGaveKeepsItWhateverTheRules() {
    RetentionPlan<String> plan =
        plan(
            List.of(expiring("x", 9, 1), taken("m0", 0), taken("m1", 1), taken("m2", 2)),
            null,
            tier("daily", new RetentionRule.Last(2), DAILY));
    assertThat(texts(plan))
        .contains("x: until 2026-11-22 12:00 UTC", "m1: manual: last 2", "m2: no rule keeps it");
  }

  @Test
  void holdsStandAboveTiersAndCountForNone() {
    RetentionCandidate<String> held =
        new RetentionCandidate<>(
            "held",
            NOW.atOffset(ZoneOffset.UTC),
            99,
            Set.of(),
            List.of(new Hold(Hold.Kind.LEGAL, "", "sam", NOW)),
            false,
            SnapshotKind.SCHEDULED,
            List.of(DAILY),
            null);
    RetentionPlan<String> plan =
        plan(
            List.of(held, taken("a", 1, DAILY), taken("b", 2, DAILY)),
            null,
            tier("daily", new RetentionRule.Last(1), DAILY));
    assertThat(plan.kept()).containsExactly("held", "a");
  }

  @Test
  void readsPeriodsInTheZoneOfTheSchedule() {
    // 23:30 and 00:30 in Berlin: two days there, one day in UTC.
    RetentionCandidate<String> late = at("late", "2026-11-19T22:30:00Z");
    RetentionCandidate<String> early = at("early", "2026-11-19T23:30:00Z");
    RetentionRule daily = new RetentionRule.PerPeriod(Period.DAILY, 5);
    RetentionRule last = new RetentionRule.Last(1);
    for (String zone : List.of("UTC", "Europe/Berlin")) {
      Group group =
          new Group(
              "daily", new Members.Tier(Set.of(DAILY)), List.of(daily, last), ZoneId.of(zone));
      RetentionPlan<String> plan =
          plan(List.of(late, early, at("oldest", "2026-11-19T22:00:00Z")), null, group);
      assertThat(plan.kept().contains("late")).as(zone).isEqualTo(zone.startsWith("Europe"));
    }
  }

  private static RetentionCandidate<String> at(String name, String time) {
    return candidate(name, Instant.parse(time), DAILY);
  }

  private static RetentionCandidate<String> taken(String name, int daysAgo, TakenBy... takenBy) {
    return candidate(name, NOW.minusSeconds(daysAgo * 86_400L + 60), takenBy);
  }

  private static RetentionCandidate<String> expiring(
      String name, int daysAgo, int daysLeft, TakenBy... takenBy) {
    RetentionCandidate<String> plain = taken(name, daysAgo, takenBy);
    return new RetentionCandidate<>(
        name,
        plain.time(),
        plain.order(),
        plain.tags(),
        plain.holds(),
        plain.knownGood(),
        plain.kind(),
        plain.takenBy(),
        NOW.plusSeconds(daysLeft * 86_400L));
  }

  private static RetentionCandidate<String> candidate(
      String name, Instant time, TakenBy... takenBy) {
    return new RetentionCandidate<>(
        name,
        time.atOffset(ZoneOffset.UTC),
        takenBy.length == 0 ? 2 : 1,
        Set.of(),
        List.of(),
        false,
        takenBy.length == 0 ? SnapshotKind.MANUAL : SnapshotKind.SCHEDULED,
        List.of(takenBy),
        null);
  }

  private static Group tier(String label, RetentionRule rule, TakenBy... members) {
    return new Group(label, new Members.Tier(Set.of(members)), List.of(rule), null);
  }

  private static RetentionPlan<String> plan(
      List<RetentionCandidate<String>> all, @Nullable CalendarSpan minimum, Group... groups) {
    List<Group> with = new ArrayList<>(List.of(groups));
    with.add(MANUAL);
    return Retention.plan(
        all,
        new RetentionScheme(with, RetentionRules.GUARDS_LAST, RetentionRules.GUARDS_FOR, minimum),
        NOW);
  }

  private static List<String> texts(RetentionPlan<String> plan) {
    return plan.decisions().stream().map(d -> d.candidate().subject() + ": " + d.text()).toList();
  }
}
