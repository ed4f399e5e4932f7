package org.hevelius.repository.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.testkit.LoopFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores of a mounted state where files can share blocks. */
class SharedBlocksTest {
  private static final int LENGTH = (9 << 20) + 5;

  @TempDir Path folder;

  @Test
  void takeNoSpaceOnBtrfsAndStayIndependent() throws IOException {
    try (LoopFileSystem btrfs = LoopFileSystem.btrfs(folder, 256)) {
      sharesBlocks(btrfs.root());
    }
  }

  @Test
  void takeNoSpaceOnXfsAndStayIndependent() throws IOException {
    try (LoopFileSystem xfs = LoopFileSystem.xfs(folder, 384)) {
      sharesBlocks(xfs.root());
    }
  }

  private static void sharesBlocks(Path root) throws IOException {
    byte[] content = new byte[LENGTH];
    new Random(1).nextBytes(content);
    Path source = Files.createDirectories(root.resolve("source"));
    Files.write(source.resolve("large"), content);
    Files.writeString(source.resolve("small"), "a few bytes");
    Files.write(source.resolve("empty"), new byte[0]);
    Path target = root.resolve("target");

    RestoreCounters counters = restore(source, target);

    assertThat(counters.bytesShared()).isEqualTo(LENGTH + "a few bytes".length());
    assertThat(counters.bytesWritten()).isZero();
    assertThat(counters.filesWritten()).isEqualTo(3);
    assertThat(Files.readAllBytes(target.resolve("large"))).isEqualTo(content);
    Files.writeString(target.resolve("large"), "other");
    assertThat(Files.readAllBytes(source.resolve("large"))).isEqualTo(content);
  }

  @Test
  void copyWhereTheTargetLiesElsewhere() throws IOException {
    try (LoopFileSystem btrfs = LoopFileSystem.btrfs(folder, 256)) {
      Path source = Files.createDirectories(btrfs.root().resolve("source"));
      Files.write(source.resolve("file"), new byte[] {1, 2, 3});

      RestoreCounters counters = restore(source, folder.resolve("target"));

      assertThat(counters.bytesShared()).isZero();
      assertThat(counters.bytesWritten()).isEqualTo(3);
      assertThat(folder.resolve("target/file")).hasBinaryContent(new byte[] {1, 2, 3});
    }
  }

  private static RestoreCounters restore(Path source, Path target) {
    RestoreCounters counters = new RestoreCounters();
    new Restore(FileSystems.local(), 2)
        .run(
            RestoreRequest.into(
                State.mounted(FileSystems.local(), source.toString()), target.toString()),
            counters,
            _ -> {},
            () -> false);
    return counters;
  }
}
