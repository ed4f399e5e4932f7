package org.hevelius.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child process whose {@code fsync} calls strace lets fail. */
class SyncFailureTest {
  @TempDir Path temporary;

  static final class Child {
    public static void main(String[] arguments) throws IOException {
      byte[] content = {1, 2, 3};
      String outcome;
      try (Storage storage = new LocalStorage(Path.of(arguments[0]))) {
        storage.save(Handle.of(FileKind.PACK, Id.of(content)), ByteBuffer.wrap(content));
        outcome = "saved";
      } catch (RepositoryException e) {
        outcome = e.kind() + " " + e.getMessage();
      }
      Files.writeString(Path.of(arguments[1]), outcome);
    }
  }

  @Test
  void reportsASyncThatFailed() throws Exception {
    assertThat(saveWithSyncFailingAs("EIO"))
        .startsWith("UNAVAILABLE")
        .contains("Input/output error");
    assertThat(files()).isEmpty();
  }

  @Test
  void saysThatTheDiskIsFullWhenOnlyTheSyncFindsOut() throws Exception {
    assertThat(saveWithSyncFailingAs("ENOSPC")).startsWith("FULL");
    assertThat(files()).isEmpty();
  }

  @Test
  void passesOverFileSystemsThatCannotSync() throws Exception {
    assertThat(saveWithSyncFailingAs("EINVAL")).isEqualTo("saved");
    assertThat(files()).hasSize(1);
  }

  private long[] files() throws IOException {
    try (Stream<Path> paths = Files.walk(temporary.resolve("repository"))) {
      return paths
          .filter(path -> Files.isRegularFile(path) && !path.endsWith("config"))
          .mapToLong(path -> path.toFile().length())
          .toArray();
    }
  }

  private String saveWithSyncFailingAs(String error) throws Exception {
    Path strace = Counterpart.program("strace");
    Path root = temporary.resolve("repository");
    try (Storage storage = new LocalStorage(root)) {
      storage.create();
      storage.save(Handle.CONFIG, ByteBuffer.wrap(new byte[155]));
    }
    Path outcome = temporary.resolve("outcome");
    Path log = temporary.resolve("log");
    Process child =
        new ProcessBuilder(
                strace.toString(),
                "-f",
                "--seccomp-bpf",
                "-e",
                "trace=fsync,fdatasync",
                "-e",
                "inject=fsync,fdatasync:error=" + error,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                root.toString(),
                outcome.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status = child.waitFor();
    String said = Files.readString(log, StandardCharsets.UTF_8);
    Counterpart.need(!said.contains("ptrace"), "this place doesn't let tests trace processes");
    assertThat(status).as(said).isZero();
    return Files.readString(outcome);
  }
}
