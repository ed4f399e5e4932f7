package org.hevelius.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.Storage.Listed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What every form of storage promises. Subclasses say how to make an empty one. */
abstract class StorageContract {
  Storage storage;

  /** New storage in which nothing was made yet. */
  abstract Storage open() throws Exception;

  @BeforeEach
  void start() throws Exception {
    storage = open();
    storage.create();
  }

  @AfterEach
  void end() {
    storage.close();
  }

  static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static void failsWith(Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }

  Handle save(FileKind kind, byte[] content) {
    Handle handle = Handle.of(kind, Id.of(content));
    storage.save(handle, ByteBuffer.wrap(content));
    return handle;
  }

  List<Listed> list(FileKind kind) {
    List<Listed> files = new ArrayList<>();
    storage.list(kind, files::add);
    return files;
  }

  @Test
  void startsEmpty() {
    assertThat(storage.exists()).isFalse();
    for (FileKind kind : FileKind.values()) {
      assertThat(list(kind)).isEmpty();
    }
    assertThat(storage.location()).isNotEmpty();
  }

  @Test
  void mayBeCreatedAgainUntilThereIsAConfig() {
    assertThatCode(storage::create).doesNotThrowAnyException();
    storage.save(Handle.CONFIG, ByteBuffer.wrap(bytes(1, 155)));
    assertThat(storage.exists()).isTrue();
    failsWith(Kind.EXISTS, storage::create);
  }

  @Test
  void neverReplacesTheConfig() {
    storage.save(Handle.CONFIG, ByteBuffer.wrap(bytes(1, 155)));
    failsWith(Kind.EXISTS, () -> storage.save(Handle.CONFIG, ByteBuffer.wrap(bytes(2, 155))));
    assertThat(storage.readAll(Handle.CONFIG)).isEqualTo(bytes(1, 155));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "CONFIG")
  void givesBackWhatWasSaved(FileKind kind) {
    byte[] content = bytes(kind.name().length(), 300_000);
    Handle handle = save(kind, content);
    assertThat(storage.contains(handle)).isTrue();
    assertThat(storage.size(handle)).isEqualTo(content.length);
    assertThat(storage.readAll(handle)).isEqualTo(content);
    assertThat(list(kind)).containsExactly(new Listed(Id.of(content), content.length));
  }

  @Test
  void readsRangesIntoHeapAndDirectBuffers() {
    byte[] content = bytes(3, 1_000_000);
    Handle handle = save(FileKind.PACK, content);
    for (ByteBuffer target :
        List.of(ByteBuffer.allocate(700_010), ByteBuffer.allocateDirect(700_010))) {
      target.position(4).limit(700_004);
      storage.read(handle, 299_990, target);
      assertThat(target.position()).isEqualTo(700_004);
      assertThat(target.limit()).isEqualTo(700_004);
      byte[] read = new byte[700_000];
      target.position(4).get(read);
      assertThat(ByteBuffer.wrap(read))
          .isEqualTo(ByteBuffer.wrap(content, 299_990, 700_000).slice());
    }
  }

  @Test
  void savesTheRangeOfTheBufferFromHeapAndDirectMemory() {
    byte[] content = bytes(4, 500_000);
    ByteBuffer direct = ByteBuffer.allocateDirect(500_000).put(content);
    for (ByteBuffer source : List.of(ByteBuffer.wrap(content), direct, direct.asReadOnlyBuffer())) {
      byte[] part = java.util.Arrays.copyOfRange(content, 7, 499_993);
      Handle handle = Handle.of(FileKind.PACK, Id.of(part));
      storage.save(handle, source.position(7).limit(499_993));
      assertThat(storage.readAll(handle)).isEqualTo(part);
      storage.remove(handle);
    }
  }

  @Test
  void readsUpToTheEndAndCallsAFileThatEndsBeforeDamaged() {
    Handle handle = save(FileKind.PACK, bytes(5, 1000));
    ByteBuffer target = ByteBuffer.allocate(100);
    storage.read(handle, 900, target);
    assertThat(target.hasRemaining()).isFalse();
    failsWith(Kind.DAMAGED, () -> storage.read(handle, 901, ByteBuffer.allocate(100)));
    failsWith(Kind.DAMAGED, () -> storage.read(handle, 5_000_000_000L, ByteBuffer.allocate(1)));
    Handle index = save(FileKind.INDEX, bytes(6, 1000));
    failsWith(Kind.DAMAGED, () -> storage.read(index, 901, ByteBuffer.allocate(100)));
  }

  @Test
  void saysWhatIsNotThere() {
    Handle handle = Handle.of(FileKind.SNAPSHOT, Id.of(bytes(7, 1)));
    assertThat(storage.contains(handle)).isFalse();
    failsWith(Kind.NOT_FOUND, () -> storage.size(handle));
    failsWith(Kind.NOT_FOUND, () -> storage.read(handle, 0, ByteBuffer.allocate(1)));
    failsWith(Kind.NOT_FOUND, () -> storage.readAll(handle));
    failsWith(Kind.NOT_FOUND, () -> storage.readAll(Handle.CONFIG));
  }

