package org.hevelius.repository.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.storage.FaultInjectingStorage.Call;
import org.hevelius.repository.storage.FaultInjectingStorage.Fault;
import org.hevelius.repository.storage.FaultInjectingStorage.Operation;
import org.hevelius.repository.storage.Handle;
import org.junit.jupiter.api.Test;

class LockRenewalTest extends LockFixture {
  @Test
  void renewsByWritingTheNewLockBeforeItRemovesTheOld() {
    Lock lock = take(HERE, LockMode.EXCLUSIVE);
    storage.forgetCalls();
    clock.advance(Duration.ofMinutes(5));
    assertThat(lock.renew()).isTrue();
    assertThat(storage.calls(Call.changes())).containsExactly("SAVE LOCK", "REMOVE LOCK");
    assertThat(only()).isEqualTo(lock(HERE, clock.instant(), LockMode.EXCLUSIVE));
    assertThat(lock.renewed()).isEqualTo(clock.instant());
    for (int i = 0; i < 20; i++) {
      clock.advance(Duration.ofMinutes(5));
      lock.renew();
      lock.ensureHeld();
    }
    failure(Kind.LOCKED, () -> take(THERE, LockMode.SHARED));
    lock.close();
    assertThat(files()).isEmpty();
  }

  @Test
  void isLostForGoodWhenItCouldNotBeRenewedInTime() {
    Lock lock = take(HERE, LockMode.SHARED);
    Instant taken = lock.renewed();
    storage.injectAlways(Call.to(Operation.SAVE), new Fault.Fail(Kind.UNAVAILABLE));
    clock.set(taken.plus(Duration.ofSeconds(1350)));
    assertThat(lock.renew()).isFalse();
    assertThat(notices).singleElement().isInstanceOf(LockNotice.RenewalFailed.class);
    lock.ensureHeld();
    clock.set(taken.plus(Duration.ofSeconds(1351)));
    RepositoryException e = failure(Kind.LOCKED, lock::ensureHeld);
    assertThat(e.getMessage()).contains("could not be renewed for 22 min");
    assertThat(e.advice()).contains("all earlier snapshots are intact");
    storage.heal();
    lock.renew();
    failure(Kind.LOCKED, lock::ensureHeld);
  }

  @Test
  void removesLocksWhoseWritingOnlySeemedToFail() {
    Lock lock = take(HERE, LockMode.SHARED);
    storage.inject(1, Call.to(Operation.SAVE), new Fault.LoseAnswer(Kind.UNAVAILABLE));
    assertThat(lock.renew()).isFalse();
    assertThat(files()).hasSize(2);
    assertThat(lock.renew()).isTrue();
    assertThat(files()).hasSize(1);
    storage.inject(1, Call.to(Operation.SAVE), new Fault.LoseAnswer(Kind.UNAVAILABLE));
    lock.renew();
    lock.close();
    assertThat(files()).isEmpty();
  }

  @Test
  void survivesTheRemovalOfItsFileUnlessSomebodyElseCameIn() {
    Lock lock = take(HERE, LockMode.SHARED);
    files().forEach(id -> storage.remove(Handle.of(FileKind.LOCK, id)));
    put(lock(THERE, clock.instant(), LockMode.SHARED));
    assertThat(lock.renew()).isTrue();
    lock.ensureHeld();
    files().forEach(id -> storage.remove(Handle.of(FileKind.LOCK, id)));
    put(lock(THERE, clock.instant(), LockMode.EXCLUSIVE));
    assertThat(lock.renew()).isFalse();
    assertThat(failure(Kind.LOCKED, lock::ensureHeld).getMessage())
        .contains("another process removed it")
        .contains("ben@obs4");
  }

  @Test
  void renewsInTheBackgroundAndSoonerAfterAFailure() throws Exception {
    List<Duration> pauses = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    storage.inject(2, Call.to(Operation.SAVE), new Fault.Fail(Kind.UNAVAILABLE));
    Sleeper heartbeat =
        time -> {
          pauses.add(time);
          if (pauses.size() == 4) {
            done.countDown();
            new CountDownLatch(1).await();
          }
          clock.advance(time);
        };
    Lock lock = locks(HERE, heartbeat).acquire(LockMode.SHARED);
    held.add(lock);
    done.await();
    assertThat(pauses)
        .containsExactly(Lock.RENEWAL, Lock.RENEWAL_RETRY, Lock.RENEWAL, Lock.RENEWAL);
    lock.ensureHeld();
    assertThat(files()).hasSize(1);
    assertThat(notices).singleElement().isInstanceOf(LockNotice.RenewalFailed.class);
  }

  @Test
  void givesTheLockBackWhenItsThreadWasInterrupted() {
    Lock lock = take(HERE, LockMode.EXCLUSIVE);
    Thread.currentThread().interrupt();
    lock.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(files()).isEmpty();
    failure(Kind.CANCELED, lock::ensureHeld);
  }

  @Test
  void isNeverConfirmedOnceItIsLost() {
    PendingLock pending = locks(HERE).begin(LockMode.SHARED);
    clock.advance(Duration.ofMinutes(23));
    failure(Kind.LOCKED, pending::confirm);
    assertThat(files()).isEmpty();
  }
}
