package org.hevelius.repository.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.repository.format.FileName;
import org.junit.jupiter.api.Test;

class RawPathTest {
  private static final byte[] ODD = {'/', 'a', '/', (byte) 0xff, '%', ' ', '\n'};

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void makesArgumentsAbsoluteByTheirText() {
    String here = Path.of("").toAbsolutePath().toString();
    assertThat(RawPath.ofArgument("/data//raw/./x/../y/")).isEqualTo(bytes("/data/raw/y"));
    assertThat(RawPath.ofArgument("raw/größe")).isEqualTo(bytes(here + "/raw/größe"));
    assertThat(RawPath.ofArgument(".")).isEqualTo(bytes(here));
    assertThat(RawPath.ofArgument("..")).isEqualTo(bytes(here.substring(0, here.lastIndexOf('/'))));
    assertThat(RawPath.ofArgument("/../..")).isEqualTo(bytes("/"));
    assertThat(RawPath.ofArgument("...")).isEqualTo(bytes(here + "/..."));
  }

  @Test
  void refusesWhatCannotBeAPath() {
    for (String bad : List.of("", "a\0b", "/\ud800")) {
      assertThatThrownBy(() -> RawPath.ofArgument(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> RawPath.ofText("relative"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RawPath.split(bytes("/a/../b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void splitsAndJoins() {
    List<FileName> names = RawPath.split(bytes("/data//raw/x/"));
    assertThat(names).containsExactly(FileName.of("data"), FileName.of("raw"), FileName.of("x"));
    assertThat(RawPath.join(names)).isEqualTo(bytes("/data/raw/x"));
    assertThat(RawPath.split(bytes("/"))).isEmpty();
    assertThat(RawPath.join(List.of())).isEqualTo(bytes("/"));
    assertThat(RawPath.join(bytes("/"), FileName.of("a"))).isEqualTo(bytes("/a"));
    assertThat(RawPath.join(bytes("/a"), FileName.of("b"))).isEqualTo(bytes("/a/b"));
  }

  @Test
  void keepsTheBytesOfPaths() {
    assertThat(RawPath.of(RawPath.toPath(ODD))).isEqualTo(ODD);
    assertThat(RawPath.of(Path.of("/grüß"))).isEqualTo(bytes("/grüß"));
    assertThat(RawPath.of(Path.of("/"))).isEqualTo(bytes("/"));
    assertThat(RawPath.of(RawPath.toPath(bytes("/\ufffd")))).isEqualTo(bytes("/\ufffd"));
  }

  @Test
  void showsPathsOnOneLineAndDifferentOnesDifferently() {
    assertThat(RawPath.show(ODD)).isEqualTo("/a/\\xff% \\x0a");
    assertThat(RawPath.show(bytes("/größe/星/😀"))).isEqualTo("/größe/星/😀");
    assertThat(RawPath.show(bytes("\\x0a"))).isEqualTo("\\\\x0a");
    assertThat(RawPath.show(bytes("\u202egpj\u2028\u0085")))
        .isEqualTo("\\xe2\\x80\\xaegpj\\xe2\\x80\\xa8\\xc2\\x85");
    assertThat(RawPath.show(new byte[] {(byte) 0x80, (byte) 0xc3, 'a', (byte) 0xe2, (byte) 0x98}))
        .isEqualTo("\\x80\\xc3a\\xe2\\x98");
    assertThat(RawPath.show(new byte[0])).isEmpty();
  }
}