  @Test
  void savesTheSameFileTwiceWithoutHarm() {
    byte[] content = bytes(8, 5000);
    Handle handle = save(FileKind.PACK, content);
    ByteBuffer again = ByteBuffer.wrap(content);
    storage.save(handle, again);
    assertThat(storage.readAll(handle)).isEqualTo(content);
    assertThat(list(FileKind.PACK)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "CONFIG")
  void removesAndMayRemoveAgain(FileKind kind) {
    byte[] content = bytes(9, 2000);
    Handle handle = save(kind, content);
    byte[] other = bytes(10, 2000);
    save(kind, other);
    storage.readAll(handle);
    storage.remove(handle);
    storage.remove(handle);
    assertThat(storage.contains(handle)).isFalse();
    assertThat(list(kind)).containsExactly(new Listed(Id.of(other), 2000));
    failsWith(Kind.NOT_FOUND, () -> storage.readAll(handle));
    save(kind, content);
    assertThat(storage.readAll(handle)).isEqualTo(content);
  }

  @Test
  void keepsTheKindsApart() {
    byte[] content = "the same bytes".getBytes(StandardCharsets.UTF_8);
    Handle index = save(FileKind.INDEX, content);
    assertThat(storage.contains(Handle.of(FileKind.SNAPSHOT, Id.of(content)))).isFalse();
    save(FileKind.SNAPSHOT, content);
    storage.remove(index);
    assertThat(list(FileKind.INDEX)).isEmpty();
    assertThat(list(FileKind.SNAPSHOT)).hasSize(1);
  }

  @Test
  void keepsAnEmptyFile() {
    Handle handle = save(FileKind.INDEX, new byte[0]);
    assertThat(storage.size(handle)).isZero();
    assertThat(storage.readAll(handle)).isEmpty();
  }

  @Test
  void letsOneOfManyConcurrentConfigsWin() throws Exception {
    List<Boolean> won =
        together(
            8,
            thread -> {
              try {
                storage.save(Handle.CONFIG, ByteBuffer.wrap(bytes(thread, 155)));
                return true;
              } catch (RepositoryException e) {
                assertThat(e.kind()).isEqualTo(Kind.EXISTS);
                return false;
              }
            });
    assertThat(won).containsOnlyOnce(true);
    assertThat(storage.readAll(Handle.CONFIG)).isEqualTo(bytes(won.indexOf(true), 155));
  }

  @Test
  void letsManySaveTheSameFileAtOnce() throws Exception {
    byte[] content = bytes(11, 400_000);
    Handle handle = Handle.of(FileKind.PACK, Id.of(content));
    together(
        8,
        _ -> {
          storage.save(handle, ByteBuffer.wrap(content));
          return storage.contains(handle);
        });
    assertThat(storage.readAll(handle)).isEqualTo(content);
    assertThat(list(FileKind.PACK)).hasSize(1);
  }

  @Test
  void neverShowsHalfAFile() throws Exception {
    int writers = 3;
    int each = 25;
    CountDownLatch writing = new CountDownLatch(writers);
    together(
        writers + 2,
        thread -> {
          if (thread < writers) {
            try {
              for (int i = 0; i < each; i++) {
                save(FileKind.PACK, bytes(1000 * thread + i, 100_000 + i));
              }
            } finally {
              writing.countDown();
            }
          } else {
            while (writing.getCount() > 0) {
              requireWholeFiles();
            }
          }
          return true;
        });
    assertThat(requireWholeFiles()).isEqualTo(writers * each);
  }

  private int requireWholeFiles() {
    List<Listed> listed = list(FileKind.PACK);
    for (Listed file : listed) {
      byte[] content = storage.readAll(Handle.of(FileKind.PACK, file.id()));
      assertThat(Id.of(content)).isEqualTo(file.id());
      assertThat(file.size()).isEqualTo(content.length);
    }
    return listed.size();
  }

  @Test
  void readsWhileOthersRemove() throws Exception {
    List<Handle> handles = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      handles.add(save(FileKind.PACK, bytes(i, 20_000)));
    }
    together(
        4,
        thread -> {
          for (int i = 0; i < handles.size(); i++) {
            Handle handle = handles.get(i);
            try {
              if (thread == 0) {
                storage.remove(handle);
              } else {
                ByteBuffer target = ByteBuffer.allocate(10_000);
                storage.read(handle, 10_000, target);
                assertThat(target.flip())
                    .isEqualTo(ByteBuffer.wrap(bytes(i, 20_000), 10_000, 10_000).slice());
              }
            } catch (RepositoryException e) {
              assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
            }
          }
          return true;
        });
    assertThat(list(FileKind.PACK)).isEmpty();
  }

  @Test
  void saysHowMuchIsFree() {
    assertThat(storage.freeBytes()).isPositive();
  }

  interface Work<T> {
    T run(int thread) throws Exception;
  }

  static <T> List<T> together(int threads, Work<T> work) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(threads);
    List<Future<T>> futures = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        int thread = i;
        Callable<T> task =
            () -> {
              barrier.await();
              return work.run(thread);
            };
        futures.add(executor.submit(task));
      }
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }
}
