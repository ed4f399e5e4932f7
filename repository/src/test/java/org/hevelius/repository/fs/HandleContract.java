package org.hevelius.repository.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.FileSystemException.Reason;
import org.junit.jupiter.api.Test;

/** What both forms of the file system promise of open handles, many at once and deep down. */
abstract class HandleContract extends FileSystemContract {
  @Test
  void keepsWorkingWhenTheDirectoryIsClosedTwice() {
    put(directory, A, "x");
    Directory inner = fs.open(RawPath.of(temporary));
    OpenFile file = inner.openFile(A);
    inner.close();
    // A second close must not hit the descriptor that was given out meanwhile.
    try (Directory next = fs.open(RawPath.of(temporary))) {
      inner.close();
      assertThat(next.list()).containsExactly(A);
      assertThatThrownBy(inner::list).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> inner.stat(A)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(inner::sync).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> next.makeHardLink(B, inner, A))
          .isInstanceOf(IllegalStateException.class);
      assertThat(file.stat().size()).isEqualTo(1);
    }
    file.close();
    file.close();
    assertThatThrownBy(() -> file.read(0, new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(file::stat).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(file::sync).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void listsLargeDirectoriesAgainAndAgain() {
    int count = 20_000;
    put(directory, A, "x");
    for (int i = 1; i < count; i++) {
      // Much faster than as many new files.
      directory.makeHardLink(FileName.of("entry-" + i), directory, A);
    }
    assertThat(Set.copyOf(directory.list())).hasSize(count);
    assertThat(directory.list()).hasSize(count);
    for (FileName name : directory.list()) {
      directory.removeFile(name);
    }
    assertThat(directory.list()).isEmpty();
  }

  @Test
  void servesManyThreadsAtOnce() throws Exception {
    put(directory, A, "0123456789");
    List<Callable<Integer>> work = new ArrayList<>();
    try (OpenFile shared = directory.openFile(A);
        ExecutorService pool = Executors.newFixedThreadPool(8)) {
      for (int thread = 0; thread < 8; thread++) {
        FileName own = FileName.of("thread-" + thread);
        byte digit = (byte) ('0' + thread);
        work.add(
            () -> {
              directory.makeDirectory(own);
              for (int i = 0; i < 300; i++) {
                byte[] one = new byte[1];
                assertThat(shared.read(digit - '0', one, 0, 1)).isEqualTo(1);
                assertThat(one[0]).isEqualTo(digit);
                assertThat(directory.list()).contains(own, A);
                try (Directory inner = directory.openDirectory(own)) {
                  put(inner, B, "content " + digit);
                  assertThat(text(inner, B)).isEqualTo("content " + digit);
                  inner.removeFile(B);
                }
              }
              return 1;
            });
      }
      for (Future<Integer> done : pool.invokeAll(work)) {
        assertThat(done.get()).isEqualTo(1);
      }
    }
  }

  @Test
  void closesUnderTheHandsOfOthersWithoutTouchingStrangers() throws Exception {
    put(directory, A, "a");
    put(directory, B, "b");
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 200; round++) {
        OpenFile file = directory.openFile(A);
        Callable<Boolean> reader =
            () -> {
              byte[] one = new byte[1];
              try {
                while (true) {
                  assertThat(file.read(0, one, 0, 1)).isEqualTo(1);
                  assertThat(one[0]).isEqualTo((byte) 'a');
                }
              } catch (IllegalStateException e) {
                return true;
              }
            };
        Future<Boolean> first = pool.submit(reader);
        Future<Boolean> second = pool.submit(reader);
        file.close();
        for (int i = 0; i < 5; i++) {
          assertThat(text(directory, B)).isEqualTo("b");
        }
        assertThat(first.get() && second.get()).isTrue();
      }
    }
  }

  @Test
  void goesDeeperThanAPathMayBeLong() {
    assumeTrue(isNative(), "the portable form knows directories by their paths");
    FileName name = FileName.of("d".repeat(200));
    List<Directory> chain = new ArrayList<>(List.of(directory));
    for (int depth = 0; depth < 60; depth++) {
      chain.getLast().makeDirectory(name);
      chain.add(chain.getLast().openDirectory(name));
    }
    put(chain.getLast(), A, "deep");
    assertThat(text(chain.getLast(), A)).isEqualTo("deep");
    assertThat(chain.getLast().toString()).hasSizeGreaterThan(12_000);
    fails(Reason.NAME_TOO_LONG, () -> fs.open(bytes(chain.getLast().toString())));
    chain.getLast().removeFile(A);
    for (int depth = chain.size() - 1; depth > 0; depth--) {
      chain.get(depth).close();
      chain.get(depth - 1).removeDirectory(name);
    }
    assertThat(directory.list()).isEmpty();
  }

  @Test
  void flushesToTheDisk() {
    try (OpenFile file = directory.openForWriting(A, true)) {
      file.sync();
    }
    directory.sync();
    if (isNative()) {
      directory.syncFileSystem();
    } else {
      fails(Reason.NOT_SUPPORTED, directory::syncFileSystem);
    }
  }
}
