package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.Datasets;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.Homes;
import org.hevelius.repository.Environment;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.lock.Owner;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalHomesTest {
  @TempDir Path root;
  private final Clock clock = TestClock.at("2026-11-21T10:30:00Z");
  private final List<String> notices = new ArrayList<>();
  private Homes homes = homes();
  private Path home = Path.of("");

  private Homes homes() {
    Environment environment =
        new Environment(
            clock,
            new SecureRandom(),
            Owner.current(),
            FileSystems.local(),
            2,
            Sleeper.real(),
            Duration.ZERO,
            notices::add);
    return Wiring.homes(environment, _ -> null);
  }

  @BeforeEach
  void makeAHomeWithASnapshot() throws IOException {
    home = root.resolve("home");
    Path data = Files.createDirectory(root.resolve("data"));
    Files.writeString(data.resolve("a.txt"), "content");
    homes.init(Homes.InitRequest.standard(home));
    try (Hevelius hevelius = homes.open(home)) {
      hevelius
          .datasets()
          .add(new Datasets.AddRequest("raw", List.of("dir:" + data), "", List.of(), null));
      hevelius.creation().create(Creation.Request.of("raw", "first"), Progress.NONE, () -> false);
    }
  }

  private Homes.Opened rebuilt() {
    Homes.Opened opened = homes.openToRebuild(home);
    try (Hevelius hevelius = opened.hevelius()) {
      assertThat(hevelius.care().rebuildCatalog().snapshots()).isEqualTo(1);
    }
    try (Hevelius hevelius = homes.open(home)) {
      assertThat(hevelius.snapshots().list(SnapshotQuery.all())).hasSize(1);
      assertThat(hevelius.care().catalogProblems()).isEmpty();
    }
    return opened;
  }

  @Test
  void rebuildsACatalogThatIsMissing() throws IOException {
    Files.delete(home.resolve("catalog.db"));
    assertThatThrownBy(() -> homes.open(home))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND));
    assertThat(rebuilt().aside()).isNull();
  }

  @Test
  void movesADamagedCatalogAsideAndNeverDeletesIt() throws IOException {
    byte[] garbage = "this is no database".repeat(1000).getBytes(StandardCharsets.UTF_8);
    Files.write(home.resolve("catalog.db"), garbage);
    Path first = Objects.requireNonNull(rebuilt().aside());
    assertThat(first.getFileName()).hasToString("catalog.db.damaged-20261121T103000Z");
    assertThat(Files.readAllBytes(first)).isEqualTo(garbage);

    Files.write(home.resolve("catalog.db"), garbage);
    Path second = Objects.requireNonNull(rebuilt().aside());
    assertThat(second).isNotEqualTo(first).exists();
    assertThat(first).exists();
  }

  @Test
  void keepsASoundCatalogAndItsAuditTrail() {
    long before;
    try (Hevelius hevelius = homes.open(home)) {
      before = hevelius.care().catalogInfo().auditEntries();
    }
    assertThat(rebuilt().aside()).isNull();
    try (Hevelius hevelius = homes.open(home)) {
      assertThat(hevelius.care().catalogInfo().auditEntries()).isGreaterThan(before);
    }
  }

  @Test
  void movesADamagedIndexOfFileNamesAsideAsWell() throws IOException {
    Files.writeString(home.resolve("files.db"), "this is no database".repeat(1000));
    assertThat(rebuilt().aside()).isNull();
    assertThat(notices).anyMatch(notice -> notice.contains("files.db.damaged-"));
  }

  @Test
  void refusesAHomeThatIsNone() {
    assertThatThrownBy(() -> homes.openToRebuild(root.resolve("none")))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND));
  }
}
