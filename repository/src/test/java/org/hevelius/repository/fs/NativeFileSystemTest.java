package org.hevelius.repository.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NativeFileSystemTest extends MetadataContract {
  @BeforeAll
  static void needLinux() {
    Counterpart.need(Syscall.knowsThisMachine(), "this is not Linux on x86-64 or aarch64");
  }

  @Override
  FileSystem fileSystem() {
    return new NativeFileSystem();
  }

  @Override
  boolean isNative() {
    return true;
  }

  @Test
  void isWhatThisMachineUses() {
    assertThat(FileSystems.local()).isInstanceOf(NativeFileSystem.class);
    assertThat(FileSystems.local()).isSameAs(FileSystems.local());
  }

  @Test
  void setsModesOnOldKernelsWithoutFollowingLinks() {
    put(directory, A, "x");
    directory.makeSymlink(B, bytes("a"));
    directory.setMode(A, 0600);
    Scratch scratch = Scratch.take();
    int fd = ((NativeDirectory) directory).use();
    try {
      assertThat(NativeMode.set(scratch, fd, scratch.text(A.bytes()), 04640)).isZero();
      assertThat(Errno.EOPNOTSUPP.is(NativeMode.set(scratch, fd, scratch.text(B.bytes()), 0777)))
          .isTrue();
      assertThat(Errno.ENOENT.is(NativeMode.set(scratch, fd, scratch.text(C.bytes()), 0777)))
          .isTrue();
    } finally {
      ((NativeDirectory) directory).done();
      scratch.giveBack();
    }
    assertThat(directory.stat(A).mode()).isEqualTo(0104640);
  }

  @Test
  void holdsOnToADirectoryThatMovesAway() throws Exception {
    directory.makeDirectory(A);
    directory.makeDirectory(B);
    put(directory, C, "outside");
    try (Directory inner = directory.openDirectory(A)) {
      Files.move(temporary.resolve("a"), temporary.resolve("moved"));
      Files.createSymbolicLink(temporary.resolve("a"), Path.of("b"));
      put(inner, C, "inside");
    }
    assertThat(temporary.resolve("moved/c")).hasContent("inside");
    assertThat(temporary.resolve("b")).isEmptyDirectory();
  }

  @Test
  void agreesWithThePortableForm() {
    put(directory, A, "x");
    directory.setTimes(A, 1, 2, 3, 4);
    try (Directory portable = new PortableFileSystem().open(RawPath.of(temporary))) {
      Stat mine = directory.stat(A);
      Stat theirs = portable.stat(A);
      assertThat(theirs.inode()).isEqualTo(mine.inode());
      assertThat(theirs.device()).isEqualTo(mine.device());
      assertThat(theirs.uid()).isEqualTo(mine.uid());
      assertThat(theirs.mode()).isEqualTo(mine.mode());
      assertThat(theirs.ctime()).isEqualTo(mine.ctime());
      assertThat(theirs.mtime()).isEqualTo(mine.mtime());
    }
    FileSystem portable = new PortableFileSystem();
    FileSystem mine = new NativeFileSystem();
    assertThat(portable.maySetOwner()).isEqualTo(mine.maySetOwner());
    for (int id = 0; id < 110; id++) {
      assertThat(mine.userName(id)).isEqualTo(portable.userName(id));
      assertThat(mine.groupName(id)).isEqualTo(portable.groupName(id));
    }
  }

  @Test
  void leaksNoDescriptors() throws Exception {
    put(directory, A, "x");
    directory.makeSymlink(B, bytes("a"));
    directory.makeDirectory(C);
    long before = descriptors();
    for (int i = 0; i < 50; i++) {
      assertThat(text(directory, A)).isEqualTo("x");
      fails(FileSystemException.Reason.LOOP, () -> directory.openFile(B));
      fails(FileSystemException.Reason.IS_A_DIRECTORY, () -> directory.openFile(C));
      directory.openDirectory(C).close();
    }
    assertThat(descriptors()).isLessThan(before + 20);
  }

  private static long descriptors() throws Exception {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }
}
