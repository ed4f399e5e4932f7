package org.hevelius.providers.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResticAndAdoptionTest {
  @TempDir private Path temp;
  private Path raw;
  private TestHome home;

  @BeforeEach
  void makeHomeAndData() {
    raw = temp.resolve("raw");
    TestHome.write(raw.resolve("calib/mars.caldb"), "gain 1.0021\n");
    home = TestHome.make(temp.resolve("home"));
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void resticReadsChecksAndNamesOurSnapshots() {
    home.take(TestHome.dataset(raw), 1);
    home.pool.releaseIdle();
    assertThat(home.restic("snapshots", "--json"))
        .contains("\"hevelius\"", "\"dataset=cosmos7/raw\"", "\"version=1\"", raw.toString());
    assertThat(home.restic("check", "--read-data")).contains("no errors were found");
    assertThat(home.restic("ls", "latest")).contains("/.hevelius/manifest.json");
  }

  @Test
  void theManifestSurvivesATagByRestic() {
    List<Capture> captures = home.take(TestHome.dataset(raw), 1);
    home.pool.releaseIdle();
    home.restic("tag", "--add", "seen");
    assertThat(home.provider.exists(captures.getFirst())).isFalse();
    try (SnapshotTree tree = home.provider.open(captures.getFirst())) {
      assertThat(tree.find("calib/mars.caldb")).isPresent();
    }
    Recovered recovered = home.provider.recover().toList().getFirst();
    assertThat(recovered.captures().getFirst().files()).isEqualTo(captures.getFirst().files());
    assertThat(home.provider.exists(recovered.captures().getFirst())).isTrue();
  }

  @Test
  void neverForgetsOrChangesWhatResticMade() {
    home.restic("backup", raw.toString());
    Recovered foreign = home.repositories.adoptable("default").getFirst();
    assertThatThrownBy(() -> home.provider.forget(foreign.captures()))
        .satisfies(e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.REFUSED));
    assertThatThrownBy(() -> home.provider.annotate(foreign.captures(), foreign.manifest()))
        .satisfies(e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.REFUSED));
    assertThat(home.provider.exists(foreign.captures().getFirst())).isTrue();
    assertThat(home.provider.recover()).isEmpty();
  }

  @Test
  void adoptsEachHostAndSetOfPathsAsADatasetWithVersionsByTime() {
    Path notes = temp.resolve("notes");
    TestHome.write(notes.resolve("log.txt"), "clear");
    home.restic("backup", raw.toString(), "--tag", "campaign=mars,über");
    home.restic("backup", notes.toString(), raw.toString());
    TestHome.write(raw.resolve("new"), "new");
    home.restic("backup", raw.toString());
    home.restic("backup", raw.toString(), "--host", "elsewhere");
    home.take(TestHome.dataset(raw), 1);
    List<Recovered> adoptable = home.repositories.adoptable("default");
    assertThat(adoptable).hasSize(4);
    assertThat(adoptable.stream().map(r -> r.manifest().snapshot().dataset()).distinct())
        .hasSize(3)
        .allMatch(name -> name.text().startsWith("adopted/default/"));
    assertThat(adoptable.get(0).manifest().dataset())
        .isEqualTo(adoptable.get(1).manifest().dataset());
    assertThat(adoptable.get(1).manifest().snapshot().version()).isEqualTo(2);
    assertThat(adoptable)
        .allMatch(r -> r.manifest().snapshot().kind() == SnapshotKind.ADOPTED)
        .allMatch(r -> r.manifest().snapshot().description().startsWith("adopted from restic: /"));
    assertThat(adoptable.get(0).manifest().snapshot().tags())
        .containsEntry("campaign", "mars")
        .containsEntry("restic", "über");
    assertThat(adoptable.get(3).captures().size() + adoptable.get(2).captures().size())
        .isEqualTo(3);
    try (SnapshotTree tree = home.provider.open(adoptable.get(1).captures().getFirst())) {
      assertThat(tree.find("new")).isPresent();
    }
  }

  @Test
  void findsTheFilesOfARelativeBackup() {
    String repository = home.home.root().resolve("repository").toString();
    String password = home.home.root().resolve("password").toString();
    Counterpart.program("restic");
    TestHome.run(
        List.of(
            "sh",
            "-c",
            "cd \"$1\" && restic -r \"$2\" --password-file \"$3\" --no-cache backup raw",
            "sh",
            temp.toString(),
            repository,
            password));
    Recovered adopted = home.repositories.adoptable("default").getFirst();
    try (SnapshotTree tree = home.provider.open(adopted.captures().getFirst())) {
      assertThat(tree.find("calib/mars.caldb")).isPresent();
    }
  }

  @Test
  void addsARepositoryReadOnlyAndRefusesToWriteToIt() {
    home.take(TestHome.dataset(raw), 1);
    try (TestHome other = TestHome.make(temp.resolve("other"))) {
      Repositories.Addition addition =
          new Repositories.Addition(
              "old",
              home.home.root().resolve("repository").toString(),
              home.home.root().resolve("password").toString(),
              null,
              List.of(),
              true);
      assertThat(other.repositories.add(addition).snapshots()).isEqualTo(1);
      assertThat(other.repositories.names()).containsExactly("default", "old");
      assertThatThrownBy(() -> other.repositories.add(addition))
          .satisfies(
              e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.CONFLICT));
      Recovered found = other.provider.recover().toList().getFirst();
      assertThat(found.captures().getFirst().repository()).isEqualTo("old");
      assertThatThrownBy(() -> other.provider.forget(found.captures()))
          .satisfies(
              e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.REFUSED));
      assertThatThrownBy(() -> other.provider.annotate(found.captures(), found.manifest()))
          .satisfies(
              e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.REFUSED));
    }
  }
}
