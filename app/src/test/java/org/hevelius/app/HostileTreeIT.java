package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.repository.Environment;
import org.hevelius.repository.Repository;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.StoredSnapshot;
import org.hevelius.repository.WriteSession;
import org.hevelius.repository.crypto.Password;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.lock.Owner;
import org.hevelius.repository.storage.LocalStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot into whose tree somebody has put names that would lead out of a directory. */
class HostileTreeIT {
  @TempDir private Path folder;
  private RealHome home;
  private Path target;

  @BeforeEach
  void makeSnapshotAndPoisonIt() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/inner"));
    Files.writeString(data.resolve("good.txt"), "good\n");
    home = new RealHome(folder);
    target = folder.resolve("out/target");
    home.done("create", "raw", "to be poisoned", "--source", folder.resolve("data").toString());
    List<String> inner = Stream.of(data.toString().split("/")).skip(1).toList();
    poison(inner, List.of("..", "escaped.txt"));
    poison(inner, List.of(".", "dot.txt"));
    poison(inner, List.of("../../slash.txt"));
    poison(inner, List.of(folder + "/absolute.txt"));
    poison(inner, List.of(""));
  }

  private void poison(List<String> directory, List<String> names) throws IOException {
    Environment environment =
        new Environment(
            Clock.systemUTC(),
            new SecureRandom(),
            Owner.current(),
            FileSystems.local(),
            2,
            Sleeper.real(),
            Duration.ofSeconds(10),
            _ -> {});
    String password = Files.readString(home.root.resolve("password")).strip();
    try (Repository repository =
            Repository.open(
                new LocalStorage(home.root.resolve("repository")),
                Password.of(password.toCharArray()),
                environment);
        WriteSession session = repository.write()) {
      StoredSnapshot last = session.snapshots().getLast();
      List<String> path = Stream.concat(directory.stream(), names.stream()).toList();
      session.rewrite(last, path, "hostile\n", last.file().tags());
    }
  }

  private void onlyTheGoodFileIsThere() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
      assertThat(all.filter(Files::isRegularFile))
          .containsExactly(target.resolve("inner/good.txt"));
    }
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .doesNotContain("escaped.txt", "dot.txt", "slash.txt", "absolute.txt");
    }
  }

  @Test
  void isRestoredWithoutWhatWouldLeaveTheTarget() throws IOException {
    Shell.Result restore = home.run("restore", "raw@1", "--to", target.toString(), "--yes");
    assertThat(restore.code()).as(restore.toString()).isEqualTo(1);
    assertThat(restore.out() + restore.err())
        .contains("would leave the target; it is never written");
    onlyTheGoodFileIsThere();
    Shell.Result part =
        home.run("restore", "raw@1", "--path", "inner", "--to", target.toString(), "--yes");
    assertThat(part.code()).as(part.toString()).isEqualTo(1);
    onlyTheGoodFileIsThere();
  }

  @Test
  void isBrowsedWithoutThoseNamesAndSaysSo() {
    Shell.Result browse = home.run("browse", "raw@1", "inner");
    assertThat(browse.out()).contains("good.txt").doesNotContain("..");
    assertThat(browse.err())
        .contains("holds an entry \"..\", which can be no file name", "/slash.txt\", which can be");
    assertThat(home.done("cat", "raw@1", "inner/good.txt").out()).isEqualTo("good\n");
    for (String path :
        List.of("inner/../escaped.txt", "inner/./dot.txt", "inner/", "inner/../../slash.txt", "")) {
      Shell.Result cat = home.run("cat", "raw@1", path);
      assertThat(cat.code()).as("%s: %s", path, cat).isIn(2, 3);
      assertThat(cat.out()).as(path).isEmpty();
    }
  }

  @Test
  void isNamedByTheCheck() {
    Shell.Result check = home.run("check");
    assertThat(check.code()).as(check.toString()).isEqualTo(6);
    assertThat(check.out()).contains("is malformed", "..");
  }
}
