package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals, streams and the environment of a command between two snapshots, as in a terminal. */
class ExecIT {
  @TempDir private Path folder;
  private Path data;
  private RealHome home;
  private Shell shell;

  @BeforeEach
  void makeDataset() throws IOException {
    data = Files.createDirectory(folder.resolve("raw"));
    Files.writeString(data.resolve("flux.csv"), "1.0\n");
    home = new RealHome(folder);
    home.done("create", "raw", "first", "--source", data.toString());
    shell = new Shell(folder);
  }

  /** A process group of its own, as a shell makes one, in which Ctrl-C isn't ignored. */
  private Process start(String... command) {
    List<String> line = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
    line.add(Project.ROOT.resolve("hevelius").toString());
    line.addAll(List.of("exec", "raw", "Experiment", "--"));
    line.addAll(List.of(command));
    return shell.start(folder.resolve("out"), folder.resolve("err"), line.toArray(String[]::new));
  }

  private void kill(String signal, String target) {
    assertThat(shell.run("kill", "-s", signal, "--", target).code()).isZero();
  }

  private int codeOf(Process process) throws InterruptedException, IOException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s", said()).isTrue();
    return process.exitValue();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private void untilStarted() {
    Await.until("the command runs", () -> Files.exists(folder.resolve("started")));
  }

  @Test
  void leavesCtrlCToTheCommandAndKeepsWhatItMade() throws Exception {
    Process process =
        start(
            "sh",
            "-c",
            "trap 'echo saved > raw/saved; exit 0' INT; : > started; while :; do sleep 0.1; done");
    untilStarted();
    kill("INT", "-" + process.pid());
    assertThat(codeOf(process)).as(said()).isZero();
    assertThat(home.versions()).containsExactly(3L, 2L, 1L);
    assertThat(home.done("cat", "raw@3", "saved").out()).isEqualTo("saved\n");
  }

  @Test
  void endsWithACommandThatCtrlCHasEnded() throws Exception {
    Process process = start("sh", "-c", ": > started; exec sleep 300");
    untilStarted();
    kill("INT", "-" + process.pid());
    assertThat(codeOf(process)).as(said()).isEqualTo(130);
    assertThat(said()).contains("ended by signal 2").contains("restore raw@2 --in-place");
    assertThat(home.versions()).containsExactly(2L, 1L);
  }

  @Test
  void takesTheCommandAndAllItHasStartedAlongWhenItIsTerminated() throws Exception {
    Process process =
        start("sh", "-c", "sleep 300 & echo $! > pid.new; mv pid.new pid; : > started; wait");
    untilStarted();
    long below = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    kill("TERM", Long.toString(process.pid()));
    assertThat(codeOf(process)).as(said()).isEqualTo(143);
    Await.until(
        "no orphan remains",
        () -> ProcessHandle.of(below).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(home.versions()).containsExactly(2L, 1L);
  }

  @Test
  void givesTheCommandTheStreamsAndTheLocaleOfTheUser() throws Exception {
    shell.with("LC_ALL", "C");
    Process process = start("sh", "-c", "echo \"$LC_ALL\"; cat; echo heard >&2");
    assertThat(codeOf(process)).as(said()).isZero();
    assertThat(folder.resolve("out")).hasContent("C\n");
    assertThat(said()).contains("before the command").contains("heard").contains("after the");
  }
}
