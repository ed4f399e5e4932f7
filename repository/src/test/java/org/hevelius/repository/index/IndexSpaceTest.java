package org.hevelius.repository.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.IntBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexSpaceTest {
  @TempDir private Path scratch;

  @Test
  void takesItsShareOfMemoryAndThenAFile() {
    IndexSpace space = new IndexSpace(1000, scratch);
    assertThat(space.longs(100).isDirect()).isFalse();
    assertThat(space.ints(100).isDirect()).isTrue();
    assertThat(space.ints(50).isDirect()).isFalse();
    assertThat(space.ints(1).isDirect()).isTrue();
  }

  @Test
  void givesReleasedMemoryAgain() {
    IndexSpace space = new IndexSpace(400, scratch);
    IntBuffer first = space.ints(100);
    space.released(first);
    assertThat(space.ints(100).isDirect()).isFalse();
  }

  @Test
  void givesZerosInTheFileToo() {
    IndexSpace space = new IndexSpace(0, scratch);
    for (int round = 0; round < 3; round++) {
      IntBuffer ints = space.ints(1_000_000);
      for (int i = 0; i < ints.capacity(); i++) {
        assertThat(ints.get(i)).isZero();
        ints.put(i, -1);
      }
    }
  }
}
