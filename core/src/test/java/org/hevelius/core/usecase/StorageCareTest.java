package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hevelius.core.usecase.StorageFixture.VIEW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.InMemoryStorage;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.QuotaChange;
import org.hevelius.core.storage.SystemAlarm;
import org.junit.jupiter.api.Test;

/** What the watch over storage does, and what it leaves alone. */
class StorageCareTest {
  private static final Limits BEFORE = new Limits(8_000L, 10_000L);
  private static final Limits GROWN = new Limits(12_000L, 15_000L);

  private final StorageFixture home = new StorageFixture();

  private static HeveliusException down() {
    return new HeveliusException(Category.UNAVAILABLE, "lab doesn't answer");
  }

  @Test
  void aRuleOnlyPlansUnlessItSaysThatItApplies() {
    home.view(VIEW, 8_500).rule();
    home.round();
    home.round();
    assertThat(home.limits()).isEqualTo(BEFORE);
    assertThat(home.trail())
        .containsExactly(
            "quota expand OK only planned: soft 12 kB (12000 B), hard 15 kB (15000 B)");
    assertThat(home.told())
        .containsExactly(Alert.Kind.STORAGE_FILLING, Alert.Kind.QUOTA_NOT_EXPANDED);
  }

  @Test
  void limitsGrowTogetherFromTheShareOnAndEveryStepIsAudited() {
    home.view(VIEW, 7_900).rule("apply: true");
    home.round();
    assertThat(home.limits()).isEqualTo(BEFORE);
    home.storage.use(VIEW, 8_000);
    home.round();
    assertThat(home.limits()).isEqualTo(GROWN);
    assertThat(home.trail()).hasSize(2).allMatch(line -> line.startsWith("quota set OK "));
    assertThat(home.told()).contains(Alert.Kind.QUOTA_EXPANDED);
    assertThat(home.catalog.usage().newest(VIEW).orElseThrow().automatic()).isTrue();
  }

  @Test
  void afterAChangeThereIsAPauseAndThenTheCeiling() {
    home.view(VIEW, 9_000).rule("apply: true");
    home.round();
    home.storage.use(VIEW, 14_000);
    home.round(Duration.ofHours(23));
    assertThat(home.limits()).isEqualTo(GROWN);
    assertThat(home.trail()).last().asString().contains("REFUSED its limits were changed");
    home.round(Duration.ofHours(1));
    assertThat(home.limits()).isEqualTo(new Limits(16_000L, 20_000L));
    home.storage.use(VIEW, 19_000);
    home.round(Duration.ofHours(25));
    home.round(Duration.ofHours(25));
    assertThat(home.limits()).isEqualTo(new Limits(16_000L, 20_000L));
    assertThat(home.trail())
        .filteredOn(line -> line.contains("REFUSED") && line.contains("ceiling of 20 kB"))
        .hasSize(1);
  }

  @Test
  void aManualChangeThatComesBetweenIsNotOverwritten() {
    home.view(VIEW, 9_000).rule("apply: true");
    Limits manual = new Limits(null, 11_000L);
    home.storage.beforeSet(
        () -> home.storage.setLimits(home.storage.view(SourceSpec.parse(VIEW)), manual));
    home.round();
    assertThat(home.limits()).isEqualTo(manual);
    assertThat(home.trail()).last().asString().startsWith("quota set FAILED not done");
    assertThat(home.catalog.usage().open()).isEmpty();
    home.round();
    assertThat(home.limits()).isEqualTo(new Limits(null, 16_500L));
  }

