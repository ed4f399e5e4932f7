package org.hevelius.repository.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.LockFile;
import org.hevelius.repository.storage.FaultInjectingStorage;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.MemoryStorage;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.AfterEach;

/** A repository in memory, two owners, and time that only moves when somebody waits. */
abstract class LockFixture {
  static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  static final Owner HERE = new Owner("obs3", "anna", 100, 1000, 100, START.minusSeconds(60));
  static final Owner THERE = new Owner("obs4", "ben", 200, 1001, 100, START.minusSeconds(60));
  static final Sleeper NEVER = _ -> new CountDownLatch(1).await();

  final TestClock clock = new TestClock(START);
  final FaultInjectingStorage storage = new FaultInjectingStorage(new MemoryStorage());
  final List<Duration> waits = new ArrayList<>();
  final List<LockNotice> notices = new CopyOnWriteArrayList<>();
  final Set<Long> running = new HashSet<>(Set.of(100L));
  final List<AutoCloseable> held = new ArrayList<>();
  Consumer<Duration> duringWait = _ -> {};

  Locks locks(Owner owner) {
    return locks(owner, NEVER);
  }

  Locks locks(Owner owner, Sleeper heartbeat) {
    return new Locks(
        storage,
        new PlainCodec(),
        owner,
        lock -> running.contains(lock.pid()),
        clock,
        time -> {
          waits.add(time);
          clock.advance(time);
          duringWait.accept(time);
        },
        heartbeat,
        notices::add);
  }

  @AfterEach
  void giveBack() throws Exception {
    storage.heal();
    for (AutoCloseable lock : held) {
      lock.close();
    }
  }

  Lock take(Owner owner, LockMode mode) {
    Lock lock = locks(owner).acquire(mode);
    held.add(lock);
    return lock;
  }

  List<Id> files() {
    List<Id> ids = new ArrayList<>();
    storage.list(FileKind.LOCK, file -> ids.add(file.id()));
    return ids;
  }

  LockFile only() {
    Id id = files().getFirst();
    assertThat(files()).hasSize(1);
    return new PlainCodec().decode(id, storage.readAll(Handle.of(FileKind.LOCK, id)));
  }

  Id put(LockFile lock) {
    byte[] stored = new PlainCodec().encode(lock);
    storage.save(Handle.of(FileKind.LOCK, Id.of(stored)), ByteBuffer.wrap(stored));
    return Id.of(stored);
  }

  static LockFile lock(Owner owner, Instant time, LockMode mode) {
    return owner.lock(OffsetDateTime.ofInstant(time, ZoneOffset.UTC), mode);
  }

  static RepositoryException failure(Kind kind, ThrowingCallable call) {
    List<RepositoryException> thrown = new ArrayList<>();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> {
              assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
              thrown.add(e);
            });
    return thrown.getFirst();
  }
}
