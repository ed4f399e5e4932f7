package org.hevelius.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.NativeFrames.Frame;
import org.hevelius.core.provider.NativeSchedules.Agreement;
import org.hevelius.core.provider.NativeSchedules.Plan;
import org.hevelius.core.provider.NativeSchedules.Taken;
import org.hevelius.core.provider.NativeSchedules.Wish;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What storage with schedules of its own keeps to. */
public abstract class NativeSchedulesContract {
  private static final DatasetName OBS = DatasetName.of("cosmos7/obs");
  private static final Duration SIX = Duration.ofHours(6);

  private SchedulesFixture fixture;
  private Instant start;

  /** What is tested. */
  protected abstract SchedulesFixture fixture();

  @BeforeEach
  void begin() {
    fixture = fixture();
    start = fixture.now().minus(Duration.ofDays(400)).plus(Duration.ofHours(3));
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  private Wish every(Duration step) {
    return new Wish(List.of(new Frame(step, start, Duration.ofDays(3), Duration.ZERO)), null);
  }

  private Plan plan(@Nullable Wish wish) {
    return fixture.schedules().plan(OBS, fixture.source(), wish);
  }

  private Agreement set(Wish wish) {
    fixture.schedules().carryOut(plan(wish), () -> false);
    return agreement();
  }

  private Agreement agreement() {
    return fixture.schedules().agreement(OBS, fixture.source()).orElseThrow();
  }

  private List<Taken> taken() {
    return fixture.schedules().watch(OBS, fixture.source()).orElseThrow().taken();
  }

  private String trouble() {
    var watched = fixture.schedules().watch(OBS, fixture.source()).orElseThrow();
    assertThat(agreement()).isEqualTo(watched.agreement());
    return watched.agreement().trouble();
  }

  @Test
  void whereNothingWasSetUpThereIsNothingToWatchAndNothingToRemove() {
    fixture.foreign("theirs");
    assertThat(fixture.schedules().agreements()).isEmpty();
    assertThat(fixture.schedules().watch(OBS, fixture.source())).isEmpty();
    assertThat(plan(null).steps()).isEmpty();
  }

  @Test
  void aPlanChangesNothingAndWhatItSaysIsDoneOnce() {
    Plan plan = plan(every(SIX));
    assertThat(plan.steps()).hasSize(1);
    assertThat(fixture.names()).isEmpty();
    Agreement agreement = set(every(SIX));
    assertThat(agreement.isInEffect()).isTrue();
    assertThat(agreement.set().isSame(every(SIX))).isTrue();
    assertThat(fixture.names()).containsExactly(agreement.name());
    assertThat(plan(every(SIX)).steps()).isEmpty();
    assertThat(trouble()).isEmpty();
  }

  @Test
  void theSameFrameFromAnotherOfItsInstantsIsNoChange() {
    Agreement before = set(every(SIX));
    Frame frame = before.set().frames().getFirst();
    Wish later =
        new Wish(
            List.of(
                new Frame(
                    frame.every(),
                    frame.startAt().plus(SIX.multipliedBy(7)),
                    frame.keepLocal(),
                    frame.keepRemote())),
            null);
    assertThat(plan(later).steps()).isEmpty();
    Wish shifted =
        new Wish(
            List.of(
                new Frame(
                    frame.every(),
                    frame.startAt().plusSeconds(3600),
                    frame.keepLocal(),
                    frame.keepRemote())),
            null);
    assertThat(plan(shifted).steps()).hasSize(1);
  }

  @Test
  void whatTheStorageTakesHasAnIdentityItsTimeAndItsEnd() {
    Agreement agreement = set(every(SIX));
    fixture.advance(Duration.ofHours(13));
    List<Taken> taken = taken();
    assertThat(taken).hasSize(2);
    assertThat(taken.get(0).capture().id()).isNotEqualTo(taken.get(1).capture().id());
    assertThat(taken)
        .allSatisfy(
            one -> {
              assertThat(one.name()).startsWith(agreement.name());
              assertThat(one.capture().source()).isEqualTo(fixture.source());
              assertThat(one.expires()).isEqualTo(one.created().plus(Duration.ofDays(3)));
            });
    assertThat(Duration.between(taken.get(0).created(), taken.get(1).created())).isEqualTo(SIX);
    fixture.expire(taken.get(0));
    assertThat(taken()).containsExactly(taken.get(1));
  }

  @Test
  void aChangedWishChangesWhatIsThereAndWhatWasTakenStays() {
    Agreement before = set(every(SIX));
    fixture.advance(Duration.ofHours(7));
    assertThat(taken()).hasSize(1);
    Plan plan = plan(every(Duration.ofHours(12)));
    assertThat(plan.steps()).singleElement().asString().contains("6h", "12h");
    Agreement after = set(every(Duration.ofHours(12)));
    assertThat(after.name()).isEqualTo(before.name());
    assertThat(after.set().isSame(every(Duration.ofHours(12)))).isTrue();
    assertThat(fixture.names()).containsExactly(before.name());
    assertThat(taken()).hasSize(1);
  }

  @Test
  void whatIsNotWishedAnyMoreGoesAndNothingOfOthers() {
    fixture.foreign("theirs");
    Agreement ours = set(every(SIX));
    assertThat(fixture.names()).containsExactlyInAnyOrder("theirs", ours.name());
    fixture.schedules().carryOut(plan(null), () -> false);
    assertThat(fixture.names()).containsExactly("theirs");
    assertThat(fixture.schedules().agreements()).isEmpty();
  }

  @Test
  void whatWasEditedByHandIsToldAndOnlyAPlanPutsItBack() {
    Agreement agreement = set(every(SIX));
    fixture.editByHand(agreement.name());
    assertThat(agreement().isInEffect()).isTrue();
    assertThat(trouble()).contains(agreement.name());
    assertThat(agreement().isInEffect()).isFalse();
    assertThat(trouble()).as("looking changes nothing").isNotEmpty();
    assertThat(plan(every(SIX)).steps()).singleElement().asString().contains("changed");
    Agreement back = set(every(SIX));
    assertThat(back.isInEffect()).isTrue();
    assertThat(trouble()).isEmpty();
  }

  @Test
  void aSourceThatWasTakenFromUnderItIsToldAndProtectedAgain() {
    Agreement agreement = set(every(SIX));
    fixture.unprotectByHand(agreement.name());
    assertThat(trouble()).isNotEmpty();
    assertThat(set(every(SIX)).isInEffect()).isTrue();
    assertThat(trouble()).isEmpty();
    assertThat(fixture.names()).containsExactly(agreement.name());
  }

  @Test
  void aPlanThatIsNotTrueAnyMoreChangesNothing() {
    Agreement agreement = set(every(SIX));
    Plan plan = plan(every(Duration.ofHours(12)));
    fixture.editByHand(agreement.name());
    assertThatThrownBy(() -> fixture.schedules().carryOut(plan, () -> false))
        .isInstanceOf(HeveliusException.class)
        .satisfies(
            e ->
                assertThat(((HeveliusException) e).category())
                    .isEqualTo(HeveliusException.Category.CONFLICT));
    assertThat(trouble()).isNotEmpty();
  }

  @Test
  void whereverItFailsARepetitionEndsWithOneThatIsInEffect() {
    for (int changes = 0; changes < 3; changes++) {
      fixture.failAfter(changes);
      try {
        set(every(SIX));
      } catch (HeveliusException e) {
        assertThat(fixture.schedules().agreements())
            .as("after %d changes", changes)
            .allSatisfy(found -> assertThat(found.isInEffect()).isFalse());
      }
      fixture.failAfter(Integer.MAX_VALUE);
      assertThat(set(every(SIX)).isInEffect()).isTrue();
      assertThat(fixture.names()).containsExactly(agreement().name());
      fixture.schedules().carryOut(plan(null), () -> false);
      assertThat(fixture.names()).isEmpty();
    }
  }
}
