package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hevelius.app.cli.RepositoryHome.Run;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.Imports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImportVerbTest {
  private static final String[] COPIES = {
    "copies/2026-03-31", "copies/raw_20260131", "copies/backup-2026-02-28_1430"
  };

  /** Of the file that is the same in all; else its times would differ by a tick of the clock. */
  private static final FileTime NOTED = FileTime.from(Instant.parse("2024-12-24T12:00:00Z"));

  @TempDir static Path storage;
  private static RepositoryHome.Store store;

  @TempDir Path root;
  private RepositoryHome home;

  @BeforeAll
  static void makeStore() {
    store = new RepositoryHome.Store(storage);
  }

  @AfterAll
  static void closeStore() {
    store.close();
  }

  @BeforeEach
  void makeCopies() throws IOException {
    home = new RepositoryHome(root, store);
    home.write("flux.csv", "4.0\n").write("notes.md", "the same in all\n");
    Files.setLastModifiedTime(home.file("notes.md"), NOTED);
    home.ok("dataset", "add", "raw", "--source", "raw");
    copy("raw_20260131", "1.0\n");
    copy("backup-2026-02-28_1430", "2.0\n");
    copy("2026-03-31", "3.0\n");
  }

  private void copy(String name, String flux) throws IOException {
    Path directory = Files.createDirectories(root.resolve("copies").resolve(name));
    Files.writeString(directory.resolve("flux.csv"), flux);
    Path notes = Files.writeString(directory.resolve("notes.md"), "the same in all\n");
    Files.setLastModifiedTime(notes, NOTED);
  }

  private Run runImport(String... more) {
    List<String> words = new ArrayList<>(List.of("import", "raw"));
    words.addAll(List.of(more));
    return home.run(words.toArray(String[]::new));
  }

  private JsonNode list() {
    return JsonMapper.shared().readTree(home.ok("--json", "list", "raw"));
  }

  private void nothingIsThere() {
    assertThat(list()).isEmpty();
  }

  @Test
  void makesAVersionOfEachCopyInTheOrderOfTime() throws IOException {
    Run run = runImport(COPIES);
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out())
        .startsWith(
            """
            Import into raw  (dir:/T/raw)
              VERSION  MOMENT (UTC)      DESCRIPTION                  DIRECTORY
              @1       2026-01-31 00:00  copy raw_20260131            /T/copies/raw_20260131
              @2       2026-02-28 14:30  copy backup-2026-02-28_1430  /T/copies/backup-2026-02-28_1430
              @3       2026-03-31 00:00  copy 2026-03-31              /T/copies/2026-03-31
            Snapshot raw@1  2 files, 20 B in\
            """)
        .contains("Imported 3 copies of 60 B; they take ")
        .contains("The copies were only read.");
    List<String> times = new ArrayList<>();
    list().forEach(snapshot -> times.add(snapshot.get("createdAt").asString()));
    assertThat(times)
        .containsExactly("2026-03-31T00:00:00Z", "2026-02-28T14:30:00Z", "2026-01-31T00:00:00Z");
    JsonNode second = list().get(1);
    assertThat(second.get("tags").get("imported").asString()).isEqualTo("backup-2026-02-28_1430");
    assertThat(second.get("parentVersion").asLong()).isEqualTo(1);
    assertThat(second.get("name").asString()).startsWith("raw_20260228_143000_copy_backup");
    assertThat(second.get("captures").get(0).get("source").asString()).isEqualTo("dir:/T/raw");
    assertThat(Files.readString(root.resolve("copies/2026-03-31/flux.csv"))).isEqualTo("3.0\n");
  }

  @Test
  void theVersionsCanBeComparedFoundAndRestoredInPlaceOfTheSource() {
    assertThat(runImport(COPIES).code()).isZero();
    home.ok("create", "raw", "by Hevelius");
    assertThat(home.run("diff", "raw@1", "raw@2").out())
        .contains("flux.csv")
        .contains("1 changed, 0 new, 0 deleted, 1 unchanged");
    assertThat(home.run("diff", "raw@3", "raw@4").out()).contains("1 changed, 0 new, 0 deleted");
    assertThat(home.run("diff", "raw@2", "live").out()).contains("1 changed, 0 new, 0 deleted");
    assertThat(home.ok("history", "raw:flux.csv")).contains("@4").contains("@1");
    home.ok("restore", "raw@2", "--in-place", "--yes");
    assertThat(home.read("flux.csv")).isEqualTo("2.0\n");
  }

  @Test
  void goesOnWhereItWasInterrupted() {
    Hevelius open = home.open(root);
    Imports.Request request =
        new Imports.Request(
            "raw",
            Optional.empty(),
            List.of(COPIES).stream().map(copy -> root.resolve(copy).toString()).toList(),
            ZoneOffset.UTC,
            false,
            false);
    List<Creation.Result> taken = new ArrayList<>();
    Imports.Plan plan = open.imports().plan(request);
    assertThatThrownBy(
            () -> open.imports().execute(plan, taken::add, Progress.NONE, () -> taken.size() == 2))
        .isInstanceOf(HeveliusException.class)
        .satisfies(
            e ->
                assertThat(((HeveliusException) e).advice())
                    .contains(
                        "2 of 3 copies were imported and stay; the same command goes on with"
                            + " 2026-03-31"));
    assertThat(list()).hasSize(2);
    Run again = runImport(COPIES);
    assertThat(again.code()).as(again.toString()).isZero();
    assertThat(again.out()).contains("@2  is there").contains("Imported 1 copy of 20 B");
    assertThat(list()).hasSize(3);
    assertThat(runImport(COPIES).out()).contains("All of them were imported before");
    assertThat(list()).hasSize(3);
  }

  @Test
  void onlyShowsThePlanOfADryRun() {
    Run run = runImport("copies/raw_20260131", "--dry-run");
    assertThat(run.out())
        .contains("@1       2026-01-31 00:00")
        .endsWith("Nothing was imported: this was a dry run.\n");
    JsonNode document =
        JsonMapper.shared().readTree(runImport("copies/raw_20260131", "--dry-run", "--json").out());
    assertThat(document.get("executed").asBoolean()).isFalse();
    assertThat(document.get("copies").get(0).get("reference").asString()).isEqualTo("raw@1");
    nothingIsThere();
  }

  private void refuses(String why, String... more) {
    Run run = runImport(more);
    assertThat(run.code()).as(run.toString()).isEqualTo(4);
    assertThat(run.err()).contains("refused: ").contains(why).contains("nothing was imported");
    assertThat(run.out()).contains("refused  ");
  }

  @Test
  void importsNoneWhenOneCanNotBe() throws IOException {
    Files.writeString(root.resolve("copies/20260401"), "a file\n");
    copy("newest", "5.0\n");
    copy("raw-2026-01-31", "5.0\n");
    copy("raw_20270101", "5.0\n");
    copy("other/raw_20260131", "5.0\n");
    refuses("its name has no date", "copies/raw_20260131", "copies/newest");
    refuses("same moment as /T/copies/raw", "copies/raw_20260131", "copies/raw-2026-01-31");
    refuses("same name as", "copies/raw_20260131", "copies/other/raw_20260131");
    refuses("can't be read", "copies/raw_20260131", "copies/raw_20260201");
    refuses("can't be read", "copies/raw_20260131", "copies/20260401");
    refuses("lies in the future", "copies/raw_20260131", "copies/raw_20270101");
    refuses("it is the source itself", "copies/raw_20260131", "raw");
    assertThat(runImport("copies/newest", "--dry-run").code()).isEqualTo(4);
    nothingIsThere();
  }

  @Test
  void importsNothingThatLiesBeforeTheNewestSnapshot() {
    home.ok("create", "raw", "first");
    Run run = runImport("copies/raw_20260131");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("raw@1 is of 2026-11-21T").contains("before the first create");
    assertThat(list()).hasSize(1);
  }

  @Test
  void aCopyThatWasImportedWithAnotherMomentIsRefused() {
    runImport("copies/raw_20260131");
    refuses("is there as raw@1 already", "copies/raw_20260131", "--zone", "Europe/Berlin");
    assertThat(list()).hasSize(1);
  }

  @Test
  void takesTheMomentFromTheNewestFileWhenAsked() throws IOException {
    copy("old", "0.5\n");
    copy("empty/below", "");
    Files.setLastModifiedTime(
        root.resolve("copies/old/flux.csv"),
        FileTime.from(Instant.parse("2025-05-05T05:05:05.123Z")));
    Files.setLastModifiedTime(
        root.resolve("copies/old/notes.md"), FileTime.from(Instant.parse("2025-05-04T00:00:00Z")));
    assertThat(runImport("copies/old", "--by-time", "--permanent").code()).isZero();
    assertThat(list().get(0).get("createdAt").asString()).isEqualTo("2025-05-05T05:05:05Z");
    assertThat(list().get(0).get("permanent").asBoolean()).isTrue();
    assertThat(runImport("copies/old", "--by-time").out()).contains("imported before");
    Files.delete(root.resolve("copies/empty/below/flux.csv"));
    Files.delete(root.resolve("copies/empty/below/notes.md"));
    refuses("there is no file in it", "copies/empty", "--by-time");
    assertThat(runImport("copies/old", "--by-time", "--zone", "UTC").code()).isEqualTo(2);
  }

  @Test
  void saysHowManyTheUsualRetentionWouldForget() throws IOException {
    List<String> copies = new ArrayList<>();
    for (int day = 10; day < 25; day++) {
      copy("raw_202511" + day, day + "\n");
      copies.add("copies/raw_202511" + day);
    }
    Run run = runImport(copies.toArray(String[]::new));
    assertThat(run.out())
        .contains("5 of them would be forgotten by `hevelius cleanup` with its usual rules")
        .contains("hevelius hold raw@VERSION");
  }

  @Test
  void makesTheDatasetOnTheWay() {
    Run planned = home.run("import", "new", "copies/raw_20260131", "--source", "raw", "--dry-run");
    assertThat(planned.out()).contains("Import into new  (dir:/T/raw)");
    assertThat(home.ok("dataset", "list")).doesNotContain("new");
    Run run = home.run("import", "new", "copies/raw_20260131", "--source", "raw");
    assertThat(run.out()).contains("Snapshot new@1");
    Run other = home.run("import", "new", "copies/2026-03-31", "--source", "copies");
    assertThat(other.code()).isEqualTo(4);
    assertThat(home.run("import", "new", "--source", "raw").code()).isEqualTo(2);
    assertThat(home.run("import", "new").code()).isEqualTo(2);
  }

  @Test
  void importsNothingOfACopyThatCanNotBeReadAsAWhole() {
    MemoryHome memory = new MemoryHome();
    Samples.first(memory);
    memory.directory("/copies/raw_20250131", tree -> tree.file("flux.csv", "1.0"));
    memory.losing("locked can't be read (permission denied) and is not in the snapshot");
    MemoryHome.Run run =
        memory.run("import", "raw", "/copies/raw_20250131", "--source", MemoryHome.RAW);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("/copies/raw_20250131 was not imported: it can't be read as a whole")
        .contains("locked can't be read")
        .contains("0 of 1 copies were imported");
    assertThat(JsonMapper.shared().readTree(memory.ok("--json", "list", "raw"))).isEmpty();
  }

  @Test
  void needsADatasetWithOneDirectory() {
    home.ok("dataset", "set", "raw", "--add-source", "copies");
    Run run = runImport("copies/raw_20260131");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("not exactly one directory");
  }
}
