package org.hevelius.repository.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Percentage;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.FileSystemException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both forms of the file system promise; {@link MetadataContract} adds the metadata. */
abstract class FileSystemContract {
  static final FileName A = FileName.of("a");
  static final FileName B = FileName.of("b");
  static final FileName C = FileName.of("c");

  @TempDir Path temporary;

  FileSystem fs;
  Directory directory;

  /** The form under test. */
  abstract FileSystem fileSystem();

  /** Whether all is done by system calls, so that nothing is left out. */
  abstract boolean isNative();

  @BeforeEach
  void openTheDirectory() {
    fs = fileSystem();
    directory = fs.open(RawPath.of(temporary));
  }

  @AfterEach
  void closeTheDirectory() {
    directory.close();
  }

  static void fails(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            FileSystemException.class,
            e -> {
              assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
              assertThat(e.getMessage()).doesNotContain("\n");
            });
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  void put(Directory where, FileName name, String content) {
    try (OpenFile file = where.openForWriting(name, true)) {
      file.write(0, bytes(content), 0, bytes(content).length);
    }
  }

  String text(Directory where, FileName name) {
    try (OpenFile file = where.openFile(name)) {
      byte[] buffer = new byte[100];
      return new String(buffer, 0, file.read(0, buffer, 0, 100), StandardCharsets.UTF_8);
    }
  }

  @Test
  void writesReadsAndListsFiles() {
    put(directory, A, "stars");
    directory.makeDirectory(B);
    assertThat(text(directory, A)).isEqualTo("stars");
    assertThat(directory.list()).containsExactlyInAnyOrder(A, B);
    assertThat(directory.stat(A).type()).isEqualTo(Stat.Type.FILE);
    assertThat(directory.stat(A).size()).isEqualTo(5);
    assertThat(directory.stat(A).mode() & 0777).isEqualTo(0600);
    assertThat(directory.stat(B).type()).isEqualTo(Stat.Type.DIRECTORY);
    assertThat(directory.stat(B).mode() & 0777).isEqualTo(0700);
    assertThat(directory.stat().inode()).isEqualTo(fs.stat(RawPath.of(temporary)).inode());
  }

