package org.hevelius.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.FaultInjectingStorage.Call;
import org.hevelius.repository.storage.FaultInjectingStorage.Fault;
import org.hevelius.repository.storage.FaultInjectingStorage.Operation;
import org.hevelius.repository.storage.FaultInjectingStorage.ProcessDied;
import org.junit.jupiter.api.Test;

class FaultInjectingStorageTest extends StorageContract {
  private final MemoryStorage origin = new MemoryStorage();
  private final FaultInjectingStorage faulty = new FaultInjectingStorage(origin);

  @Override
  Storage open() {
    return faulty;
  }

  @Test
  void recordsTheOrderOfCalls() {
    Handle pack = save(FileKind.PACK, bytes(1, 10));
    save(FileKind.INDEX, bytes(2, 10));
    storage.read(pack, 3, ByteBuffer.allocate(4));
    storage.remove(pack);
    assertThat(faulty.calls(Call.changes()))
        .containsExactly("CREATE", "SAVE PACK", "SAVE INDEX", "REMOVE PACK");
    assertThat(faulty.calls()).contains(new Call(Operation.READ, FileKind.PACK, pack, 3, 4));
    faulty.forgetCalls();
    assertThat(faulty.calls()).isEmpty();
  }

  @Test
  void failsTheNthMatchingCallOnly() {
    faulty.inject(2, Call.to(Operation.SAVE, FileKind.PACK), new Fault.Fail(Kind.FULL));
    save(FileKind.PACK, bytes(1, 10));
    save(FileKind.INDEX, bytes(2, 10));
    failsWith(Kind.FULL, () -> save(FileKind.PACK, bytes(3, 10)));
    save(FileKind.PACK, bytes(3, 10));
    assertThat(list(FileKind.PACK)).hasSize(2);
  }

  @Test
  void failsAlwaysUntilHealed() {
    faulty.injectAlways(Call.to(Operation.LIST), new Fault.Fail(Kind.UNAVAILABLE));
    failsWith(Kind.UNAVAILABLE, () -> list(FileKind.PACK));
    failsWith(Kind.UNAVAILABLE, () -> list(FileKind.KEY));
    faulty.heal();
    assertThat(list(FileKind.PACK)).isEmpty();
  }

  @Test
  void doesTheWorkButLosesTheAnswer() {
    faulty.inject(1, Call.changes(), new Fault.LoseAnswer(Kind.UNAVAILABLE));
    failsWith(Kind.UNAVAILABLE, () -> save(FileKind.PACK, bytes(1, 10)));
    assertThat(list(FileKind.PACK)).hasSize(1);
  }

  @Test
  void truncatesAndTurnsBits() {
    byte[] content = bytes(1, 100);
    faulty.inject(1, Call.to(Operation.SAVE), new Fault.Truncate(30));
    Handle handle = save(FileKind.PACK, content);
    assertThat(storage.size(handle)).isEqualTo(30);
    storage.remove(handle);
    save(FileKind.PACK, content);
    faulty.inject(1, Call.to(Operation.READ), new Fault.Truncate(30));
    failsWith(Kind.DAMAGED, () -> storage.read(handle, 0, ByteBuffer.allocate(100)));
    faulty.inject(1, Call.to(Operation.READ), new Fault.FlipBit(801));
    ByteBuffer target = ByteBuffer.allocate(100);
    storage.read(handle, 0, target);
    assertThat(target.get(0) ^ content[0]).isEqualTo(2);
    assertThat(storage.readAll(handle)).isEqualTo(content);
    faulty.inject(1, Call.to(Operation.READ), new Fault.FlipBit(0));
    assertThat(Id.of(storage.readAll(handle))).isNotEqualTo(handle.id());
    storage.remove(handle);
    faulty.inject(1, Call.to(Operation.SAVE), new Fault.FlipBit(0));
    save(FileKind.PACK, content);
    assertThat(storage.readAll(handle)[0] ^ content[0]).isEqualTo(1);
  }

  @Test
  void diesAndStaysDeadWhileTheOriginKeepsWhatWasDone() {
    faulty.inject(1, Call.to(Operation.SAVE, FileKind.INDEX), new Fault.DieAfter());
    save(FileKind.PACK, bytes(1, 10));
    assertThatThrownBy(() -> save(FileKind.INDEX, bytes(2, 10))).isInstanceOf(ProcessDied.class);
    assertThatThrownBy(() -> list(FileKind.PACK)).isInstanceOf(ProcessDied.class);
    assertThat(origin.contains(Handle.of(FileKind.INDEX, Id.of(bytes(2, 10))))).isTrue();
    FaultInjectingStorage next = new FaultInjectingStorage(origin);
    next.inject(1, Call.changes(), new Fault.DieBefore());
    byte[] snapshot = bytes(3, 10);
    Handle handle = Handle.of(FileKind.SNAPSHOT, Id.of(snapshot));
    assertThatThrownBy(() -> next.save(handle, ByteBuffer.wrap(snapshot)))
        .isInstanceOf(ProcessDied.class);
    assertThat(origin.contains(handle)).isFalse();
  }

  @Test
  void letsSomethingElseHappenFirst() {
    AtomicInteger count = new AtomicInteger();
    faulty.inject(2, Call.to(Operation.LIST), new Fault.RunBefore(count::incrementAndGet));
    list(FileKind.PACK);
    assertThat(count).hasValue(0);
    list(FileKind.PACK);
    list(FileKind.PACK);
    assertThat(count).hasValue(1);
  }
}
