package org.hevelius.providers.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.GitState;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitProgramTest {
  @TempDir private Path temp;
  private final GitProgram git = new GitProgram();

  @Test
  void readsCommitBranchChangesAndRemote() throws Exception {
    Path tree = workTree();
    Files.createDirectory(tree.resolve("data"));
    GitState clean = git.read(source(tree)).orElseThrow();
    assertThat(clean.commit()).matches("[0-9a-f]{40}");
    assertThat(clean.branch()).isEqualTo("feature/x");
    assertThat(clean.dirtyFiles()).isZero();
    assertThat(clean.remote()).isEqualTo("https://host/repo.git");
    Files.writeString(tree.resolve("a"), "changed");
    Files.writeString(tree.resolve("new\nline"), "new");
    assertThat(git.read(source(tree.resolve("data"))).orElseThrow().dirtyFiles()).isEqualTo(2);
    run(tree, "checkout", "--quiet", "--detach");
    assertThat(git.read(source(tree)).orElseThrow().branch()).isNull();
  }

  @Test
  void writesNothingIntoTheWorkTree() throws Exception {
    Path tree = workTree();
    Path index = tree.resolve(".git/index");
    // A file with another time than the index knows would make git refresh the index.
    Files.setLastModifiedTime(tree.resolve("a"), FileTime.fromMillis(1_000_000));
    byte[] before = Files.readAllBytes(index);
    assertThat(git.read(source(tree)).orElseThrow().dirtyFiles()).isZero();
    assertThat(Files.readAllBytes(index)).isEqualTo(before);
  }

  @Test
  void findsNothingWhereThereIsNoWorkTreeOrNoGit() throws Exception {
    assertThat(git.read(source(temp))).isEmpty();
    assertThat(git.read(source(temp.resolve("none")))).isEmpty();
    assertThat(git.read(SourceSpec.parse("zfs:tank/raw"))).isEmpty();
    Path tree = workTree();
    assertThat(new GitProgram("no-such-git", Duration.ofSeconds(5)).read(source(tree))).isEmpty();
    Path empty = Files.createDirectory(temp.resolve("empty"));
    run(empty, "init", "--quiet");
    assertThat(git.read(source(empty))).isEmpty();
  }

  private Path workTree() throws Exception {
    Path tree = Files.createDirectory(temp.resolve("tree"));
    run(tree, "init", "--quiet", "-b", "feature/x");
    Files.writeString(tree.resolve("a"), "a");
    run(tree, "add", "a");
    run(tree, "-c", "user.name=m", "-c", "user.email=m@x", "commit", "--quiet", "-m", "first");
    run(tree, "remote", "add", "origin", "https://maya:secret@host/repo.git");
    return tree;
  }

  private static SourceSpec source(Path directory) {
    return SourceSpec.parse("dir:" + directory);
  }

  private static void run(Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(Counterpart.program("git").toString(), "-C", directory.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
