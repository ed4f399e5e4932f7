package org.hevelius.providers.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.provider.Programs.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HookProgramsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Programs programs = new HookPrograms();
  @TempDir Path directory;

  @Test
  void tellsAProgramItsVariablesAndNoPasswords() throws IOException {
    Path file = directory.resolve("said");
    Programs.Ended ended = shell("echo \"$HEVELIUS_DATASET $1\" > " + file + "; cat", LONG);
    assertThat(ended.succeeded()).isTrue();
    assertThat(Files.readString(file)).isEqualTo("raw \n");
    shell("env > " + file, LONG);
    assertThat(Files.readString(file)).doesNotContainIgnoringCase("password");
  }

  @Test
  void passesArgumentsAsTheyAre() throws IOException {
    String hostile = "$(touch x); `id` \" ' \\ *";
    Path file = directory.resolve("said");
    programs.run(
        List.of("sh", "-c", "printf %s \"$1\" > " + file, "sh", hostile),
        Map.of(),
        LONG,
        () -> false);
    assertThat(Files.readString(file)).isEqualTo(hostile);
  }

  @Test
  void tellsTheStatusAndTheLastWords() {
    Programs.Ended ended = shell("echo one >&2; echo 'device is busy' >&2; exit 3", LONG);
    assertThat(ended).isEqualTo(new Programs.Ended(Ending.EXITED, 3, "device is busy"));
    assertThat(ended.succeeded()).isFalse();
  }

  @Test
  void isNotHeldUpByAProgramThatPrintsALot() {
    Programs.Ended ended =
        shell("head -c 30000000 /dev/zero; head -c 30000000 /dev/zero >&2; exit 0", LONG);
    assertThat(ended.succeeded()).isTrue();
    assertThat(ended.lastWords()).hasSizeLessThan(300).doesNotContain("\0");
  }

  @Test
  void saysThatAProgramIsNotThere() {
    assertThat(programs.run(List.of("no-such-program"), Map.of(), LONG, () -> false).ending())
        .isEqualTo(Ending.NOT_STARTED);
    assertThat(programs.run(List.of(directory.toString()), Map.of(), LONG, () -> false).ending())
        .isEqualTo(Ending.NOT_STARTED);
  }

  @Test
  void endsAProgramThatHangsWithAllThatItStarted() throws Exception {
    Path pids = directory.resolve("pids");
    // One child, one that has left its parent, and one that ignores the polite ways of asking.
    String script =
        ("trap '' TERM HUP INT; sleep 600 & echo $! >> %1$s; (setsid sleep 601 & echo $! >> %1$s);"
                + " sh -c 'trap \"\" TERM; echo $$ >> %1$s; sleep 602; sleep 603'")
            .formatted(pids);
    Programs.Ended ended = shell(script, Duration.ofMillis(1500));
    assertThat(ended.ending()).isEqualTo(Ending.TIMED_OUT);
    List<String> children = Files.readAllLines(pids);
    assertThat(children).hasSize(3);
    for (String child : children) {
      requireEnded(Long.parseLong(child));
    }
  }

  private static void requireEnded(long pid) throws Exception {
    var handle = ProcessHandle.of(pid);
    for (int i = 0; i < 200 && isRunning(pid); i++) {
      Thread.onSpinWait();
      handle.ifPresent(h -> h.onExit().orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join());
    }
    assertThat(isRunning(pid)).as("process " + pid).isFalse();
  }

  /** One that has ended and that nobody has asked about yet is listed, too. */
  private static boolean isRunning(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    try {
      return !Files.readString(stat).contains(") Z ");
    } catch (java.nio.file.NoSuchFileException e) {
      return false;
    }
  }

  @Test
  void endsAProgramThatIsNotWantedAnyMore() {
    AtomicInteger asked = new AtomicInteger();
    Programs.Ended ended =
        programs.run(List.of("sleep", "600"), Map.of(), LONG, () -> asked.incrementAndGet() > 3);
    assertThat(ended.ending()).isEqualTo(Ending.CANCELED);
  }

  @Test
  void leavesAloneWhatAProgramThatSucceededLeftBehind() throws Exception {
    Path pid = directory.resolve("pid");
    Programs.Ended ended = shell("sleep 60 > /dev/null 2>&1 & echo $! > " + pid, LONG);
    assertThat(ended.succeeded()).isTrue();
    long left = Long.parseLong(Files.readString(pid).strip());
    assertThat(isRunning(left)).isTrue();
    ProcessHandle.of(left).orElseThrow().destroyForcibly();
  }

  private Programs.Ended shell(String script, Duration limit) {
    return programs.run(
        List.of("sh", "-c", script), Map.of("HEVELIUS_DATASET", "raw"), limit, () -> false);
  }
}
