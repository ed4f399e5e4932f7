package org.hevelius.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.crypto.Password;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.lock.Owner;
import org.hevelius.repository.storage.FaultInjectingStorage;
import org.hevelius.repository.storage.FaultInjectingStorage.Call;
import org.hevelius.repository.storage.FaultInjectingStorage.Fault;
import org.hevelius.repository.storage.FaultInjectingStorage.Operation;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.MemoryStorage;
import org.hevelius.repository.storage.Storage;
import org.junit.jupiter.api.Test;

/** A change of the password in which a call of the storage goes wrong. */
class KeyChangeTest {
  private static final String OLD = Fixture.PASSWORD;
  private static final String NEW = "a new password";

  private final Storage made = made();
  private final Id oldKey = keys(made).getFirst();

  private static Environment environment() {
    return new Environment(
        Clock.systemUTC(),
        new SecureRandom(),
        Owner.current(),
        FileSystems.local(),
        1,
        _ -> {},
        Duration.ZERO,
        _ -> {});
  }

  private static Storage made() {
    Storage storage = new MemoryStorage();
    Fixture.create(storage).close();
    return storage;
  }

  private Storage copy() {
    Storage copy = new MemoryStorage();
    copy.save(Handle.CONFIG, ByteBuffer.wrap(made.readAll(Handle.CONFIG)));
    made.list(
        FileKind.KEY,
        key -> {
          Handle handle = Handle.of(FileKind.KEY, key.id());
          copy.save(handle, ByteBuffer.wrap(made.readAll(handle)));
        });
    return copy;
  }

  private static Repository open(Storage storage, String password) {
    return Repository.open(storage, Password.of(password.toCharArray()), environment());
  }

  private static void change(FaultInjectingStorage storage, String from, Runnable opened) {
    try (Repository repository = open(storage, from)) {
      opened.run();
      repository.changePassword(Password.of(NEW.toCharArray()));
    }
  }

  /** As the next process does, which sees that the one that wrote the lock is gone. */
  private static void unlock(Storage storage) {
    List<Id> locks = new ArrayList<>();
    storage.list(FileKind.LOCK, lock -> locks.add(lock.id()));
    locks.forEach(id -> storage.remove(Handle.of(FileKind.LOCK, id)));
  }

  private void strike(Predicate<Call> matching, Fault fault) {
    FaultInjectingStorage counting = new FaultInjectingStorage(copy());
    change(counting, OLD, counting::forgetCalls);
    int calls = counting.calls(matching).size();
    assertThat(calls).isPositive();
    for (int n = 1; n <= calls; n++) {
      Storage storage = copy();
      FaultInjectingStorage faulty = new FaultInjectingStorage(storage);
      String situation = fault + " at call " + n;
      int nth = n;
      try {
        change(faulty, OLD, () -> faulty.inject(nth, matching, fault));
      } catch (RepositoryException | FaultInjectingStorage.ProcessDied e) {
        situation += " (" + e.getMessage() + ")";
      }
      unlock(storage);
      boolean old = keys(storage).contains(oldKey);
      if (keys(storage).equals(List.of(oldKey))) {
        continue;
      }
      as(situation, () -> change(new FaultInjectingStorage(storage), old ? OLD : NEW, () -> {}));
      as(situation + ", repeated", () -> open(storage, NEW).close());
      assertThat(keys(storage)).as(situation).doesNotContain(oldKey);
    }
  }

  /** Whose password opens a key is told by its id: opening takes long, on purpose. */
  private static List<Id> keys(Storage storage) {
    List<Id> ids = new ArrayList<>();
    storage.list(FileKind.KEY, key -> ids.add(key.id()));
    return ids;
  }

  private static void as(String situation, ThrowingCallable work) {
    assertThatCode(work).as(situation).doesNotThrowAnyException();
  }

  @Test
  void leavesOnePasswordThatOpensWhereverTheProcessDies() {
    strike(_ -> true, new Fault.DieBefore());
  }

  @Test
  void leavesOnePasswordThatOpensWhateverCallFails() {
    strike(_ -> true, new Fault.Fail(Kind.UNAVAILABLE));
    strike(Call.changes(), new Fault.LoseAnswer(Kind.UNAVAILABLE));
  }

  @Test
  void keepsTheOldPasswordWhenTheNewKeyIsStoredDamaged() {
    strike(Call.to(Operation.SAVE, FileKind.KEY), new Fault.FlipBit(1000));
    strike(Call.to(Operation.SAVE, FileKind.KEY), new Fault.Truncate(20));
  }
}
