package org.hevelius.repository.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.FileSystemException.Reason;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.Test;

/** What both forms of the file system promise of metadata, holes and rights. */
abstract class MetadataContract extends HandleContract {
  private static final Attribute ORIGIN = new Attribute("user.origin", bytes("Gdańsk"));
  private static final Attribute EMPTY = new Attribute("user.empty", new byte[0]);

  @Test
  void keepsNanosecondsBefore1970AndAfter2038() {
    put(directory, A, "x");
    long[][] times = {
      {-1, 999_999_999}, {-86_400 * 365L, 1}, {4_102_444_800L, 123_456_789}, {0, 0}
    };
    for (long[] time : times) {
      directory.setTimes(A, time[0] + 5, 7, time[0], (int) time[1]);
      Stat stat = directory.stat(A);
      assertThat(stat.mtimeSeconds()).isEqualTo(time[0]);
      // java.nio loses fractions before 1970.
      assertThat(stat.mtimeNanos()).isEqualTo(isNative() || time[0] >= 0 ? (int) time[1] : 0);
      assertThat(stat.atimeSeconds()).isEqualTo(time[0] + 5);
      assertThat(stat.atimeNanos()).isEqualTo(isNative() || time[0] + 5 >= 0 ? 7 : 0);
      assertThat(stat.ctimeSeconds()).isGreaterThan(1_700_000_000L);
      assertThat(stat.mtime().getEpochSecond()).isEqualTo(time[0]);
    }
    try (OpenFile file = directory.openForWriting(A, false)) {
      file.setTimes(11, 12, 13, 14);
      assertThat(file.stat().mtimeNanos()).isEqualTo(14);
      assertThat(file.stat().atimeSeconds()).isEqualTo(11);
    }
  }

  @Test
  void setsTimesOfLinksThemselves() {
    put(directory, A, "x");
    directory.makeSymlink(B, bytes("a"));
    long before = directory.stat(A).mtimeSeconds();
    directory.setTimes(B, 100, 1, 200, 2);
    assertThat(directory.stat(B).mtimeSeconds()).isEqualTo(200);
    assertThat(directory.stat(B).mtimeNanos()).isEqualTo(2);
    assertThat(directory.stat(A).mtimeSeconds()).isEqualTo(before);
  }

