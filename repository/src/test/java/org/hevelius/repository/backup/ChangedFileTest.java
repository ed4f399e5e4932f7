package org.hevelius.repository.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.hevelius.repository.TestRepository;
import org.hevelius.repository.chunk.Chunker;
import org.hevelius.repository.chunk.Polynomial;
import org.hevelius.repository.chunk.RabinChunker;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.pack.BlobWriter;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.storage.MemoryStorage;
import org.hevelius.repository.tree.Trees;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that has changed since the parent: the same chunks as ever, and less work for them. */
class ChangedFileTest {
  private static final int LENGTH = 24 << 20;
  private static final RabinChunker RABIN = new RabinChunker(Polynomial.parse("2f918af0dfaa2f"));

  @TempDir Path directory;
  private final TestRepository repository = new TestRepository(new MemoryStorage(), 1);
  private final AtomicLong searched = new AtomicLong();
  private final Random random = new Random(5);
  private byte[] content = new byte[LENGTH];
  private Id first = Id.of(new byte[0]);

  @BeforeEach
  void captureTheFirstVersion() throws IOException {
    random.nextBytes(content);
    first = capture(repository, null);
    searched.set(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void hasTheChunksThatItWouldHaveWithoutAParent(long seed) throws IOException {
    Random changes = new Random(seed);
    for (int i = changes.nextInt(4); i >= 0; i--) {
      change(changes);
    }
    List<Id> withParent = chunks(repository, capture(repository, first));
    assertThat(withParent)
        .as("seed %d", seed)
        .isEqualTo(chunks(new TestRepository(new MemoryStorage(), 1)));
  }

  @Test
  void isSearchedForCutsOnlyWhereBytesWereOverwritten() throws IOException {
    overwrite(LENGTH / 2, 4096);
    capture(repository, first);
    assertThat(searched.get()).isPositive().isLessThanOrEqualTo(Chunker.MAX + BackupWorker.READ);
  }

  @Test
  void isSearchedForCutsOnlyWhereBytesWereInserted() throws IOException {
    splice(100, 0, 1000);
    capture(repository, first);
    assertThat(searched.get()).isPositive().isLessThanOrEqualTo(Chunker.MAX + BackupWorker.READ);
  }

  @Test
  void isSearchedForCutsOnlyFromTheLastOldChunkOnWhenItHasGrown() throws IOException {
    splice(LENGTH, 0, 5 << 20);
    capture(repository, first);
    assertThat(searched.get())
        .isPositive()
        .isLessThanOrEqualTo(Chunker.MAX + (5 << 20) + BackupWorker.READ);
  }

  @Test
  void isNotSearchedAtAllWhenOnlyItsTimesHaveChanged() throws IOException {
    Files.setLastModifiedTime(
        directory.resolve("file"), java.nio.file.attribute.FileTime.fromMillis(1));
    assertThat(chunks(repository, capture(repository, first))).isEqualTo(chunks(repository, first));
    assertThat(searched).hasValue(0);
  }

  @Test
  void canHaveLostItsEnd() throws IOException {
    content = Arrays.copyOf(content, LENGTH / 2 + 77);
    assertThat(chunks(repository, capture(repository, first)))
        .isEqualTo(chunks(new TestRepository(new MemoryStorage(), 1)));
  }

  private void change(Random changes) {
    int at = changes.nextInt(content.length);
    switch (changes.nextInt(6)) {
      case 0 -> overwrite(at, 1 + changes.nextInt(3 << 20));
      case 1 -> splice(at, 0, 1 + changes.nextInt(3 << 20));
      case 2 -> splice(at, 1 + changes.nextInt(6 << 20), 0);
      case 3 -> splice(content.length, 0, changes.nextInt(6 << 20));
      case 4 -> splice(at, 1 + changes.nextInt(1 << 20), 1 + changes.nextInt(1 << 20));
      default -> content = Arrays.copyOf(content, at + 1);
    }
  }

  private void overwrite(int at, int length) {
    splice(at, length, length);
  }

  private void splice(int at, int removed, int inserted) {
    byte[] fresh = new byte[inserted];
    random.nextBytes(fresh);
    var out = new ByteArrayOutputStream();
    out.write(content, 0, at);
    out.writeBytes(fresh);
    int rest = Math.min(content.length, at + removed);
    out.write(content, rest, content.length - rest);
    content = out.toByteArray();
  }

  private List<Id> chunks(TestRepository fresh) throws IOException {
    return chunks(fresh, capture(fresh, null));
  }

  private static List<Id> chunks(TestRepository where, Id root) {
    try (BlobCodec codec = where.parts().codecs().get()) {
      BlobReader reader = new BlobReader(where.storage(), where.index());
      return find(reader, codec, root).content();
    }
  }

  private static Node find(BlobReader reader, BlobCodec codec, Id tree) {
    Node node = Trees.load(reader, codec, tree).getFirst();
    return node.subtree() == null ? node : find(reader, codec, node.subtree());
  }

  private Id capture(TestRepository into, @Nullable Id parentRoot) throws IOException {
    Files.write(directory.resolve("file"), content);
    BlobIndex index = into.index();
    RepositoryParts parts = into.parts();
    Chunker counting =
        (bytes, start, from, end) -> {
          int cut = RABIN.cut(bytes, start, from, end);
          searched.addAndGet((cut < 0 ? end : cut) - Math.max(start, from));
          return cut;
        };
    try (BlobWriter writer = parts.blobWriter(index, parts.indexWriter())) {
      Backup backup =
          new Backup(
              FileSystems.local(),
              counting,
              new BlobReader(into.storage(), index),
              writer,
              parts.codecs(),
              2);
      Backup.Captured captured =
          backup.capture(
              new Backup.Source(directory.toString(), Excludes.NONE),
              parentRoot,
              _ -> {},
              () -> false);
      assertThat(captured.findings()).isEmpty();
      Id root = backup.storeRoot(List.of(captured), List.of(), null, captured.node().mtime());
      writer.flush();
      return root;
    }
  }
}
