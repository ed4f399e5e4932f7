package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.Datasets;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.Homes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalHomesTest {
  @TempDir Path root;
  private final List<String> notices = new ArrayList<>();
  private final Homes homes = Wiring.parts().homes().apply(notices::add);
  private Path home = Path.of("");

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
    Homes.Opened opened = homes.openToRebuild(home, null);
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
    assertThat(first.getFileName().toString()).matches("catalog\\.db\\.damaged-\\d{8}T\\d{6}Z");
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
    assertThat(notices).anyMatch(notice -> notice.contains("files.db.damaged"));
  }

  @Test
  void refusesAHomeThatIsNone() {
    assertThatThrownBy(() -> homes.openToRebuild(root.resolve("none"), null))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND));
  }

  private String id() {
    try (Hevelius hevelius = homes.open(home)) {
      return hevelius.care().catalogInfo().home();
    }
  }

  @Test
  void aHomeHasAnIdThatOutlivesItsCatalog() throws IOException {
    String id = id();
    assertThat(id).matches("[0-9a-f]{32}");
    Files.delete(home.resolve("catalog.db"));
    assertThat(rebuilt().aside()).isNull();
    assertThat(id()).isEqualTo(id);
    Path config = home.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace(id, "0".repeat(32)));
    assertThat(id()).as("what the catalog says holds").isEqualTo(id);
    assertThat(Files.readString(config)).contains(id);
  }

  @Test
  void aHomeOfBeforeGetsAnIdWhenItIsOpened() throws IOException {
    Path config = home.resolve("config.json");
    String text = Files.readString(config);
    Files.writeString(
        config,
        text.replaceAll("\"(id|place)\" *: *\"[^\"]*\",?", "").replaceAll(",\\s*}\\s*$", "}"));
    assertThat(id()).matches("[0-9a-f]{32}");
    assertThat(Files.readString(config)).contains(id());
    assertThat(notices).isEmpty();
  }

  @Test
  void aCopyIsToldOnceAndCanBecomeAHomeOfItsOwn() throws IOException {
    String id = id();
    Path copy = root.resolve("copy");
    try (Stream<Path> all = Files.walk(home)) {
      for (Path from : all.toList()) {
        Files.copy(from, copy.resolve(home.relativize(from).toString()));
      }
    }
    home = copy;
    assertThat(id()).isEqualTo(id);
    assertThat(notices).singleElement().asString().contains("moved or copied", "--home-id new");
    assertThat(id()).isEqualTo(id);
    assertThat(notices).hasSize(1);
    homes.openToRebuild(home, Homes.NEW_ID).hevelius().close();
    assertThat(id()).matches("[0-9a-f]{32}").isNotEqualTo(id);
    homes.openToRebuild(home, id).hevelius().close();
    assertThat(id()).isEqualTo(id);
  }
}
