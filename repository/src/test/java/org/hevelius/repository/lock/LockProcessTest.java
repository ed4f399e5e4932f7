package org.hevelius.repository.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.LockFile;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.LocalStorage;
import org.hevelius.repository.storage.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks of real processes: a child takes one and is ended, kindly or not. */
class LockProcessTest {
  @TempDir Path root;
  private Storage storage;
  private final List<LockNotice> notices = new ArrayList<>();

  LockProcessTest() {
    storage = new LocalStorage(Path.of("unused"));
  }

  static final class Child {
    public static void main(String[] arguments) throws IOException {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      try (Storage storage = new LocalStorage(Path.of(arguments[0]));
          Lock lock = locks(storage, new ArrayList<>()).acquire(LockMode.EXCLUSIVE)) {
        out.println("locked " + lock.mode());
        if (System.in.read() >= 0) {
          out.println("unlocking");
        }
      }
    }
  }

  private static Locks locks(Storage storage, List<LockNotice> notices) {
    return new Locks(
        storage,
        new PlainCodec(),
        Owner.current(),
        Clock.systemUTC(),
        Sleeper.real(),
        notices::add);
  }

  @BeforeEach
  void create() {
    storage = new LocalStorage(root);
    storage.create();
    storage.save(Handle.CONFIG, ByteBuffer.wrap(new byte[155]));
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private List<Id> files() {
    List<Id> ids = new ArrayList<>();
    storage.list(FileKind.LOCK, file -> ids.add(file.id()));
    return ids;
  }

  private Process startChild() throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = child.inputReader(StandardCharsets.UTF_8);
    assertThat(said.readLine()).isEqualTo("locked EXCLUSIVE");
    return child;
  }

  @Test
  void recoversByItselfFromAProcessThatWasKilledAndSaysSo() throws Exception {
    Process child = startChild();
    assertThat(files()).hasSize(1);
    assertThatThrownBy(() -> locks(storage, notices).acquire(LockMode.SHARED))
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.LOCKED);
              assertThat(e.getMessage()).contains("(process " + child.pid() + ",");
            });
    child.destroyForcibly().waitFor();
    assertThat(files()).hasSize(1);
    try (Lock lock = locks(storage, notices).acquire(LockMode.EXCLUSIVE)) {
      lock.ensureHeld();
      assertThat(files()).hasSize(1);
    }
    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst().text())
        .contains("process " + child.pid())
        .endsWith("its process no longer runs on this machine");
    assertThat(files()).isEmpty();
  }

  @Test
  void takesItsLocksAwayWhenItIsAskedToEnd() throws Exception {
    Process child = startChild();
    // Unlike Process.destroy this leaves the child's input open, which would end it in order.
    child.toHandle().destroy();
    assertThat(child.waitFor()).isEqualTo(128 + 15);
    assertThat(files()).isEmpty();
  }

  @Test
  void waitsUntilAnotherProcessEnds() throws Exception {
    Process child = startChild();
    List<LockNotice> seen = notices;
    Locks locks =
        new Locks(
            storage,
            new PlainCodec(),
            Owner.current(),
            Clock.systemUTC(),
            time -> {
              if (child.isAlive()) {
                try {
                  child.getOutputStream().write('\n');
                  child.getOutputStream().flush();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
                child.waitFor();
              }
              Sleeper.real().sleep(time);
            },
            seen::add);
    try (Lock lock = locks.acquire(LockMode.SHARED, Duration.ofSeconds(30))) {
      lock.ensureHeld();
    }
    assertThat(seen).singleElement().isInstanceOf(LockNotice.Waiting.class);
    assertThat(child.exitValue()).isZero();
  }

  @Test
  void knowsTheProcessesOfThisMachine() throws Exception {
    Owner self = Owner.current();
    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.hostname()).isNotEmpty();
    Instant started = self.started();
    assertThat(started).isNotNull().isBefore(Clock.systemUTC().instant());
    Processes processes = Processes.of(self);
    Process child = startChild();
    Instant now = Clock.systemUTC().instant();
    assertThat(processes.mayRun(of(self, child.pid(), now))).isTrue();
    assertThat(processes.mayRun(of(self, child.pid(), now.minus(Duration.ofHours(1))))).isFalse();
    child.destroyForcibly().waitFor();
    assertThat(processes.mayRun(of(self, child.pid(), now))).isFalse();
  }

  private static LockFile of(Owner owner, long pid, Instant time) {
    return new LockFile(
        OffsetDateTime.ofInstant(time, ZoneOffset.UTC),
        true,
        owner.hostname(),
        owner.username(),
        pid,
        owner.uid(),
        owner.gid());
  }
}