  @Test
  void readsAcrossTheBordersOfItsBuffers() {
    byte[] content = new byte[3 * Scratch.CONTENT_BYTES + 17];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 + (i >> 8));
    }
    try (OpenFile file = directory.openForWriting(A, true)) {
      file.write(5, content, 0, content.length);
      byte[] read = new byte[content.length + 100];
      assertThat(file.read(5, read, 50, content.length + 50)).isEqualTo(content.length);
      assertThat(read).containsSubsequence(content);
      assertThat(read[50]).isEqualTo(content[0]);
      assertThat(read[50 + content.length - 1]).isEqualTo(content[content.length - 1]);
      assertThat(file.read(content.length + 5, read, 0, 10)).isZero();
      assertThat(file.read(1L << 40, read, 0, 10)).isZero();
      assertThat(file.opened().size()).isZero();
      assertThat(file.stat().size()).isEqualTo(content.length + 5L);
      assertThatThrownBy(() -> file.read(0, read, 5, read.length))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void takesAnyNameThatTheSystemTakes() {
    List<FileName> names =
        List.of(
            FileName.of("line\nbreak"),
            FileName.of("größe α 星"),
            FileName.ofBytes(new byte[] {'x', (byte) 0xff, (byte) 0xc3}),
            FileName.of("-rf *"),
            FileName.of("..."),
            FileName.of("%41\\\""),
            FileName.of("n".repeat(255)));
    for (FileName name : names) {
      put(directory, name, "c" + name.bytes().length);
    }
    assertThat(directory.list()).containsExactlyInAnyOrderElementsOf(names);
    for (FileName name : names) {
      assertThat(text(directory, name)).isEqualTo("c" + name.bytes().length);
      assertThat(directory.stat(name).type()).isEqualTo(Stat.Type.FILE);
      directory.removeFile(name);
    }
    assertThat(directory.list()).isEmpty();
    fails(Reason.NAME_TOO_LONG, () -> directory.stat(FileName.of("n".repeat(256))));
    fails(Reason.NAME_TOO_LONG, () -> directory.stat(FileName.of("n".repeat(5000))));
  }

  @Test
  void refusesNamesThatLeaveTheDirectory() {
    for (String name : List.of("", ".", "..", "a/b", "../etc", "a\0b")) {
      assertThatThrownBy(() -> directory.stat(FileName.of(name)))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> fs.open(bytes("etc"))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fs.open(bytes("/e\0"))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsMessagesToOneLineAndNamesCallPathAndReason() {
    FileName odd = FileName.ofBytes(new byte[] {'a', '\n', (byte) 0xff});
    assertThatThrownBy(() -> directory.openFile(odd))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(temporary + "/a\\x0a\\xff): No such file or directory");
    directory.makeDirectory(B);
    try (Directory inner = directory.openDirectory(B)) {
      assertThat(inner).hasToString(temporary + "/b");
      assertThatThrownBy(() -> inner.removeFile(A)).hasMessageContaining(temporary + "/b/a)");
    }
  }

  @Test
  void followsNoLinkBelowTheOpenDirectory() {
    directory.makeDirectory(A);
    put(directory, B, "secret");
    directory.makeSymlink(C, bytes("b"));
    FileName toDirectory = FileName.of("d");
    directory.makeSymlink(toDirectory, bytes("a"));
    assertThat(directory.stat(C).type()).isEqualTo(Stat.Type.SYMLINK);
    assertThat(directory.readLink(C)).isEqualTo(bytes("b"));
    fails(Reason.LOOP, () -> directory.openFile(C));
    fails(Reason.LOOP, () -> directory.openForWriting(C, false));
    fails(Reason.EXISTS, () -> directory.openForWriting(C, true));
    fails(Reason.NOT_A_DIRECTORY, () -> directory.openDirectory(toDirectory));
    fails(Reason.NOT_SUPPORTED, () -> directory.setMode(C, 0777));
    directory.removeFile(C);
    assertThat(text(directory, B)).isEqualTo("secret");
    fails(Reason.NOT_A_DIRECTORY, () -> directory.removeDirectory(toDirectory));
    byte[] path = RawPath.join(RawPath.of(temporary), toDirectory);
    try (Directory followed = fs.open(path)) {
      assertThat(followed.stat().inode()).isEqualTo(directory.stat(A).inode());
    }
  }

  @Test
  void keepsTheBytesOfLinkTargets() {
    List<byte[]> targets =
        List.of(
            bytes("../../x"),
            bytes("/nowhere/at all\n"),
            new byte[] {'r', (byte) 0xfe},
            new byte[] {'/', (byte) 0xfe},
            bytes("t".repeat(4000)));
    for (byte[] target : targets) {
      directory.makeSymlink(A, target);
      assertThat(directory.readLink(A)).isEqualTo(target);
      directory.removeFile(A);
    }
    fails(Reason.NAME_TOO_LONG, () -> directory.makeSymlink(A, bytes("t".repeat(5000))));
    fails(Reason.NOT_FOUND, () -> directory.makeSymlink(A, new byte[0]));
    assertThatThrownBy(() -> directory.makeSymlink(A, new byte[] {'a', 0, 'b'}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(directory.find(A)).isEmpty();
  }

  @Test
  void endsLoopsOfLinks() {
    directory.makeSymlink(A, bytes("b"));
    directory.makeSymlink(B, bytes("a"));
    byte[] path = RawPath.join(RawPath.of(temporary), A);
    fails(Reason.LOOP, () -> fs.open(path));
    fails(Reason.LOOP, () -> fs.stat(path));
    assertThat(directory.stat(A).type()).isEqualTo(Stat.Type.SYMLINK);
  }

  @Test
  void opensNothingButFilesAndNeverWaits() throws IOException {
    directory.makeDirectory(A);
    fails(Reason.IS_A_DIRECTORY, () -> directory.openFile(A));
    fails(Reason.IS_A_DIRECTORY, () -> directory.openForWriting(A, false));
    Path socket = temporary.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      FileName name = FileName.of("s");
      assertThat(directory.stat(name).type()).isEqualTo(Stat.Type.SOCKET);
      fails(Reason.NOT_A_FILE, () -> directory.openFile(name));
      directory.removeFile(name);
    }
    if (isNative()) {
      directory.makeSpecial(B, 0010640, 0);
      assertThat(directory.stat(B).type()).isEqualTo(Stat.Type.FIFO);
      fails(Reason.NOT_A_FILE, () -> directory.openFile(B));
      fails(Reason.NOT_A_FILE, () -> directory.openForWriting(B, false));
      assertThatThrownBy(() -> directory.makeSpecial(C, 0100600, 0))
          .isInstanceOf(IllegalArgumentException.class);
    } else {
      fails(Reason.NOT_SUPPORTED, () -> directory.makeSpecial(B, 0010640, 0));
    }
  }

  @Test
  void saysThatThingsAreGoneOrThereAlready() {
    fails(Reason.NOT_FOUND, () -> directory.stat(A));
    assertThat(directory.find(A)).isEmpty();
    fails(Reason.NOT_FOUND, () -> directory.openFile(A));
    fails(Reason.NOT_FOUND, () -> directory.openForWriting(A, false));
    fails(Reason.NOT_FOUND, () -> directory.openDirectory(A));
    fails(Reason.NOT_FOUND, () -> directory.removeFile(A));
    fails(Reason.NOT_FOUND, () -> directory.removeDirectory(A));
    fails(Reason.NOT_FOUND, () -> directory.readLink(A));
    fails(Reason.NOT_FOUND, () -> directory.rename(A, B));
    fails(Reason.NOT_FOUND, () -> directory.renameNew(A, B));
    fails(Reason.NOT_FOUND, () -> directory.attributes(A));
    fails(Reason.NOT_FOUND, () -> fs.open(RawPath.join(RawPath.of(temporary), A)));
    directory.makeDirectory(A);
    fails(Reason.EXISTS, () -> directory.makeDirectory(A));
    fails(Reason.EXISTS, () -> directory.makeSymlink(A, bytes("x")));
    fails(Reason.EXISTS, () -> directory.openForWriting(A, true));
    fails(Reason.IS_A_DIRECTORY, () -> directory.removeFile(A));
    try (Directory inner = directory.openDirectory(A)) {
      put(inner, B, "x");
      fails(Reason.EXISTS, () -> directory.removeDirectory(A));
      fails(Reason.NOT_A_DIRECTORY, () -> inner.openDirectory(B));
      fails(Reason.NOT_A_DIRECTORY, () -> inner.removeDirectory(B));
    }
    assertThat(directory.find(A)).isPresent();
  }

  @Test
  void renamesOverWhatWasThereUnlessAskedNotTo() {
    put(directory, A, "old");
    put(directory, B, "new");
    fails(Reason.EXISTS, () -> directory.renameNew(B, A));
    assertThat(text(directory, A)).isEqualTo("old");
    directory.rename(B, A);
    assertThat(text(directory, A)).isEqualTo("new");
    directory.renameNew(A, C);
    assertThat(directory.list()).containsExactly(C);
    directory.makeDirectory(A);
    directory.renameNew(A, B);
    fails(Reason.EXISTS, () -> directory.renameNew(B, C));
    assertThat(directory.list()).containsExactlyInAnyOrder(B, C);
  }

  @Test
  void makesHardLinksAcrossDirectoriesAndOfLinksThemselves() {
    put(directory, A, "shared");
    directory.makeSymlink(C, bytes("a"));
    directory.makeDirectory(B);
    try (Directory inner = directory.openDirectory(B)) {
      inner.makeHardLink(A, directory, A);
      inner.makeHardLink(C, directory, C);
      assertThat(inner.stat(A).inode()).isEqualTo(directory.stat(A).inode());
      assertThat(inner.stat(A).links()).isEqualTo(2);
      assertThat(inner.stat(C).type()).isEqualTo(Stat.Type.SYMLINK);
      fails(Reason.EXISTS, () -> inner.makeHardLink(A, directory, A));
      fails(Reason.NOT_FOUND, () -> inner.makeHardLink(B, directory, FileName.of("none")));
    }
  }

  @Test
  void knowsTheMachine() throws IOException {
    Path root = Path.of("/");
    long free = fs.freeBytes(bytes("/"));
    long expected = Files.getFileStore(root).getUsableSpace();
    assertThat(free).isCloseTo(expected, Percentage.withPercentage(20));
    fails(Reason.NOT_FOUND, () -> fs.freeBytes(bytes("/no such place")));
    assertThat(fs.userName(0)).isEqualTo("root");
    assertThat(fs.groupName(0)).isNotEmpty();
    assertThat(fs.userName(1_999_999_999)).isEmpty();
    assertThat(fs.groupName(-2)).isEqualTo(fs.groupName(-2));
    assertThat(fs.stat(bytes("/")).type()).isEqualTo(Stat.Type.DIRECTORY);
  }
}
