package org.hevelius.providers.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.SnapshotTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRepositoriesTest {
  @TempDir private Path temp;
  private Path raw;
  private Dataset dataset;
  private TestHome home;

  @BeforeEach
  void makeHomeAndData() throws IOException {
    raw = temp.resolve("raw");
    TestHome.write(raw.resolve("calib/mars.caldb"), "gain 1.0021\n");
    byte[] noise = new byte[3 << 20];
    new Random(7).nextBytes(noise);
    Files.write(raw.resolve("noise"), noise);
    dataset = TestHome.dataset(raw);
    home = TestHome.make(temp.resolve("home"));
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void describesARepository() {
    home.take(dataset, 1);
    Repositories.RepositoryInfo info = home.repositories.info("default");
    assertThat(info.location()).isEqualTo(home.home.root().resolve("repository").toString());
    assertThat(info.id()).hasSize(64);
    assertThat(info.formatVersion()).isEqualTo(2);
    assertThat(info.snapshots()).isEqualTo(1);
    assertThat(info.packs()).isPositive();
    assertThat(info.storedBytes()).isGreaterThan(3 << 20);
    assertThat(info.plainBytes()).isGreaterThan(3 << 20);
    assertThatThrownBy(() -> home.repositories.info("defualt"))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> assertThat(e.advice()).containsExactly("did you mean default"));
  }

  @Test
  void twoProcessesWorkAtOnceAndSeeWhatTheOtherMade() {
    try (TestHome other = TestHome.open(home.home.root())) {
      assertThat(other.repositories.snapshots("default")).isEmpty();
      try (PendingCapture ours = home.pending(dataset, List.of());
          PendingCapture theirs = other.pending(dataset, List.of())) {
        ours.publish(TestHome.manifest(dataset, 1, edit -> edit));
        theirs.publish(TestHome.manifest(dataset, 2, edit -> edit));
      }
      Capture third = home.take(dataset, 3).getFirst();
      assertThat(other.provider.exists(third)).isTrue();
      try (SnapshotTree tree = other.provider.open(third)) {
        assertThat(tree.find("noise")).isPresent();
      }
      assertThat(other.repositories.snapshots("default")).hasSize(3);
    }
  }

  @Test
  void letsNobodyPruneWhileAnotherReadsButPlanIt() {
    home.take(dataset, 1);
    try (TestHome other = TestHome.open(home.home.root())) {
      Capture capture = other.take(dataset, 2).getFirst();
      try (SnapshotTree tree = other.provider.open(capture)) {
        assertThat(tree.find("noise")).isPresent();
        Repositories.PrunePlan plan = home.repositories.planPrune("default", List.of());
        for (Repositories repositories : List.of(home.repositories, other.repositories)) {
          assertThatThrownBy(() -> repositories.prune(plan, Progress.NONE, () -> false))
              .satisfies(
                  e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.CONFLICT));
        }
      }
      other.pool.releaseIdle();
      assertThat(home.repositories.planPrune("default", List.of()).blobsUnused()).isZero();
    }
  }

  @Test
  void freesExactlyWhatWasPlannedBeforeForgetting() {
    List<Capture> first = home.take(dataset, 1);
    TestHome.write(raw.resolve("noise"), "small now");
    Capture second = home.take(dataset, 2).getFirst();
    Repositories.PrunePlan nothing = home.repositories.planPrune("default", List.of());
    Repositories.PrunePlan plan =
        home.repositories.planPrune("default", List.of(first.getFirst().id()));
    assertThat(nothing.bytesFreed()).isZero();
    assertThat(plan.bytesFreed()).isGreaterThan(3 << 20);
    assertThat(home.provider.exists(first.getFirst())).isTrue();

    assertThatThrownBy(() -> home.repositories.prune(plan, Progress.NONE, () -> false))
        .as("as long as the snapshot is there")
        .satisfies(e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.CONFLICT));
    home.provider.forget(first);
    home.repositories.prune(plan, Progress.NONE, () -> false);
    assertThat(home.repositories.info("default").storedBytes()).isLessThan(1 << 20);
    assertThat(home.repositories.check("default", 100, null, Progress.NONE, () -> false).sound())
        .isTrue();
    try (SnapshotTree tree = home.provider.open(second)) {
      assertThat(tree.find("noise")).isPresent();
    }
  }

  @Test
  void findsAndRepairsADamagedPack() throws IOException {
    home.take(dataset, 1);
    assertThat(check(100)).isTrue();
    Path pack = largestPack();
    byte[] bytes = Files.readAllBytes(pack);
    bytes[bytes.length / 2] ^= 1;
    assertThat(pack.toFile().setWritable(true)).isTrue();
    Files.write(pack, bytes);
    assertThat(check(0)).isTrue();
    Repositories.CheckReport report =
        home.repositories.check("default", 100, null, Progress.NONE, () -> false);
    assertThat(report.sound()).isFalse();
    assertThat(report.findings())
        .anyMatch(f -> f.severity().equals("ERROR") && !f.remedy().isEmpty());
    assertThat(home.repositories.repairPacks("default", true, home.notices::add))
        .anyMatch(line -> line.contains("is damaged"));
    assertThat(pack).exists();
    home.repositories.repairPacks("default", false, home.notices::add);
    assertThat(pack).doesNotExist();
    assertThat(home.notices).anyMatch(line -> line.startsWith("lost: "));
  }

  @Test
  void rebuildsALostIndex() throws IOException {
    Capture capture = home.take(dataset, 1).getFirst();
    try (Stream<Path> files = Files.list(home.home.root().resolve("repository/index"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    home.pool.releaseIdle();
    assertThat(home.repositories.rebuildIndex("default", false, true, home.notices::add))
        .isNotEmpty();
    home.repositories.rebuildIndex("default", false, false, home.notices::add);
    assertThat(check(100)).isTrue();
    try (SnapshotTree tree = home.provider.open(capture)) {
      assertThat(tree.find("noise")).isPresent();
    }
  }

  @Test
  void refusesSharesAndPartsThatMakeNoSense() {
    for (String part : List.of("0/3", "4/3", "x", "1/1000")) {
      assertThatThrownBy(
              () -> home.repositories.check("default", 0, part, Progress.NONE, () -> false))
          .satisfies(
              e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.INVALID));
    }
    assertThatThrownBy(() -> check(101))
        .satisfies(e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.INVALID));
  }

  @Test
  void changesThePasswordAndUsesTheNewOneFromThenOn() {
    Path password = temp.resolve("new-password");
    TestHome.write(password, "correct horse\n");
    String before = home.repositories.keys("default").getFirst().id();
    home.repositories.changePassword("default", password.toString());
    assertThat(home.repositories.keys("default"))
        .singleElement()
        .matches(key -> key.current() && !key.id().equals(before));
    try (TestHome other = TestHome.open(home.home.root())) {
      other.take(dataset, 1);
    }
    assertThat(home.home.config().repositories().getFirst().passwordFile())
        .isEqualTo(password.toString());
  }

  @Test
  void addsAndRemovesKeys() {
    Path password = temp.resolve("second-password");
    TestHome.write(password, "second");
    Repositories.Key key = home.repositories.addKey("default", password.toString());
    assertThat(home.repositories.keys("default")).hasSize(2);
    assertThatThrownBy(() -> home.repositories.removeKey("default", key.id().substring(0, 7)))
        .satisfies(
            e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.NOT_FOUND));
    home.repositories.removeKey("default", key.id().substring(0, 8));
    assertThat(home.repositories.keys("default")).hasSize(1);
  }

  @Test
  void saysThatThePasswordIsWrong() {
    home.take(dataset, 1);
    TestHome.write(home.home.root().resolve("password"), "wrong\n");
    try (TestHome other = TestHome.open(home.home.root())) {
      assertThatThrownBy(() -> other.repositories.info("default"))
          .hasMessageContaining("wrong password")
          .satisfies(e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.DENIED));
    }
  }

  @Test
  void readsThroughACacheWhereTheConfigurationWantsOne() {
    Capture capture = home.take(dataset, 1).getFirst();
    RepositoryEntry entry = home.home.config().repositories().getFirst();
    home.home.change(
        config ->
            config.with(
                new RepositoryEntry(
                    entry.name(),
                    entry.location(),
                    false,
                    true,
                    entry.passwordFile(),
                    null,
                    List.of())));
    try (TestHome cached = TestHome.open(home.home.root());
        SnapshotTree tree = cached.provider.open(capture)) {
      assertThat(tree.find("calib/mars.caldb")).isPresent();
    }
    assertThat(home.home.root().resolve("cache")).isNotEmptyDirectory();
  }

  private boolean check(double percent) {
    return home.repositories.check("default", percent, null, Progress.NONE, () -> false).sound();
  }

  private Path largestPack() throws IOException {
    try (Stream<Path> files = Files.walk(home.home.root().resolve("repository/data"))) {
      return files
          .filter(Files::isRegularFile)
          .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
          .orElseThrow();
    }
  }
}