  @Test
  void nothingGrowsWhileHealthIsCriticalOrTooLittleWouldStayFree() {
    home.view(VIEW, 9_000).rule("apply: true");
    home.storage.health(
        List.of(
            new Finding(
                Finding.Kind.STATE,
                Grade.CRITICAL,
                InMemoryStorage.SYSTEM,
                InMemoryStorage.SYSTEM,
                "the cluster is DEGRADED",
                "")));
    home.round();
    home.storage.health(List.of());
    home.storage.space(100_000, 15_999);
    home.round();
    assertThat(home.limits()).isEqualTo(BEFORE);
    assertThat(home.trail())
        .anyMatch(line -> line.contains("REFUSED the health of vast:lab is critical"))
        .anyMatch(line -> line.contains("less than 10 kB would stay free"));
    home.storage.space(100_000, 16_000);
    home.round();
    assertThat(home.limits()).isEqualTo(GROWN);
  }

  @Test
  void aBudgetIsNotExceededAndOneThatIsNotKnownForbidsToo() {
    home.view(VIEW, 9_000).view("vast:lab/chandra", 1_000).rule("apply: true");
    String budget = "budgets:\n- {name: all, total: %s, views: [%s, %s]}\n";
    String rule = home.settings;
    home.settings = rule + budget.formatted("24kB", VIEW, "vast:lab/chandra");
    home.round();
    home.settings = rule + budget.formatted("90kB", VIEW, "vast:lab/gone");
    home.round();
    assertThat(home.limits()).isEqualTo(BEFORE);
    assertThat(home.trail())
        .anyMatch(line -> line.contains("the budget all of 24 kB would be exceeded"))
        .anyMatch(line -> line.contains("what the budget all allows isn't known"));
    home.settings = rule + budget.formatted("25kB", VIEW, "vast:lab/chandra");
    home.round();
    assertThat(home.limits()).isEqualTo(GROWN);
  }

  @Test
  void aSystemThatIsDownIsToldOfOnceAndNothingIsDone() {
    home.view(VIEW, 9_000).rule("apply: true");
    home.storage.fail(down());
    home.round();
    home.round();
    assertThat(home.told()).containsExactly(Alert.Kind.STORAGE_UNHEALTHY);
    assertThat(home.trail()).isEmpty();
    home.storage.fail(null);
    home.round();
    assertThat(home.limits()).isEqualTo(GROWN);
  }

  private static SystemAlarm alarm(String id, String subject, Grade grade) {
    return new SystemAlarm(
        InMemoryStorage.SYSTEM, id, grade, subject, "it", "it is broken", Instant.EPOCH);
  }

  @Test
  void anAlarmOfTheStorageIsToldOnceAlsoAfterARestartAndSoIsItsEnd() {
    home.storage.alarms(List.of(alarm("4", InMemoryStorage.SYSTEM, Grade.CRITICAL)));
    home.round();
    home.round();
    home.clock.advance(Duration.ofMinutes(15));
    home.watcher().run(home.now(), () -> false);
    assertThat(home.told()).containsExactly(Alert.Kind.STORAGE_ALARM);
    home.storage.fail(down());
    home.round();
    home.storage.fail(null);
    assertThat(home.told()).doesNotContain(Alert.Kind.STORAGE_ALARM_ENDED);
    home.storage.alarms(List.of());
    home.round();
    home.round();
    assertThat(home.told())
        .containsOnlyOnce(Alert.Kind.STORAGE_ALARM, Alert.Kind.STORAGE_ALARM_ENDED);
    assertThat(home.alerts).extracting(Alert::subject).contains("vast:lab alarm 4");
  }

  @Test
  void onlyAlarmsThatConcernTheSystemOrASourceOrALimitOfOursAreTold() {
    home.view(VIEW, 1_000).rule();
    home.storage.alarms(
        List.of(
            alarm("1", VIEW, Grade.ALERT),
            alarm("2", "vast:lab/theirs", Grade.CRITICAL),
            alarm("3", InMemoryStorage.SYSTEM, Grade.WARN)));
    home.round();
    assertThat(home.alerts)
        .filteredOn(alert -> alert.kind() == Alert.Kind.STORAGE_ALARM)
        .extracting(Alert::subject)
        .containsExactly("vast:lab alarm 1");
  }

