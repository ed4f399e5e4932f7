package org.hevelius.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.storage.AlarmStore.Noted;
import org.hevelius.core.storage.AlarmStore.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of alarms promises. */
public abstract class AlarmContract {
  private static final Instant TIME = Instant.parse("2026-11-21T10:30:00.123456Z");
  private static final String LAB = "vast:lab";

  private Catalog catalog;
  private AlarmStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.alarms();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static SystemAlarm alarm(String id, Grade grade) {
    return new SystemAlarm(LAB, id, grade, LAB, "node \"3\"\nß", "it is FAILED", TIME);
  }

  private List<Noted> settle(int seconds, SystemAlarm... on) {
    return store.settle(LAB, List.of(on), TIME.plusSeconds(seconds));
  }

  private void tell(List<Noted> taken) {
    taken.forEach(store::told);
  }

  @Test
  void anAlarmIsGivenOnceAndSoIsItsEnd() {
    List<Noted> first = settle(0, alarm("1", Grade.ALERT), alarm("2", Grade.CRITICAL));
    assertThat(first).extracting(noted -> noted.alarm().id()).containsExactlyInAnyOrder("1", "2");
    assertThat(first.getFirst().alarm())
        .isEqualTo(alarm(first.getFirst().alarm().id(), first.getFirst().alarm().grade()));
    tell(first);
    assertThat(settle(900, alarm("1", Grade.ALERT), alarm("2", Grade.CRITICAL))).isEmpty();
    List<Noted> ended = settle(1800, alarm("1", Grade.ALERT));
    assertThat(ended).extracting(Noted::state).containsExactly(State.ENDED);
    tell(ended);
    assertThat(settle(2700, alarm("1", Grade.ALERT))).isEmpty();
    assertThat(store.settle("vast:other", List.of(), TIME)).isEmpty();
  }

  @Test
  void whatSomebodyTookAndDidNotTellIsGivenAgainLater() {
    assertThat(settle(0, alarm("1", Grade.ALERT))).hasSize(1);
    assertThat(settle(30, alarm("1", Grade.ALERT))).isEmpty();
    assertThat(settle(60, alarm("1", Grade.ALERT))).hasSize(1);
    List<Noted> again = settle(120, alarm("1", Grade.ALERT));
    tell(again);
    assertThat(settle(300, alarm("1", Grade.ALERT))).isEmpty();
  }

  @Test
  void oneThatEndsBeforeAnybodyWasToldIsDropped() {
    assertThat(settle(0, alarm("1", Grade.ALERT))).hasSize(1);
    assertThat(settle(900)).isEmpty();
    assertThat(settle(1800, alarm("1", Grade.ALERT))).hasSize(1);
  }

  @Test
  void oneThatBecomesWorseIsGivenAgainAndOneThatGetsBetterIsNot() {
    tell(settle(0, alarm("1", Grade.ALERT)));
    assertThat(settle(900, alarm("1", Grade.CRITICAL)))
        .extracting(noted -> noted.alarm().grade())
        .containsExactly(Grade.CRITICAL);
    tell(settle(1800, alarm("1", Grade.CRITICAL)));
    assertThat(settle(2700, alarm("1", Grade.ALERT))).isEmpty();
  }

  @Test
  void oneThatComesBackBeforeItsEndWasToldIsAsBefore() {
    tell(settle(0, alarm("1", Grade.ALERT)));
    assertThat(settle(900)).extracting(Noted::state).containsExactly(State.ENDED);
    assertThat(settle(960, alarm("1", Grade.ALERT))).isEmpty();
    assertThat(settle(1800)).extracting(Noted::state).containsExactly(State.ENDED);
  }
}
