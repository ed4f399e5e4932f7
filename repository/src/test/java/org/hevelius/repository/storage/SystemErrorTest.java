package org.hevelius.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class SystemErrorTest {
  @Test
  void knowsFullDisksByTheirTextInAnyException() {
    assertThat(SystemError.isFull(new IOException("No space left on device"))).isTrue();
    assertThat(SystemError.isFull(new FileSystemException("/a", null, "Disk quota exceeded")))
        .isTrue();
    assertThat(SystemError.isFull(new IOException("Input/output error"))).isFalse();
    assertThat(SystemError.isFull(new IOException())).isFalse();
    assertThat(SystemError.isUnsupported(new IOException("Input/output error"))).isFalse();
    assertThat(SystemError.isUnsupported(new IOException("Invalid argument"))).isTrue();
  }

  @Test
  void asksTheSystemForTheTextOfEachError() {
    for (SystemError error : SystemError.values()) {
      assertThat(error.local()).isIn(null, error.english());
    }
  }

  @Test
  void countsBytesForPeople() {
    assertThat(ByteText.of(0)).isEqualTo("0 bytes");
    assertThat(ByteText.of(999)).isEqualTo("999 bytes");
    assertThat(ByteText.of(1000)).isEqualTo("1.0 kB");
    assertThat(ByteText.of(1_940_000_000L)).isEqualTo("1.9 GB");
    assertThat(ByteText.of(211_600_000L)).isEqualTo("212 MB");
    assertThat(ByteText.of(999_600L)).isEqualTo("1.0 MB");
    assertThat(ByteText.of(Long.MAX_VALUE)).isEqualTo("9.2 EB");
  }
}
