package org.hevelius.repository.lock;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.FaultInjectingStorage.Call;
import org.hevelius.repository.storage.FaultInjectingStorage.Fault;
import org.hevelius.repository.storage.FaultInjectingStorage.Operation;
import org.hevelius.repository.storage.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocksTest extends LockFixture {
  @Test
  void writesWhoHoldsItAndRemovesItAtTheEnd() {
    try (Lock lock = locks(HERE).acquire(LockMode.EXCLUSIVE)) {
      lock.ensureHeld();
      assertThat(only()).isEqualTo(lock(HERE, START, LockMode.EXCLUSIVE));
      assertThat(waits).containsExactly(Duration.ofMillis(200));
    }
    assertThat(files()).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void letsSharedLocksStandTogetherAndExclusiveOnesAlone() {
    Lock first = take(HERE, LockMode.SHARED);
    Lock second = take(THERE, LockMode.SHARED);
    assertThat(files()).hasSize(2);
    failure(Kind.LOCKED, () -> take(THERE, LockMode.EXCLUSIVE));
    first.close();
    second.close();
    Lock alone = take(THERE, LockMode.EXCLUSIVE);
    failure(Kind.LOCKED, () -> take(HERE, LockMode.SHARED));
    failure(Kind.LOCKED, () -> take(HERE, LockMode.EXCLUSIVE));
    assertThat(files()).hasSize(1);
    alone.ensureHeld();
  }

  @Test
  void excludesItselfInTheSameProcessToo() {
    Lock first = take(HERE, LockMode.EXCLUSIVE);
    failure(Kind.LOCKED, () -> take(HERE, LockMode.EXCLUSIVE));
    first.close();
    take(HERE, LockMode.EXCLUSIVE).ensureHeld();
  }

  @Test
  void saysWhoIsInTheWayAndWhatToDo() {
    take(THERE, LockMode.EXCLUSIVE);
    clock.advance(Duration.ofMinutes(4));
    RepositoryException e = failure(Kind.LOCKED, () -> take(HERE, LockMode.SHARED));
    assertThat(e.getMessage())
        .isEqualTo(
            "the repository at memory is in use: exclusive lock of ben@obs4 (process 200, last"
                + " renewed 2026-11-21T10:00:00Z), 4 min ago");
    assertThat(e.advice()).startsWith("nothing was changed").contains("try again");
  }

  @Test
  void seesALockThatWasWrittenAtTheSameMoment() {
    duringWait = _ -> put(lock(THERE, clock.instant(), LockMode.SHARED));
    failure(Kind.LOCKED, () -> locks(HERE).acquire(LockMode.EXCLUSIVE));
    assertThat(files()).hasSize(1);
  }

  @Test
  void neverLetsTwoWinHoweverTheyInterleave() {
    PendingLock first = locks(HERE).begin(LockMode.EXCLUSIVE);
    held.add(first);
    failure(Kind.LOCKED, () -> locks(THERE).begin(LockMode.EXCLUSIVE));
    Lock won = first.confirm();
    held.add(won);
    won.ensureHeld();
  }

  @Test
  void waitsOnlyWhatIsLeftAfterTheCallerDidSomethingElse() {
    try (PendingLock pending = locks(HERE).begin(LockMode.SHARED)) {
      clock.advance(Duration.ofMillis(150));
      held.add(pending.confirm());
      assertThat(waits).containsExactly(Duration.ofMillis(50));
    }
    assertThat(files()).hasSize(1);
    try (PendingLock pending = locks(HERE).begin(LockMode.SHARED)) {
      clock.advance(Duration.ofSeconds(3));
      held.add(pending.confirm());
    }
    assertThat(waits).hasSize(1);
  }

  @Test
  void endsReadingOnceTheLockHasHadItsTimeAndAnotherIsThere() {
    PendingLock pending = locks(HERE).begin(LockMode.EXCLUSIVE);
    put(lock(THERE, clock.instant(), LockMode.SHARED));
    pending.ensureNotLost();
    clock.advance(Duration.ofMillis(200));
    failure(Kind.LOCKED, pending::ensureNotLost);
    assertThat(waits).isEmpty();
    assertThat(files()).hasSize(1);
  }

  @Test
  void removesALockThatWasNeverConfirmed() {
    locks(HERE).begin(LockMode.EXCLUSIVE).close();
    assertThat(files()).isEmpty();
  }

  @Test
  void removesItsFileWhenTakingFails() {
    storage.inject(1, Call.to(Operation.SAVE), new Fault.LoseAnswer(Kind.UNAVAILABLE));
    failure(Kind.UNAVAILABLE, () -> locks(HERE).acquire(LockMode.SHARED));
    assertThat(files()).isEmpty();
    storage.inject(2, Call.to(Operation.LIST), new Fault.Fail(Kind.UNAVAILABLE));
    failure(Kind.UNAVAILABLE, () -> locks(HERE).acquire(LockMode.SHARED));
    assertThat(files()).isEmpty();
  }

  @Test
  void waitsForAnotherProcessAndSaysSoOnce() {
    Lock other = take(THERE, LockMode.EXCLUSIVE);
    waits.clear();
    duringWait =
        _ -> {
          if (waits.size() == 4) {
            other.close();
          }
        };
    held.add(locks(HERE).acquire(LockMode.EXCLUSIVE, Duration.ofMinutes(2)));
    assertThat(waits).hasSize(5);
    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst().text()).contains("ben@obs4").endsWith("waiting up to 2 min");
  }

  @Test
  void waitsNoLongerThanAsked() {
    take(THERE, LockMode.EXCLUSIVE);
    waits.clear();
    failure(Kind.LOCKED, () -> locks(HERE).acquire(LockMode.SHARED, Duration.ofMinutes(1)));
    assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void removesLocksThatWereNotRenewedForHalfAnHourAndSaysSo() {
    put(lock(THERE, START.minus(Duration.ofMinutes(31)), LockMode.EXCLUSIVE));
    Id young = put(lock(THERE, START.minus(Duration.ofMinutes(29)), LockMode.SHARED));
    take(HERE, LockMode.SHARED);
    assertThat(files()).hasSize(2).contains(young);
    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst().text())
        .isEqualTo(
            "removed the stale exclusive lock of ben@obs4 (process 200, last renewed"
                + " 2026-11-21T09:29:00Z): it was not renewed for 31 min");
  }

  @Test
  void removesLocksOfProcessesThatNoLongerRunHereButNeverElsewhere() {
    Owner dead = new Owner("obs3", "anna", 300, 1000, 100, null);
    Owner deadElsewhere = new Owner("obs4", "anna", 300, 1000, 100, null);
    Owner alive = new Owner("obs3", "anna", 400, 1000, 100, null);
    running.add(400L);
    put(lock(dead, START, LockMode.EXCLUSIVE));
    Id elsewhere = put(lock(deadElsewhere, START, LockMode.SHARED));
    Id here = put(lock(alive, START, LockMode.SHARED));
    Lock mine = take(HERE, LockMode.SHARED);
    assertThat(files()).hasSize(3).contains(elsewhere, here);
    assertThat(notices).singleElement().isInstanceOf(LockNotice.StaleRemoved.class);
    mine.ensureHeld();
  }

  @Test
  void knowsAFormerProcessOfItsOwnNumber() {
    put(lock(HERE, START.minusSeconds(61), LockMode.EXCLUSIVE));
    take(HERE, LockMode.EXCLUSIVE);
    assertThat(notices).singleElement().isInstanceOf(LockNotice.StaleRemoved.class);
  }

  @Test
  void respectsItsOwnLocksWhenItsStartIsUnknown() {
    Owner unknown = new Owner("obs3", "anna", 100, 1000, 100, null);
    take(unknown, LockMode.EXCLUSIVE);
    failure(Kind.LOCKED, () -> take(unknown, LockMode.SHARED));
    put(lock(unknown, START, LockMode.SHARED));
    assertThat(locks(unknown).live()).hasSize(1);
    assertThat(notices).singleElement().isInstanceOf(LockNotice.StaleRemoved.class);
  }

  @Test
  void respectsANeighborOfTheSameNameAndNumber() {
    put(lock(HERE, START.minusSeconds(59), LockMode.EXCLUSIVE));
    failure(Kind.LOCKED, () -> take(HERE, LockMode.EXCLUSIVE));
  }

  @Test
  void takesItsOwnLockThatItCouldNotRemoveForStale() {
    Lock lock = take(HERE, LockMode.EXCLUSIVE);
    storage.inject(1, Call.to(Operation.REMOVE), new Fault.Fail(Kind.UNAVAILABLE));
    lock.close();
    assertThat(files()).hasSize(1);
    assertThat(notices).singleElement().isInstanceOf(LockNotice.NotRemoved.class);
    take(HERE, LockMode.EXCLUSIVE);
    assertThat(files()).hasSize(1);
    assertThat(notices).hasSize(2);
  }

  @Test
  void triesAnUnreadableLockFourTimesAndThenRefuses() {
    byte[] damaged = {1, 2, 3};
    Id id = Id.of(damaged);
    storage.save(Handle.of(FileKind.LOCK, id), ByteBuffer.wrap(damaged));
    RepositoryException e = failure(Kind.DAMAGED, () -> locks(HERE).acquire(LockMode.SHARED));
    assertThat(e.getMessage()).contains(id.brief()).contains("can't be read");
    assertThat(waits)
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));
    assertThat(files()).containsExactly(id);
    waits.clear();
    duringWait = _ -> storage.remove(Handle.of(FileKind.LOCK, id));
    held.add(locks(HERE).acquire(LockMode.SHARED));
    assertThat(waits).containsExactly(Duration.ofSeconds(5), Duration.ofMillis(200));
  }

  @Test
  void passesOverALockThatVanishesWhileItIsRead() {
    Id id = put(lock(THERE, START, LockMode.EXCLUSIVE));
    storage.inject(
        1,
        Call.to(Operation.READ),
        new Fault.RunBefore(() -> storage.remove(Handle.of(FileKind.LOCK, id))));
    take(HERE, LockMode.EXCLUSIVE).ensureHeld();
  }

  @Test
  void unlocksForAUserWhoKnowsThatNobodyWorks() {
    Lock mine = take(HERE, LockMode.SHARED);
    take(THERE, LockMode.SHARED);
    put(lock(new Owner("obs5", "cy", 7, 0, 0, null), clock.instant(), LockMode.SHARED));
    assertThat(locks(HERE).live()).hasSize(3);
    assertThat(locks(HERE).removeAll()).isEqualTo(1);
    assertThat(files()).hasSize(2);
    mine.ensureHeld();
  }

  private void nothingCanBeWritten(Kind kind) {
    storage.injectAlways(Call.changes(), new Fault.Fail(kind));
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "READ_ONLY"})
  void letsOnlyReadersGoOnWhereNoLockCanBeWritten(Kind kind) {
    put(lock(HERE, START.minus(Duration.ofHours(1)), LockMode.EXCLUSIVE));
    if (kind == Kind.FULL) {
      storage.injectAlways(Call.to(Operation.SAVE), new Fault.Fail(kind));
    } else {
      nothingCanBeWritten(kind);
    }
    Locks locks = locks(HERE);

    Hold reading = locks.beginReading(LockMode.SHARED, Duration.ZERO);
    Hold checking = locks.beginReading(LockMode.EXCLUSIVE, Duration.ZERO);

    reading.ensureAlone();
    checking.ensureNotLost();
    failure(kind, reading::confirm);
    failure(kind, () -> locks.begin(LockMode.SHARED));
    failure(kind, () -> locks.acquire(LockMode.EXCLUSIVE));
    reading.release();
    assertThat(notices)
        .filteredOn(notice -> !(notice instanceof LockNotice.StaleRemoved))
        .singleElement()
        .isInstanceOf(LockNotice.ReadingWithoutLock.class)
        .extracting(LockNotice::text, as(STRING))
        .contains("memory", "nobody may prune");
  }

  @Test
  void readersWithoutALockSeeThoseOfOthers() {
    Locks locks = locks(HERE);
    Lock other = take(THERE, LockMode.EXCLUSIVE);
    nothingCanBeWritten(Kind.READ_ONLY);
    failure(Kind.LOCKED, () -> locks.beginReading(LockMode.SHARED, Duration.ZERO));
    storage.heal();
    other.close();
    nothingCanBeWritten(Kind.READ_ONLY);
    Hold reading = locks.beginReading(LockMode.SHARED, Duration.ZERO);
    storage.heal();
    take(THERE, LockMode.EXCLUSIVE);

    reading.ensureNotLost();
    failure(Kind.LOCKED, reading::ensureAlone);
    clock.advance(Duration.ofSeconds(10));
    failure(Kind.LOCKED, reading::ensureNotLost);
  }

  @Test
  void everyOtherFailureToWriteALockStopsReadersToo() {
    nothingCanBeWritten(Kind.UNAVAILABLE);
    failure(Kind.UNAVAILABLE, () -> locks(HERE).beginReading(LockMode.SHARED, Duration.ZERO));
  }
}
