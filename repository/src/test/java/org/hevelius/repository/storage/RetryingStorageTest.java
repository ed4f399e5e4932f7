package org.hevelius.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.FaultInjectingStorage.Call;
import org.hevelius.repository.storage.FaultInjectingStorage.Fault;
import org.hevelius.repository.storage.FaultInjectingStorage.Operation;
import org.hevelius.repository.storage.RetryingStorage.Policy;
import org.hevelius.repository.storage.RetryingStorage.Retry;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryingStorageTest extends StorageContract {
  private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  private final FaultInjectingStorage origin = new FaultInjectingStorage(new MemoryStorage());
  private final List<Duration> waits = new ArrayList<>();
  private final List<Retry> notices = new ArrayList<>();

  @Override
  Storage open() {
    return open(
        time -> {
          waits.add(time);
          clock.advance(time);
        });
  }

  private Storage open(Sleeper sleeper) {
    return new RetryingStorage(
        origin, Policy.STANDARD, clock, sleeper, new Random(1), notices::add);
  }

  private void unavailable(Operation operation, int times) {
    for (int i = 1; i <= times; i++) {
      origin.inject(i, Call.to(operation), new Fault.Fail(Kind.UNAVAILABLE));
    }
  }

  @Test
  void triesAgainUntilItWorks() {
    byte[] content = bytes(1, 1000);
    unavailable(Operation.SAVE, 3);
    Handle handle = save(FileKind.PACK, content);
    unavailable(Operation.READ, 2);
    ByteBuffer target = ByteBuffer.allocate(1000);
    storage.read(handle, 0, target);
    assertThat(target.array()).isEqualTo(content);
    unavailable(Operation.SIZE, 1);
    assertThat(storage.size(handle)).isEqualTo(1000);
    unavailable(Operation.CONTAINS, 1);
    assertThat(storage.contains(handle)).isTrue();
    unavailable(Operation.LIST, 1);
    assertThat(list(FileKind.PACK)).hasSize(1);
    unavailable(Operation.REMOVE, 1);
    storage.remove(handle);
    assertThat(list(FileKind.PACK)).isEmpty();
    assertThat(waits).hasSize(9);
    assertThat(notices).hasSize(9);
    assertThat(notices.get(2).attempt()).isEqualTo(3);
    assertThat(notices.get(2).what()).isEqualTo("save " + handle);
  }

  @Test
  void waitsTwiceAsLongEachTimeUpToTheLongestAndGivesUpWithinTheTotal() {
    origin.injectAlways(Call.to(Operation.SIZE), new Fault.Fail(Kind.UNAVAILABLE));
    assertThatThrownBy(() -> storage.size(Handle.CONFIG))
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
              assertThat(e.getMessage())
                  .endsWith("(gave up after " + (waits.size() + 1) + " tries)");
            });
    Duration bound = Duration.ofMillis(500);
    Duration total = Duration.ZERO;
    for (Duration wait : waits) {
      assertThat(wait).isBetween(bound.dividedBy(2), bound);
      total = total.plus(wait);
      bound =
          bound.multipliedBy(2).compareTo(Duration.ofMinutes(1)) < 0
              ? bound.multipliedBy(2)
              : Duration.ofMinutes(1);
    }
    assertThat(total).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
  }

  @ParameterizedTest
  @EnumSource(names = "UNAVAILABLE", mode = EnumSource.Mode.EXCLUDE)
  void neverRepeatsWhatWillNotPass(Kind kind) {
    origin.injectAlways(Call.to(Operation.SAVE), new Fault.Fail(kind));
    failsWith(kind, () -> save(FileKind.PACK, bytes(1, 10)));
    assertThat(origin.calls(Call.to(Operation.SAVE))).hasSize(1);
    assertThat(waits).isEmpty();
  }

  @Test
  void takesASaveWhoseAnswerWasLostForDone() {
    origin.inject(1, Call.to(Operation.SAVE), new Fault.LoseAnswer(Kind.UNAVAILABLE));
    byte[] content = bytes(1, 155);
    storage.save(Handle.CONFIG, ByteBuffer.wrap(content));
    assertThat(storage.readAll(Handle.CONFIG)).isEqualTo(content);
    origin.inject(1, Call.to(Operation.SAVE), new Fault.LoseAnswer(Kind.UNAVAILABLE));
    save(FileKind.PACK, content);
    assertThat(list(FileKind.PACK)).hasSize(1);
  }

  @Test
  void readsTheWholeRangeAgain() {
    Handle handle = save(FileKind.PACK, bytes(1, 1000));
    origin.inject(1, Call.to(Operation.READ), new Fault.LoseAnswer(Kind.UNAVAILABLE));
    ByteBuffer target = ByteBuffer.allocate(950).position(50);
    storage.read(handle, 10, target);
    assertThat(origin.calls())
        .filteredOn(Call.to(Operation.READ))
        .hasSize(2)
        .containsOnly(new Call(Operation.READ, FileKind.PACK, handle, 10, 900));
  }

  @Test
  void seesThatAnotherProcessMadeTheConfigMeanwhile() {
    origin.inject(1, Call.to(Operation.SAVE), new Fault.Fail(Kind.UNAVAILABLE));
    origin.inject(
        2,
        Call.to(Operation.SAVE),
        new Fault.RunBefore(() -> origin.save(Handle.CONFIG, ByteBuffer.wrap(bytes(2, 155)))));
    failsWith(Kind.EXISTS, () -> storage.save(Handle.CONFIG, ByteBuffer.wrap(bytes(1, 155))));
    assertThat(storage.readAll(Handle.CONFIG)).isEqualTo(bytes(2, 155));
  }

  @Test
  void listsEachFileOnceAlthoughTheListingBrokeOff() {
    for (int i = 0; i < 20; i++) {
      save(FileKind.INDEX, bytes(i, 10));
    }
    origin.inject(1, Call.to(Operation.LIST), new Fault.LoseAnswer(Kind.UNAVAILABLE));
    assertThat(list(FileKind.INDEX)).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void repeatsNoListingForAFailureOfItsReader() {
    save(FileKind.INDEX, bytes(1, 10));
    origin.forgetCalls();
    failsWith(
        Kind.UNAVAILABLE,
        () ->
            storage.list(
                FileKind.INDEX,
                _ -> {
                  throw new RepositoryException(Kind.UNAVAILABLE, "the reader's own", "");
                }));
    assertThat(origin.calls(Call.to(Operation.LIST))).hasSize(1);
  }

  @Test
  void stopsWaitingWhenInterrupted() {
    Handle handle = Handle.of(FileKind.PACK, Id.of(bytes(1, 1)));
    unavailable(Operation.SIZE, 1);
    Thread.currentThread().interrupt();
    try (Storage real = open(Sleeper.real())) {
      failsWith(Kind.CANCELED, () -> real.size(handle));
    }
    assertThat(Thread.interrupted()).isTrue();
  }
}
