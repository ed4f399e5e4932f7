package org.hevelius.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.SnapshotFile;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.restore.RestoreAction;
import org.hevelius.repository.restore.RestoreCounters;
import org.hevelius.repository.restore.RestoreRequest;
import org.hevelius.repository.storage.LocalStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResticInteroperationTest {
  @TempDir private Path temp;
  private Path source;
  private Path repo;

  @BeforeEach
  void makeTree() throws IOException {
    source = temp.resolve("source");
    repo = temp.resolve("repo");
    Fixture.file(source.resolve("large.bin"), 20 << 20, 1);
    Fixture.file(source.resolve("a/b/medium.bin"), 600 << 10, 2);
    Fixture.file(source.resolve("a/empty"), 0, 3);
    for (int i = 0; i < 200; i++) {
      Fixture.file(source.resolve("many/" + i % 7 + "/file" + i), 100 + i * 37, i);
    }
    Files.createSymbolicLink(source.resolve("link"), Path.of("a/../nowhere"));
    Files.createDirectories(source.resolve("hollow"));
    Fixture.run(
        List.of(
            "sh",
            "-c",
            "cd '"
                + source
                + "' && mkfifo fifo && ln large.bin hard && chmod 4751 a/empty && truncate -s 3M"
                + " sparse && touch -d '1969-07-20T20:17:40.123456789Z' a/b/medium.bin && printf x"
                + " > \"$(printf 'new\\n"
                + "line')\" && printf y > \"$(printf 'bad\\377')\" && printf z > 'q\"uo\\te ü' &&"
                + " touch -h -d '2001-02-03T04:05:06.7Z' link && chmod 1777 hollow && touch -d"
                + " '2011-01-01T00:00:00.5Z' hollow"));
  }

  @Test
  void resticChecksAndRestoresWhatHeveliusWrote() {
    try (Repository repository = Fixture.create(new LocalStorage(repo))) {
      Fixture.backup(repository, source);
    }
    assertThat(Fixture.restic(repo, "check", "--read-data")).contains("no errors were found");
    Fixture.restic(repo, "restore", "latest", "--target", temp.resolve("out").toString());
    assertThat(listing(Path.of(temp.resolve("out") + source.toString())))
        .isEqualTo(listing(source));
  }

  @Test
  void heveliusRestoresWhatResticWrote() {
    Fixture.restic(repo, "init", "--repository-version", "2");
    Fixture.restic(repo, "backup", source.toString());
    restoreAndCompare();
  }

  @Test
  void heveliusRestoresWhatResticWroteInVersion1() {
    Fixture.restic(repo, "init", "--repository-version", "1");
    Fixture.restic(repo, "backup", source.toString());
    restoreAndCompare();
  }

  @Test
  void bothWriteIntoOneRepositoryAndShareEveryChunk() {
    Fixture.restic(repo, "init", "--repository-version", "2");
    Fixture.run(
        List.of("env", "TZ=UTC", "restic", "-r", repo.toString(), "backup", source.toString()));
    try (Repository repository = Fixture.open(repo)) {
      StoredSnapshot ours = Fixture.backup(repository, source);
      SnapshotFile.Summary summary = Objects.requireNonNull(ours.file().summary());
      assertThat(summary.filesNew()).isZero();
      assertThat(summary.dataBlobs()).isZero();
    }
    Fixture.restic(repo, "backup", source.toString());
    assertThat(Fixture.restic(repo, "check", "--read-data")).contains("no errors were found");
    restoreAndCompare();
  }

  private void restoreAndCompare() {
    Path out = temp.resolve("ours");
    try (Repository repository = Fixture.open(repo);
        ReadSession session = repository.read()) {
      StoredSnapshot snapshot = session.snapshots().getLast();
      List<FileName> path = RawPath.parts(RawPath.ofText(source.toString()));
      Node node = session.find(snapshot.file().tree(), path).orElseThrow();
      RestoreCounters counters = new RestoreCounters();
      session.restore(
          RestoreRequest.into(session.state(node), out.toString()),
          counters,
          action -> {},
          () -> false);
      assertThat(counters.count(RestoreAction.Kind.FAILED)).isZero();
    }
    assertThat(listing(out)).isEqualTo(listing(source));
    Fixture.run(
        List.of(
            "diff", "-r", "--no-dereference", "--exclude=fifo", source.toString(), out.toString()));
  }

  /** Everything that a file system knows of a tree, a line an entry. */
  private static String listing(Path root) {
    return Fixture.run(
        List.of(
            "sh",
            "-c",
            "cd '"
                + root
                + "' && find . -printf '%p|%y|%m|%U|%G|%s|%T+|%n|%l\\n"
                + "' | sed 's/^\\(.*|d|[^|]*|[^|]*|[^|]*\\)|[^|]*/\\1/' | sort"));
  }
}
