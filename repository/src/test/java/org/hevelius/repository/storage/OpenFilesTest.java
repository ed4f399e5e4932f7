package org.hevelius.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
  @TempDir Path temporary;

  private Path path() {
    return temporary.resolve("file");
  }

  private static Handle handle(int i) {
    return Handle.of(FileKind.PACK, new Id(i, 0, 0, 0));
  }

  @BeforeEach
  void write() throws IOException {
    Files.write(path(), new byte[10]);
  }

  @Test
  void opensOnceAndKeepsTheLastUsed() throws Exception {
    try (OpenFiles files = new OpenFiles(2)) {
      FileChannel first = open(files, 1);
      FileChannel second = open(files, 2);
      assertThat(open(files, 1)).isSameAs(first);
      open(files, 3);
      assertThat(files.count()).isEqualTo(2);
      assertThat(first.isOpen()).isTrue();
      assertThat(second.isOpen()).isFalse();
    }
  }

  private FileChannel open(OpenFiles files, int i) throws IOException {
    OpenFiles.OpenFile file = files.acquire(handle(i), path());
    files.release(file);
    return file.channel();
  }

  @Test
  void leavesAFileOpenForItsReadersWhenItHasToGo() throws Exception {
    OpenFiles files = new OpenFiles(1);
    OpenFiles.OpenFile one = files.acquire(handle(1), path());
    OpenFiles.OpenFile again = files.acquire(handle(1), path());
    open(files, 2);
    files.release(one);
    assertThat(one.channel().isOpen()).isTrue();
    files.release(again);
    assertThat(one.channel().isOpen()).isFalse();
    OpenFiles.OpenFile last = files.acquire(handle(3), path());
    files.close();
    assertThat(last.channel().isOpen()).isTrue();
    files.release(last);
    assertThat(last.channel().isOpen()).isFalse();
    assertThatThrownBy(() -> files.acquire(handle(3), path()))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void keepsNoFileThatWasRemovedWhileItWasOpened() throws Exception {
    AtomicReference<OpenFiles> self = new AtomicReference<>();
    try (OpenFiles files =
        new OpenFiles(
            9,
            path -> {
              FileChannel channel = FileChannel.open(path);
              self.get().forget(handle(1));
              return channel;
            })) {
      self.set(files);
      FileChannel channel = open(files, 1);
      assertThat(files.count()).isZero();
      assertThat(channel.isOpen()).isFalse();
    }
  }
}
