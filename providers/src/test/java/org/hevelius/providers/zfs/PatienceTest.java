package org.hevelius.providers.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.hevelius.providers.process.Machine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is tried again, against a program that refuses twice. */
class PatienceTest {
  @TempDir private Path directory;
  private Path calls;
  private Zfs zfs;

  @BeforeEach
  void program() throws IOException {
    calls = Files.createFile(directory.resolve("calls"));
    Path program = directory.resolve("zfs");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo "$@" >> 'CALLS'
        [ "$(wc -l < 'CALLS')" -gt 2 ] || { echo busy >&2; exit 1; }
        """
            .replace("CALLS", calls.toString()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    zfs = new Zfs(new Machine("", null, List.of(), false, Map.of("zfs", program.toString())));
  }

  @Test
  void whatIsRefusedForAMomentIsTriedAgain() throws IOException {
    assertThat(zfs.patiently(9, () -> true, "rename", "a", "b").succeeded()).isTrue();
    assertThat(Files.readAllLines(calls)).containsExactly("rename a b", "rename a b", "rename a b");
  }

  @Test
  void itIsGivenUpAfterSoManyAttempts() throws IOException {
    assertThat(zfs.patiently(2, () -> true, "rename", "a", "b").errors()).isEqualTo("busy");
    assertThat(Files.readAllLines(calls)).hasSize(2);
  }

  @Test
  void whatIsDoneAlthoughItFailedIsNotDoneTwice() throws IOException {
    assertThat(zfs.patiently(9, () -> false, "rename", "a", "b").succeeded()).isFalse();
    assertThat(Files.readAllLines(calls)).hasSize(1);
  }
}