  @Test
  void aLostAnswerIsLookedUpAndNotRepeated() {
    home.view(VIEW, 9_000).rule("apply: true");
    home.storage.loseAnswer(down());
    home.round();
    assertThat(home.limits()).isEqualTo(GROWN);
    assertThat(home.trail()).last().asString().contains("done, although the answer was lost");
    home.round();
    assertThat(home.limits()).isEqualTo(GROWN);
  }

  @Test
  void whatADeadProcessBeganIsFoundOutLater() {
    home.view(VIEW, 1_000);
    QuotaChange begun =
        home.catalog
            .usage()
            .begin(
                new QuotaChange(
                    0,
                    VIEW,
                    "quota-1",
                    BEFORE,
                    GROWN,
                    home.now(),
                    "scheduler",
                    true,
                    QuotaChange.State.BEGUN),
                event());
    home.round(Duration.ofMinutes(5));
    assertThat(home.catalog.usage().open()).containsExactly(begun);
    home.round();
    assertThat(home.catalog.usage().open()).isEmpty();
    assertThat(home.trail()).last().asString().contains("interrupted, and found not done");
  }

  @Test
  void aDeadChangeThatCanNotBeLookedUpHoldsUpNothing() {
    home.view(VIEW, 9_000).rule("apply: true");
    QuotaChange begun =
        home.catalog
            .usage()
            .begin(
                new QuotaChange(
                    0,
                    "vast:lab/gone",
                    "quota-9",
                    BEFORE,
                    GROWN,
                    home.now(),
                    "scheduler",
                    true,
                    QuotaChange.State.BEGUN),
                event());
    home.round(Duration.ofHours(1));
    assertThat(home.catalog.usage().open()).containsExactly(begun);
    assertThat(home.limits()).isEqualTo(GROWN);
    assertThat(home.told()).contains(Alert.Kind.QUOTA_EXPANDED);
  }

  private AuditEvent event() {
    return home.context.done("quota set", VIEW, "begins");
  }

  @Test
  void aClockThatIsSetBackGrowsNothing() {
    home.view(VIEW, 9_000).rule("apply: true");
    home.round();
    assertThat(home.limits()).isEqualTo(GROWN);
    home.storage.use(VIEW, 14_900);
    home.round(Duration.ofDays(-400));
    assertThat(home.limits()).isEqualTo(GROWN);
    assertThat(home.trail()).last().asString().contains("which lies ahead");
  }

  @Test
  void aNodeThatLostTheLeaseBeginsNothing() {
    home.view(VIEW, 9_000).rule("apply: true");
    home.lost = true;
    home.round();
    assertThat(home.limits()).isEqualTo(BEFORE);
  }

  @Test
  void gradesAreToldWhenTheyGetWorseAndSamplesAreKept() {
    home.view(VIEW, 7_500);
    home.round();
    home.storage.use(VIEW, 9_000);
    home.round();
    home.storage.use(VIEW, 1_000);
    home.round();
    home.storage.use(VIEW, 8_100);
    home.round();
    assertThat(home.told())
        .containsExactly(
            Alert.Kind.STORAGE_FILLING, Alert.Kind.STORAGE_FULL, Alert.Kind.STORAGE_FILLING);
    assertThat(home.catalog.usage().samples(VIEW, home.now().minus(Duration.ofDays(1)), 99))
        .extracting(sample -> sample.usedBytes())
        .containsExactly(7_500L, 9_000L, 1_000L, 8_100L);
    assertThat(home.catalog.usage().samples("vast:lab", home.now().minus(Duration.ofDays(1)), 99))
        .hasSize(4);
  }

  @Test
  void aWrongSettingStopsTheRoundAndSaysWhere() {
    home.view(VIEW, 9_000).rule("aply: true");
    org.assertj.core.api.Assertions.assertThatThrownBy(home::round)
        .hasMessageContaining("storage.yaml:7:3: \"aply\" is not known here");
    assertThat(home.limits()).isEqualTo(BEFORE);
  }
}
