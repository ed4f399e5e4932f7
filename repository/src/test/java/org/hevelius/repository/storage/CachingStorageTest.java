package org.hevelius.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.FaultInjectingStorage.Call;
import org.hevelius.repository.storage.FaultInjectingStorage.Fault;
import org.hevelius.repository.storage.FaultInjectingStorage.Operation;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingStorageTest extends StorageContract {
  private static final int CAPACITY = 8_000_000;

  @TempDir Path temporary;
  private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  private final Set<Id> trees = new HashSet<>();
  private FaultInjectingStorage origin = new FaultInjectingStorage(new MemoryStorage());

  @Override
  Storage open() {
    origin = new FaultInjectingStorage(new LocalStorage(temporary.resolve("repository")));
    return another();
  }

  /** As a further process on the same machine would open it. */
  private CachingStorage another() {
    CachingStorage caching = new CachingStorage(origin, cacheRoot(), CAPACITY, clock);
    caching.cacheTreePacks(trees::contains);
    return caching;
  }

  private Path cacheRoot() {
    return temporary.resolve("cache").resolve("repository");
  }

  private List<Path> cached() throws IOException {
    if (!Files.exists(cacheRoot())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(cacheRoot())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private List<String> reads() {
    return origin.calls(Call.to(Operation.READ));
  }

  private Handle saveTrees(byte[] content) {
    trees.add(Id.of(content));
    return save(FileKind.PACK, content);
  }

  private byte[] read(Handle handle, int offset, int length) {
    byte[] target = new byte[length];
    storage.read(handle, offset, ByteBuffer.wrap(target));
    return target;
  }

  @Test
  void readsIndexesAndSnapshotsOnceOverTheLine() {
    byte[] content = bytes(1, 200_000);
    Handle index = Handle.of(FileKind.INDEX, Id.of(content));
    origin.save(index, ByteBuffer.wrap(content));
    assertThat(storage.readAll(index)).isEqualTo(content);
    assertThat(another().readAll(index)).isEqualTo(content);
    assertThat(read(index, 100, 500)).isEqualTo(Arrays.copyOfRange(content, 100, 600));
    assertThat(reads()).hasSize(1);
    Handle snapshot = save(FileKind.SNAPSHOT, bytes(2, 300));
    assertThat(storage.readAll(snapshot)).isEqualTo(bytes(2, 300));
    assertThat(reads()).hasSize(1);
  }

  @Test
  void neverKeepsDataKeysLocksOrTheConfig() throws Exception {
    storage.save(Handle.CONFIG, ByteBuffer.wrap(bytes(1, 155)));
    storage.readAll(Handle.CONFIG);
    for (FileKind kind : List.of(FileKind.KEY, FileKind.LOCK, FileKind.PACK)) {
      storage.readAll(save(kind, bytes(2, 1000)));
    }
    assertThat(cached()).isEmpty();
  }

  @Test
  void dropsCacheFilesThatAreDamagedInAnyPlace() throws Exception {
    byte[] content = bytes(3, 150_000);
    Handle index = save(FileKind.INDEX, content);
    Path file = cached().getFirst();
    byte[] sound = Files.readAllBytes(file);
    Random random = new Random(3);
    for (int round = 0; round < 60; round++) {
      byte[] damaged = sound.clone();
      int at = round < 30 ? random.nextInt(sound.length) : sound.length - 1 - (round - 30);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, round % 3 == 0 ? Arrays.copyOf(sound, at) : damaged);
      origin.forgetCalls();
      assertThat(storage.readAll(index)).as("byte %s", at).isEqualTo(content);
      assertThat(reads()).as("byte %s", at).hasSize(1);
      assertThat(Files.readAllBytes(file)).isEqualTo(sound);
    }
  }

  @Test
  void comparesIndexesWithTheirNames() throws Exception {
    Handle index = save(FileKind.INDEX, bytes(4, 1000));
    Handle other = save(FileKind.INDEX, bytes(5, 1000));
    Path cache = cacheRoot();
    Files.write(cache.resolve(index.path()), Files.readAllBytes(cache.resolve(other.path())));
    assertThat(storage.readAll(index)).isEqualTo(bytes(4, 1000));
    assertThat(reads()).hasSize(1);
  }

  @Test
  void neverKeepsWhatTheOriginDeliversDamaged() throws Exception {
    byte[] content = bytes(6, 1000);
    Handle index = Handle.of(FileKind.INDEX, Id.of(content));
    origin.save(index, ByteBuffer.wrap(content));
    origin.inject(1, Call.to(Operation.READ), new Fault.FlipBit(77));
    assertThat(Id.of(storage.readAll(index))).isNotEqualTo(index.id());
    assertThat(cached()).isEmpty();
    assertThat(storage.readAll(index)).isEqualTo(content);
  }

  @Test
  void keepsRangesOfTreesAndThenTheWholePack() throws Exception {
    byte[] content = bytes(7, 600_000);
    Handle pack = saveTrees(content);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 3; i++) {
        int offset = 100_000 * i + 17;
        assertThat(read(pack, offset, 3000))
            .isEqualTo(Arrays.copyOfRange(content, offset, offset + 3000));
      }
    }
    assertThat(reads()).hasSize(3);
    assertThat(cached()).hasSize(3);
    for (int i = 0; i < 50; i++) {
      int offset = 11_000 * i;
      assertThat(read(pack, offset, 40_000))
          .isEqualTo(Arrays.copyOfRange(content, offset, offset + 40_000));
    }
    assertThat(reads()).hasSize(4);
    assertThat(cached()).hasSize(1);
    failsWith(Kind.DAMAGED, () -> read(pack, 599_999, 2));
    storage = another();
    read(pack, 5, 5);
    assertThat(reads()).hasSize(5);
  }

  @Test
  void checksWholePacksOfTreesBlockByBlock() throws Exception {
    byte[] content = bytes(8, 600_000);
    Handle pack = saveTrees(content);
    for (int i = 0; i < 5; i++) {
      read(pack, i, 10);
    }
    Path file = cached().getFirst();
    byte[] damaged = Files.readAllBytes(file);
    damaged[300_000] ^= 1;
    Files.write(file, damaged);
    origin.forgetCalls();
    assertThat(read(pack, 100_000, 1000)).isEqualTo(Arrays.copyOfRange(content, 100_000, 101_000));
    assertThat(reads()).isEmpty();
    assertThat(read(pack, 299_000, 2000)).isEqualTo(Arrays.copyOfRange(content, 299_000, 301_000));
    assertThat(reads()).hasSize(1);
    assertThat(read(pack, 299_000, 2000)).isEqualTo(Arrays.copyOfRange(content, 299_000, 301_000));
    assertThat(reads()).hasSize(1);
  }

  @Test
  void neverKeepsAWholePackThatArrivesDamaged() {
    byte[] content = bytes(9, 600_000);
    Handle pack = saveTrees(content);
    for (int i = 0; i < 3; i++) {
      read(pack, i, 10);
    }
    origin.inject(1, Call.to(Operation.READ), new Fault.FlipBit(8 * 500_000L));
    assertThat(read(pack, 400_000, 10)).isEqualTo(Arrays.copyOfRange(content, 400_000, 400_010));
    assertThat(read(pack, 499_990, 20)).isEqualTo(Arrays.copyOfRange(content, 499_990, 500_010));
  }

  @Test
  void forgetsWhatTheOriginNoLongerLists() throws Exception {
    byte[] content = bytes(10, 1000);
    Handle index = save(FileKind.INDEX, content);
    Handle snapshot = save(FileKind.SNAPSHOT, content);
    Handle pack = saveTrees(content);
    read(pack, 0, 10);
    assertThat(cached()).hasSize(3);
    for (Handle handle : List.of(index, snapshot, pack)) {
      origin.remove(handle);
      assertThat(storage.contains(handle)).isFalse();
      failsWith(Kind.NOT_FOUND, () -> storage.size(handle));
      assertThat(list(handle.kind())).isEmpty();
      failsWith(Kind.NOT_FOUND, () -> storage.readAll(handle));
    }
    assertThat(cached()).isEmpty();
  }

  @Test
  void dropsWhatWasNotUsedForLongestWhenFull() throws Exception {
    List<Handle> handles = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      handles.add(save(FileKind.INDEX, bytes(i, 500_000)));
      clock.advance(Duration.ofHours(2));
      storage.readAll(handles.getFirst());
    }
    long total = cached().stream().mapToLong(file -> file.toFile().length()).sum();
    assertThat(total).isBetween(CAPACITY / 2L, (long) CAPACITY);
    origin.forgetCalls();
    storage.readAll(handles.getFirst());
    storage.readAll(handles.getLast());
    assertThat(reads()).isEmpty();
    storage.readAll(handles.get(1));
    assertThat(reads()).hasSize(1);
  }

  @Test
  void staysBoundedWhenSeveralProcessesFillIt() throws Exception {
    List<CachingStorage> processes = List.of(another(), another(), another());
    together(
        3,
        thread -> {
          for (int i = 0; i < 15; i++) {
            byte[] content = bytes(100 * thread + i, 500_000);
            Handle handle = Handle.of(FileKind.INDEX, Id.of(content));
            processes.get(thread).save(handle, ByteBuffer.wrap(content));
            for (CachingStorage process : processes) {
              assertThat(process.readAll(handle)).isEqualTo(content);
            }
          }
          return true;
        });
    save(FileKind.INDEX, bytes(9999, 500_000));
    long total = cached().stream().mapToLong(file -> file.toFile().length()).sum();
    // Each process counts what it wrote itself since its last look.
    assertThat(total).isLessThan(2L * CAPACITY);
  }

  @Test
  void worksWithoutACacheThatCanBeWritten() throws Exception {
    Files.createDirectories(cacheRoot().resolve(".."));
    Files.write(cacheRoot(), new byte[0]);
    Handle index = save(FileKind.INDEX, bytes(1, 1000));
    assertThat(storage.readAll(index)).isEqualTo(bytes(1, 1000));
    assertThat(list(FileKind.INDEX)).hasSize(1);
    storage.remove(index);
    assertThat(list(FileKind.INDEX)).isEmpty();
  }
}
