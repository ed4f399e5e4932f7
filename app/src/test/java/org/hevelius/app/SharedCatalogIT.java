package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hevelius.catalog.sqlite.CatalogFile;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.testkit.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several homes with one catalog in PostgreSQL and one repository. */
class SharedCatalogIT {
  @TempDir Path folder;

  private String catalog = "";
  private Path password = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    catalog = PostgresServer.shared().freshSchema();
    password = Files.writeString(folder.resolve("password"), "moon-crater-1651\n");
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/a.txt"), "one");
  }

  private RealHome node(String name) throws IOException {
    return new RealHome(Files.createDirectories(folder.resolve(name)));
  }

  private Shell.Result init(RealHome home, String repository) {
    return home.run(
        "init",
        "--repository",
        folder.resolve(repository).toString(),
        "--password-file",
        password.toString(),
        "--catalog",
        catalog);
  }

  @Test
  void twoHomesSeeEachOthersSnapshotsAndRestoreThem() throws IOException {
    RealHome first = node("first");
    RealHome second = node("second");
    assertThat(init(first, "repository").code()).isZero();
    first.done("create", "raw", "first", "--source", folder.resolve("data").toString());
    Shell.Result joined = init(second, "repository");
    assertThat(joined.code()).as("%s", joined).isZero();
    assertThat(joined.out()).contains(catalog).contains("shared: 1 snapshot");
    assertThat(second.versions()).containsExactly(1L);
    assertThat(second.create("second")).isEqualTo(2);
    assertThat(first.versions()).containsExactly(2L, 1L);
    assertThat(first.done("cat", "raw@2", "a.txt").out()).isEqualTo("one");
    first.done("check");
    first.done("catalog", "info");
    assertThat(first.done("find", "a.txt").out()).contains("raw").contains("2");
    first.done("delete", "raw@2", "--yes");
    assertThat(second.done("find", "a.txt").out()).contains("@1").doesNotContain("@2");
    assertThat(first.root.resolve("catalog.db")).doesNotExist();
  }

  @Test
  void aHomeWithAnotherRepositoryMayNotJoin() throws IOException {
    RealHome first = node("first");
    init(first, "repository");
    first.done("create", "raw", "first", "--source", folder.resolve("data").toString());
    RealHome other = node("other");
    other.done(
        "init",
        "--repository",
        folder.resolve("elsewhere").toString(),
        "--password-file",
        password.toString());
    Shell.Result refused = init(node("second"), "elsewhere");
    assertThat(refused.code()).isNotZero();
    assertThat(refused.err()).contains("holds no snapshot that the catalog lists");
    Shell.Result random = node("third").run("init", "--catalog", catalog);
    assertThat(random.err()).contains("has to name the repository of the others");
    assertThat(folder.resolve("third/home/config.json")).doesNotExist();
  }

  @Test
  void aPasswordInTheAddressIsRefusedAndNotRepeated() throws IOException {
    Shell.Result refused =
        node("first").run("init", "--catalog", "postgresql://me:se-cret@127.0.0.1/x");
    assertThat(refused.code()).isNotZero();
    assertThat(refused.err()).contains("holds a password").doesNotContain("se-cret");
    assertThat(folder.resolve("first/home")).doesNotExist();
  }

  @Test
  void aLostCatalogIsRebuiltFromTheRepository() throws IOException {
    RealHome first = node("first");
    init(first, "repository");
    first.done("create", "raw", "first", "--source", folder.resolve("data").toString());
    Path config = first.root.resolve("config.json");
    String fresh = PostgresServer.shared().freshSchema();
    Files.writeString(config, Files.readString(config).replace(catalog, fresh));
    assertThat(first.done("list").out()).doesNotContain("raw@1");
    first.done("catalog", "rebuild");
    assertThat(first.versions()).containsExactly(1L);
  }

  @Test
  void aCatalogMovesFromItsFileWithAllThatItHas() throws IOException {
    RealHome home = node("first");
    home.done("init");
    home.done("create", "raw", "first", "--source", folder.resolve("data").toString());
    Files.writeString(folder.resolve("data/a.txt"), "two");
    home.create("second");
    home.done("restore", "raw@1", "--in-place", "--yes");
    String before = home.done("--json", "list").out();
    long entries = home.json("catalog", "info").get("auditEntries").asLong();
    assertThat(home.run("catalog", "move", "--catalog", catalog).err()).contains("--yes");
    assertThat(home.root.resolve("catalog.db")).exists();

    Shell.Result moved = home.done("catalog", "move", "--catalog", catalog, "--yes");
    assertThat(moved.out()).contains("3 snapshots").contains("catalog.db.moved-");
    assertThat(home.root.resolve("catalog.db")).doesNotExist();
    assertThat(home.done("--json", "list").out()).isEqualTo(before);
    assertThat(home.json("catalog", "info").get("auditEntries").asLong()).isEqualTo(entries + 1);
    home.done("check");
    assertThat(home.create("third")).isEqualTo(4);
    home.done("undo", "--yes");
    Shell.Result again = home.run("catalog", "move", "--catalog", catalog, "--yes");
    assertThat(again.err()).contains("stands in a server already");
  }

  @Test
  void aCatalogThatIsInUseOrHasNoEmptyPlaceDoesNotMove() throws IOException {
    RealHome home = node("first");
    home.done("init");
    home.done("create", "raw", "first", "--source", folder.resolve("data").toString());
    try (Catalog inUse = CatalogFile.open(home.root.resolve("catalog.db"))) {
      Shell.Result refused = home.run("catalog", "move", "--catalog", catalog, "--yes");
      assertThat(refused.err()).contains("another process uses the catalog");
      assertThat(inUse.auditHead().sequence()).isPositive();
    }
    RealHome other = node("other");
    init(other, "repository");
    other.done("create", "x", "first", "--source", folder.resolve("data").toString());
    Shell.Result full = home.run("catalog", "move", "--catalog", catalog, "--yes");
    assertThat(full.err()).contains("is not empty");
    assertThat(home.versions()).containsExactly(1L);
  }
}
