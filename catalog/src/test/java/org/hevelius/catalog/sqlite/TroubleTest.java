package org.hevelius.catalog.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.full;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.catalog.sql.SqlCatalog;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditChain;
import org.hevelius.core.audit.AuditFinding;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TroubleTest {
  /** What layouts after the first have added to its tables. */
  private static final List<String> LATER_COLUMNS =
      List.of(
          "snapshot.taken_by",
          "snapshot.derived_from",
          "snapshot.derived_by",
          "snapshot.known_bad_by",
          "snapshot.known_bad_since",
          "snapshot.known_bad_note",
          "operation.batch",
          "dataset.tags");

  private static final Set<String> FIRST_TABLES =
      Set.of(
          "dataset",
          "version_counter",
          "given_name",
          "snapshot",
          "hold",
          "capture",
          "audit",
          "audit_head",
          "operation");

  @TempDir Path directory;

  /** Below the catalog that was filled. */
  private @Nullable SqliteDatabase database;

  @Test
  void saysThatACatalogIsMissingAndHowToGetItBack() {
    HeveliusException e = failure(() -> CatalogFile.open(file()));
    assertThat(e.category()).isEqualTo(Category.NOT_FOUND);
    assertThat(e.advice()).anyMatch(advice -> advice.contains("hevelius catalog rebuild"));
    assertThat(file()).doesNotExist();
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    Files.writeString(file(), "my notes, which are longer than a header ".repeat(100));
    HeveliusException e = failure(() -> CatalogFile.open(file()));
    assertThat(e.category()).isEqualTo(Category.DAMAGED);
    assertThat(e).hasMessageContaining(file().toString());
    assertThat(e.advice()).anyMatch(advice -> advice.contains("hevelius catalog rebuild"));
    assertThat(file()).content().startsWith("my notes");
  }

  @Test
  void refusesTheDatabaseOfAnotherProgram() throws SQLException {
    execute("CREATE TABLE theirs (x)");
    HeveliusException e = failure(() -> CatalogFile.create(file()));
    assertThat(e.category()).isEqualTo(Category.DAMAGED);
    assertThat(e).hasMessageContaining("not a catalog of hevelius");
    assertThat(failure(() -> SqliteFileIndex.open(file())))
        .hasMessageContaining("not a file index of hevelius");
  }

  @Test
  void refusesTheCatalogOfANewerProgram() throws SQLException {
    CatalogFile.create(file()).close();
    execute("PRAGMA user_version = 99");
    HeveliusException e = failure(() -> CatalogFile.open(file()));
    assertThat(e.category()).isEqualTo(Category.REFUSED);
    assertThat(e).hasMessageContaining("layout 99");
  }

  @Test
  void bringsTheCatalogOfAnOlderProgramUpToDate() throws SQLException {
    List<String> audit;
    try (SqlCatalog catalog = filled(3)) {
      audit = audit(catalog);
    }
    for (String later : tables()) {
      if (!FIRST_TABLES.contains(later)) {
        execute("DROP TABLE " + later);
      }
    }
    execute("DROP INDEX audit_by_action");
    for (String later : LATER_COLUMNS) {
      String[] column = later.split("\\.", -1);
      execute("ALTER TABLE %s DROP COLUMN %s".formatted(column[0], column[1]));
    }
    execute("PRAGMA user_version = 1");
    try (SqlCatalog catalog = CatalogFile.open(file())) {
      assertThat(catalog.count(SnapshotQuery.all())).isEqualTo(3);
      assertThat(audit(catalog)).isEqualTo(audit);
      Snapshot snapshot = catalog.latest(RAW).orElseThrow();
      catalog.beginForget(snapshot, true, event("begin", "x"));
      assertThat(catalog.removals()).hasSize(1);
      assertThat(catalog.access().users()).isEmpty();
      assertThat(catalog.problems()).isEmpty();
    }
  }

  @Test
  void findsDamageInsideTheFile() throws IOException {
    try (SqlCatalog catalog = filled(600)) {
      assertThat(catalog.problems()).isEmpty();
    }
    try (RandomAccessFile content = new RandomAccessFile(file().toFile(), "rw")) {
      byte[] noise = new byte[4096];
      new Random(1).nextBytes(noise);
      for (int page = 80; page < content.length() / 4096; page++) {
        content.seek(page * 4096L);
        content.write(noise);
      }
    }
    try (SqlCatalog catalog = CatalogFile.open(file())) {
      assertThat(catalog.problems()).isNotEmpty();
      HeveliusException e =
          failure(() -> assertThat(catalog.snapshots(SnapshotQuery.all())).hasSize(600));
      assertThat(e.category()).isEqualTo(Category.DAMAGED);
      assertThat(e.advice()).anyMatch(advice -> advice.contains("hevelius catalog rebuild"));
    }
  }

  @Test
  void aFullDiskLeavesTheCatalogAsItWasAndUsable() {
    try (SqlCatalog catalog = filled(3)) {
      limit(1);
      List<String> before = audit(catalog);
      HeveliusException e =
          failure(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  record(catalog);
                }
              });
      assertThat(e.category()).isEqualTo(Category.FULL);
      assertThat(e).hasMessageContaining("disk is full");
      int recorded = audit(catalog).size() - before.size();
      assertThat(catalog.count(SnapshotQuery.all())).isEqualTo(3 + recorded);
      limit(1_000_000);
      record(catalog);
      assertThat(catalog.count(SnapshotQuery.all())).isEqualTo(4 + recorded);
      assertThat(catalog.problems()).isEmpty();
      assertThat(findings(catalog)).isEmpty();
    }
  }

  @Test
  void aWriterThatWaitedInVainCanTryAgain() throws SQLException {
    try (SqlCatalog catalog = filled(1);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = other.createStatement()) {
      database().write(session -> session.number("PRAGMA busy_timeout = 1"));
      statement.execute("BEGIN IMMEDIATE");
      HeveliusException e = failure(() -> record(catalog));
      assertThat(e.category()).isEqualTo(Category.UNAVAILABLE);
      assertThat(e).hasMessageContaining("another process");
      assertThat(catalog.count(SnapshotQuery.all())).as("readers don't wait").isEqualTo(1);
      statement.execute("COMMIT");
      record(catalog);
      assertThat(catalog.count(SnapshotQuery.all())).isEqualTo(2);
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() {
    HeveliusException e =
        failure(() -> CatalogFile.create(directory.resolve("missing/catalog.sqlite")));
    assertThat(e.category()).isEqualTo(Category.DENIED);
    assertThat(e).hasMessageContaining("missing/catalog.sqlite");
    assertThat(e.advice()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "5, UNAVAILABLE",
    "6, UNAVAILABLE",
    "8, DENIED",
    "3, DENIED",
    "10, UNAVAILABLE",
    "11, DAMAGED",
    "13, FULL",
    "14, DENIED",
    "26, DAMAGED",
    "1, UNAVAILABLE",
    "267, DAMAGED"
  })
  void everyErrorHasACategoryAndAdvice(int code, Category category) {
    HeveliusException e =
        SqliteErrors.of(new SQLException("x", null, code), "catalog", file(), "rebuild it");
    assertThat(e.category()).isEqualTo(category);
    assertThat(e.advice()).isNotEmpty();
    assertThat(e).hasMessageContaining(file().toString());
  }

  @Test
  void pathsWithOddCharactersAreTakenAsTheyAre() throws IOException {
    Path odd = Files.createDirectories(directory.resolve("a?b=c&d %41#ü\"'"));
    try (SqlCatalog catalog = CatalogFile.create(odd.resolve("catalog.sqlite"))) {
      assertThat(catalog.datasets()).isEmpty();
    }
    assertThat(odd.resolve("catalog.sqlite")).isRegularFile();
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(odd));
  }

  @Test
  void theAuditTrailCannotBeRewrittenBySlip() {
    try (SqlCatalog catalog = filled(1)) {
      for (String sql : List.of("UPDATE audit SET actor = 'x'", "DELETE FROM audit")) {
        assertThatThrownBy(() -> database().write(session -> session.update(sql)))
            .isInstanceOf(HeveliusException.class)
            .hasMessageContaining("the audit trail is never");
      }
      assertThat(findings(catalog)).isEmpty();
    }
  }

  @Test
  void readersAndWritersOfOneProcessDoNotDisturbEachOther() throws Exception {
    try (SqlCatalog catalog = filled(1);
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Long>> work = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        work.add(() -> record(catalog).version());
        work.add(() -> catalog.snapshots(SnapshotQuery.all().limit(3)).count());
      }
      for (Future<Long> done : pool.invokeAll(work)) {
        assertThat(done.get()).isPositive();
      }
      assertThat(catalog.count(SnapshotQuery.all())).isEqualTo(21);
      assertThat(findings(catalog)).isEmpty();
    }
  }

  private Path file() {
    return directory.resolve("catalog.sqlite");
  }

  private SqliteDatabase database() {
    return Objects.requireNonNull(database);
  }

  private SqlCatalog filled(int snapshots) {
    SqliteDatabase below = CatalogFile.database(file());
    database = below;
    SqlCatalog catalog = new SqlCatalog(below);
    catalog.addDataset(dataset(RAW.text()), event("dataset add", RAW.text()));
    for (int i = 0; i < snapshots; i++) {
      record(catalog);
    }
    return catalog;
  }

  private static Snapshot record(SqlCatalog catalog) {
    Reservation reserved = catalog.reserve(RAW, "cosmos7-raw_20261121_103000_x");
    Snapshot snapshot =
        full(RAW, reserved.version(), TIME.plusSeconds(reserved.version()))
            .edit()
            .name(reserved.name())
            .build();
    catalog.record(snapshot, event("create", snapshot.reference()));
    return snapshot;
  }

  private void limit(int pages) {
    database().write(session -> session.number("PRAGMA max_page_count = " + pages));
  }

  private static List<String> audit(SqlCatalog catalog) {
    return catalog.audit().map(entry -> entry.event().target()).toList();
  }

  private static List<AuditFinding> findings(SqlCatalog catalog) {
    List<AuditFinding> findings = new ArrayList<>();
    AuditChain.verify(catalog.audit().iterator(), catalog.auditHead(), findings::add);
    return findings;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> tables() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE"
                    + " 'sqlite_%'")) {
      List<String> tables = new ArrayList<>();
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
      return tables;
    }
  }

  private static HeveliusException failure(ThrowingCallable call) {
    HeveliusException e = catchThrowableOfType(HeveliusException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