  @Test
  void refusesNanosecondsThatMeanOtherThingsToTheKernel() {
    assumeTrue(isNative(), "java.nio carries them into seconds");
    put(directory, A, "x");
    assertThatThrownBy(() -> directory.setTimes(A, 0, 0, 0, 0x3fffffff))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leavesTheAccessTimeAloneWhenReading() {
    assumeTrue(isNative(), "java.nio has no such flag");
    put(directory, A, "x");
    directory.setTimes(A, 5, 0, 10, 0);
    assertThat(text(directory, A)).isEqualTo("x");
    assertThat(directory.stat(A).atimeSeconds()).isEqualTo(5);
  }

  @Test
  void setsAllPermissionBits() {
    put(directory, A, "x");
    directory.makeDirectory(B);
    for (int mode : new int[] {0, 0644, 04755, 02711, 0777}) {
      directory.setMode(A, mode);
      assertThat(directory.stat(A).mode()).isEqualTo(0100000 | mode);
    }
    directory.setMode(B, 01777);
    assertThat(directory.stat(B).mode()).isEqualTo(0041777);
    try (OpenFile file = directory.openForWriting(A, false)) {
      file.setMode(0400);
    }
    assertThat(directory.stat(A).mode()).isEqualTo(0100400);
    fails(Reason.NOT_FOUND, () -> directory.setMode(C, 0600));
    assertThatThrownBy(() -> directory.setMode(A, 0100644))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void setsOwnersOfFilesAndOfLinksThemselves() {
    put(directory, A, "x");
    directory.makeSymlink(B, bytes("a"));
    if (!fs.maySetOwner()) {
      fails(Reason.DENIED, () -> directory.setOwner(A, 12345, -1));
      return;
    }
    directory.setOwner(A, 12345, 23456);
    directory.setOwner(B, 1, 2);
    try (OpenFile file = directory.openForWriting(A, false)) {
      file.setOwner(-1, 77);
    }
    assertThat(directory.stat(A).uid()).isEqualTo(12345);
    assertThat(directory.stat(A).gid()).isEqualTo(77);
    assertThat(directory.stat(B).uid()).isEqualTo(1);
    assertThat(directory.stat(B).gid()).isEqualTo(2);
  }

  @Test
  void saysDeniedForWhatMayNotBeRead() {
    put(directory, A, "x");
    directory.makeDirectory(B);
    directory.setMode(A, 0);
    directory.setMode(B, 0);
    assumeFalse(readsAnything(), "this user may read anything");
    fails(Reason.DENIED, () -> directory.openFile(A));
    fails(
        Reason.DENIED,
        () -> {
          try (Directory inner = directory.openDirectory(B)) {
            inner.list();
          }
        });
    directory.setMode(B, 0700);
  }

  private boolean readsAnything() {
    return Files.isReadable(temporary.resolve("a"));
  }

  @Test
  void makesDeviceFiles() {
    assumeTrue(isNative(), "java.nio makes none");
    Counterpart.need(fs.maySetOwner(), "this needs root");
    long device = fs.stat(bytes("/dev/null")).specialDevice();
    assertThat(device).isEqualTo(0x103);
    directory.makeSpecial(A, 0020600, device);
    assertThat(directory.stat(A).type()).isEqualTo(Stat.Type.CHARACTER_DEVICE);
    assertThat(directory.stat(A).specialDevice()).isEqualTo(device);
    fails(Reason.NOT_A_FILE, () -> directory.openFile(A));
    long large = 0xfff_0_0000L << 20 >> 20 | 0x12345_0_00L;
    directory.makeSpecial(B, 0060600, large);
    assertThat(directory.stat(B).specialDevice()).isEqualTo(large);
  }

  @Test
  void keepsExtendedAttributes() {
    put(directory, A, "x");
    directory.makeDirectory(B);
    assertThat(directory.attributes(A)).isEmpty();
    needAttributes();
    for (FileName name : List.of(A, B)) {
      directory.setAttribute(name, ORIGIN);
      directory.setAttribute(name, EMPTY);
      assertThat(directory.attributes(name)).containsExactly(EMPTY, ORIGIN);
    }
    directory.setAttribute(A, new Attribute("user.origin", bytes("x".repeat(1000))));
    try (OpenFile file = directory.openForWriting(A, false);
        Directory inner = directory.openDirectory(B)) {
      assertThat(file.attributes().get(1).value()).hasSize(1000);
      file.setAttribute(ORIGIN);
      assertThat(file.attributes()).containsExactly(EMPTY, ORIGIN);
      assertThat(inner.attributes()).containsExactly(EMPTY, ORIGIN);
    }
    directory.removeAttribute(A, "user.empty");
    assertThat(directory.attributes(A)).containsExactly(ORIGIN);
    fails(Reason.NO_DATA, () -> directory.removeAttribute(A, "user.empty"));
  }

  private void needAttributes() {
    try {
      directory.setAttribute(A, ORIGIN);
      directory.removeAttribute(A, "user.origin");
    } catch (FileSystemException e) {
      Counterpart.need(false, "the file system has no attributes: " + e.getMessage());
    }
  }

  @Test
  void keepsAttributesOfLinksApartFromTheirTargets() {
    put(directory, A, "x");
    directory.makeSymlink(B, bytes("a"));
    needAttributes();
    directory.setAttribute(A, ORIGIN);
    assertThat(directory.attributes(B)).isEmpty();
    assumeTrue(isNative(), "java.nio knows none of links");
    fails(Reason.DENIED, () -> directory.setAttribute(B, ORIGIN));
    Counterpart.need(fs.maySetOwner(), "trusted attributes need root");
    Attribute trusted = new Attribute("trusted.seal", new byte[] {0, 1, (byte) 0xff});
    directory.setAttribute(B, trusted);
    assertThat(directory.attributes(B)).containsExactly(trusted);
    assertThat(directory.attributes(A)).containsExactly(ORIGIN);
  }

  @Test
  void carriesAccessControlLists() throws IOException, InterruptedException {
    assumeTrue(isNative(), "java.nio knows only the attributes of users");
    String setfacl = Counterpart.program("setfacl").toString();
    put(directory, A, "x");
    put(directory, B, "x");
    String path = temporary.resolve("a").toString();
    Process process = new ProcessBuilder(setfacl, "-m", "u:1:r", path).start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    Counterpart.need(process.exitValue() == 0, "the file system has no access-control lists");
    List<Attribute> attributes = directory.attributes(A);
    assertThat(attributes).extracting(Attribute::name).containsExactly("system.posix_acl_access");
    directory.setAttribute(B, attributes.getFirst());
    assertThat(directory.attributes(B)).isEqualTo(attributes);
  }

  @Test
  void findsHolesAndPunchesThem() {
    long megabyte = 1 << 20;
    try (OpenFile file = directory.openForWriting(A, true)) {
      file.setLength(8 * megabyte);
      byte[] data = new byte[(int) megabyte];
      Arrays.fill(data, (byte) 7);
      file.write(2 * megabyte, data, 0, data.length);
      file.write(6 * megabyte, data, 0, data.length);
      file.sync();
      if (isNative()) {
        Counterpart.need(file.nextData(0) > 0, "the file system tells of no holes");
        assertThat(file.nextData(0)).isEqualTo(2 * megabyte);
        assertThat(file.nextHole(2 * megabyte)).isEqualTo(3 * megabyte);
        assertThat(file.nextData(3 * megabyte)).isEqualTo(6 * megabyte);
        assertThat(file.nextData(7 * megabyte)).isEqualTo(8 * megabyte);
        assertThat(file.nextHole(7 * megabyte)).isEqualTo(7 * megabyte);
        assertThat(file.stat().blocks() * 512).isLessThan(4 * megabyte);
      } else {
        assertThat(file.nextData(5)).isEqualTo(5);
        assertThat(file.nextHole(5)).isEqualTo(8 * megabyte);
      }
      assertThat(file.nextData(9 * megabyte)).isEqualTo(8 * megabyte);
      file.punchHole(2 * megabyte, megabyte);
      file.punchHole(7 * megabyte, 5 * megabyte);
      file.punchHole(0, 0);
      assertThat(file.stat().size()).isEqualTo(8 * megabyte);
      assertThat(file.read(2 * megabyte, data, 0, data.length)).isEqualTo(data.length);
      assertThat(data).containsOnly(0);
      assertThat(file.read(6 * megabyte, data, 0, 1)).isEqualTo(1);
      assertThat(data[0]).isEqualTo((byte) 7);
      if (isNative()) {
        assertThat(file.nextData(0)).isEqualTo(6 * megabyte);
      }
      file.setLength(10);
      assertThat(file.stat().size()).isEqualTo(10);
    }
  }
}
