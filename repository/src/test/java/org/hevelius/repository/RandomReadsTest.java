package org.hevelius.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.MemoryStorage;
import org.hevelius.repository.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a large file, read out of their order. */
class RandomReadsTest {
  private static final int SIZE = 40 << 20;

  @TempDir private Path folder;

  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final Storage counting = counting(new MemoryStorage());

  private Storage counting(Storage storage) {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (_, method, arguments) -> {
              if (method.getName().equals("read")
                  && arguments[0] instanceof Handle handle
                  && handle.kind() == FileKind.PACK) {
                reads.incrementAndGet();
                bytes.addAndGet(((ByteBuffer) arguments[2]).remaining());
              }
              try {
                return method.invoke(storage, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void eachReadsTheBlobsThatItNeedsAndNoOthers() throws IOException {
    Fixture.file(folder.resolve("source/file"), SIZE, 3);
    byte[] expected = Files.readAllBytes(folder.resolve("source/file"));
    try (Repository repository = Fixture.create(counting)) {
      StoredSnapshot stored = Fixture.backup(repository, folder.resolve("source"));
      try (ReadSession session = repository.read()) {
        List<FileName> path =
            RawPath.parts(RawPath.ofText(folder.resolve("source/file").toString()));
        Node file = session.find(stored.file().tree(), path).orElseThrow();
        assertThat(file.content()).hasSizeGreaterThan(10);
        Random random = new Random(7);
        for (int i = 0; i < 30; i++) {
          int from = i == 0 ? SIZE - 100 : i == 1 ? 0 : random.nextInt(SIZE - 100);
          reads.set(0);
          bytes.set(0);
          try (InputStream in = session.open(file)) {
            in.skipNBytes(from);
            assertThat(in.readNBytes(100))
                .isEqualTo(Arrays.copyOfRange(expected, from, from + 100));
          }
          assertThat(reads).as("reads from %d", from).hasValueLessThanOrEqualTo(2);
          assertThat(bytes).as("bytes from %d", from).hasValueLessThan(17L << 20);
        }
      }
    }
  }

  @Test
  void passesOverPartsInBetween() throws IOException {
    Fixture.file(folder.resolve("source/file"), SIZE, 4);
    byte[] expected = Files.readAllBytes(folder.resolve("source/file"));
    try (Repository repository = Fixture.create(counting)) {
      StoredSnapshot stored = Fixture.backup(repository, folder.resolve("source"));
      try (ReadSession session = repository.read()) {
        List<FileName> path =
            RawPath.parts(RawPath.ofText(folder.resolve("source/file").toString()));
        Node file = session.find(stored.file().tree(), path).orElseThrow();
        reads.set(0);
        try (InputStream in = session.open(file)) {
          assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOf(expected, 10));
          int from = SIZE - 10;
          in.skipNBytes(from - 10L);
          assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(expected, from, SIZE));
          assertThat(in.skip(5)).isZero();
        }
        assertThat(reads).hasValueLessThanOrEqualTo(2);
        try (InputStream in = session.open(file)) {
          assertThat(in.skip(SIZE + 5L)).isEqualTo(SIZE);
          assertThat(in.read()).isEqualTo(-1);
          assertThat(in.skip(-1)).isZero();
        }
      }
    }
  }
}
