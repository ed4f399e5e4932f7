package org.hevelius.providers.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Streams as btrfs-progs 6.2 dumps them. */
class SendDumpTest {
  private static TouchedPaths read(String prefix, String... lines) {
    TouchedPaths touched = new TouchedPaths();
    SendDump dump = new SendDump(touched, prefix);
    dump.line("snapshot        ./three      uuid=4bddd74f transid=11 parent_uuid=c8d22c19");
    for (String line : lines) {
      dump.line(line);
    }
    return touched;
  }

  @Test
  void namesComeBackFromTheirEscapes() {
    assertThat(SendDump.plain("d/a\\ b")).isEqualTo("d/a b");
    assertThat(SendDump.plain("new\\nline\\tq\\\\t\"")).isEqualTo("new\nline\tq\\t\"");
    assertThat(SendDump.plain("\\303\\274\\342\\230\\211")).isEqualTo("ü☉");
    assertThat(SendDump.plain("bad\\377\\377")).isEqualTo("bad\udcff\udcff");
    assertThatThrownBy(() -> SendDump.plain("cut\\")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatWasWrittenTouchesItselfAndAllAboveAndNothingElse() {
    TouchedPaths touched =
        read(
            "",
            "update_extent   ./three/ee/e/f                  offset=0 len=5",
            "utimes          ./three/ee/e/f                  atime=2026 mtime=2026 ctime=2026");
    assertThat(touched.touches("")).isTrue();
    assertThat(touched.touches("ee")).isTrue();
    assertThat(touched.touches("ee/e/f")).isTrue();
    assertThat(touched.touches("ee/e/f2")).isFalse();
    assertThat(touched.touches("e")).isFalse();
    assertThat(touched.touches("ee/e/f/below")).isFalse();
    assertThat(touched.size()).isEqualTo(1);
  }

  @Test
  void whatWasMadeIsKnownByItsOwnNameAlone() {
    TouchedPaths touched =
        read(
            "",
            "mkdir           ./three/o265-10-0",
            "rename          ./three/o265-10-0               dest=./three/ee/ne\\ u",
            "chown           ./three/ee/ne\\ u                gid=0 uid=0");
    assertThat(touched.touches("ee/ne u/whatever")).isTrue();
    assertThat(touched.touches("o265-10-0")).isFalse();
    assertThat(touched.size()).isEqualTo(1);
  }

  @Test
  void aNameThatOnlyLooksTemporaryIsNotLost() {
    TouchedPaths touched =
        read("", "update_extent   ./three/o1-2-3                  offset=0 len=5");
    assertThat(touched.touches("o1-2-3")).isTrue();
  }

  @Test
  void aMoveTouchesAllBelowBothNames() {
    TouchedPaths touched = read("", "rename          ./three/dd           dest=./three/ee");
    assertThat(touched.touches("dd/e/f")).isTrue();
    assertThat(touched.touches("ee/e/f")).isTrue();
    assertThat(touched.touches("d")).isFalse();
  }

  @Test
  void aLinkTouchesBothNamesAndARemovalAllBelow() {
    TouchedPaths touched =
        read(
            "",
            "link            ./three/lnk                     dest=d/a\\ b",
            "rmdir           ./three/gone");
    assertThat(touched.touches("lnk")).isTrue();
    assertThat(touched.touches("d/a b")).isTrue();
    assertThat(touched.touches("gone/x")).isTrue();
    assertThat(touched.touches("d/c")).isFalse();
  }

  @Test
  void pathsOfANestedSubvolumeStandBelowIt() {
    TouchedPaths touched =
        read(
            "deep/nested",
            "unlink          ./three/x",
            "utimes          ./three/                        atime=1 mtime=2 ctime=3");
    assertThat(touched.touches("deep/nested/x")).isTrue();
    assertThat(touched.touches("deep/nested/y")).isFalse();
    assertThat(touched.touches("deep/nested")).isTrue();
    assertThat(touched.touches("x")).isFalse();
  }

  @Test
  void whatIsInNoKnownFormIsNotTakenForNothing() {
    assertThatThrownBy(() -> read("", "unlink          ./other/x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> read("", "rename          ./three/x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
