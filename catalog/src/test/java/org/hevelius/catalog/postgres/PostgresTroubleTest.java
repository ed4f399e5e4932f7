package org.hevelius.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.catalog.sql.Session;
import org.hevelius.catalog.sql.SqlCatalog;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditChain;
import org.hevelius.core.audit.AuditFinding;
import org.hevelius.core.runner.Lease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresTroubleTest {
  private final PostgresAddress address = PostgresNode.fresh();

  @Test
  void ofNodesThatOpenANewCatalogAtOnceOneMakesIt() throws Exception {
    List<Callable<Long>> nodes = Collections.nCopies(6, this::sequenceAfterOneEvent);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Long> sequences = new ArrayList<>();
      for (Future<Long> node : pool.invokeAll(nodes)) {
        sequences.add(node.get());
      }
      assertThat(sequences).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
    }
  }

  private long sequenceAfterOneEvent() {
    try (SqlCatalog catalog = PostgresNode.open(address)) {
      return catalog.append(event("hello", "x")).sequence();
    }
  }

  @Test
  void nodesReserveEachVersionOnce() throws Exception {
    try (SqlCatalog one = PostgresNode.open(address);
        SqlCatalog other = PostgresNode.open(address);
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      one.addDataset(dataset(RAW.text()), event("add", "x"));
      List<Callable<Long>> work = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        work.add(() -> one.reserve(RAW, "same").version());
        work.add(() -> other.reserve(RAW, "same").version());
      }
      List<Long> versions = new ArrayList<>();
      for (Future<Long> done : pool.invokeAll(work)) {
        versions.add(done.get());
      }
      assertThat(versions)
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
    }
  }

  @Test
  void aReaderWaitsForNoWriterAndSeesOneState() throws Exception {
    try (PostgresDatabase database = PostgresNode.database(address);
        SqlCatalog reader = PostgresNode.open(address)) {
      SqlCatalog writer = new SqlCatalog(database);
      writer.addDataset(dataset("old"), event("add", "x"));
      CountDownLatch changed = new CountDownLatch(1);
      CountDownLatch seen = new CountDownLatch(1);
      Thread longWriter =
          Thread.startVirtualThread(
              () ->
                  database.write(
                      session -> {
                        int removed = session.update("DELETE FROM dataset");
                        changed.countDown();
                        awaitIt(seen);
                        return removed;
                      }));
      changed.await();
      assertThat(reader.datasets()).hasSize(1);
      List<Integer> twice =
          database.read(
              session -> {
                int before = session.list("SELECT name FROM dataset", row -> 1).size();
                seen.countDown();
                joinIt(longWriter);
                return List.of(before, session.list("SELECT name FROM dataset", row -> 1).size());
              });
      assertThat(twice).containsExactly(1, 1);
      assertThat(reader.datasets()).isEmpty();
    }
  }

  @Test
  void aWriterThatWaitedInVainCanTryAgain() {
    try (PostgresDatabase database = PostgresNode.database(address);
        PostgresDatabase other = PostgresNode.database(address)) {
      SqlCatalog catalog = new SqlCatalog(database);
      long _ = database.write(session -> executed(session, "SET lock_timeout = '100ms'"));
      AtomicReference<HeveliusException> failed = new AtomicReference<>();
      int _ =
          other.write(
              session -> {
                failed.set(failure(() -> catalog.append(event("x", "x"))));
                return 0;
              });
      assertThat(failed.get()).hasMessageContaining("another process has been writing");
      assertThat(failed.get().category()).isEqualTo(Category.UNAVAILABLE);
      assertThat(catalog.append(event("x", "x")).sequence()).isEqualTo(1);
    }
  }

  private static long executed(Session session, String sql) throws SQLException {
    session.execute(sql);
    return 1;
  }

  @Test
  void changesAreDurableWhateverTheServerSays() throws SQLException {
    try (PostgresDatabase database = PostgresNode.database(address)) {
      String role = "ALTER ROLE postgres %s synchronous_commit";
      PostgresNode.execute(address, role.formatted("SET") + " = off");
      try (PostgresDatabase later = PostgresNode.database(address)) {
        String mode =
            later.write(
                session ->
                    session
                        .first("SHOW synchronous_commit", row -> row.getString(1))
                        .orElseThrow());
        assertThat(mode).isEqualTo("on");
      } finally {
        PostgresNode.execute(address, role.formatted("RESET"));
      }
      assertThat(database.problems()).isEmpty();
    }
  }

  @Test
  void theAuditTrailCannotBeRewrittenBySlip() throws SQLException {
    try (PostgresDatabase database = PostgresNode.database(address)) {
      SqlCatalog catalog = new SqlCatalog(database);
      catalog.append(event("x", "x"));
      for (String sql :
          List.of("UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit")) {
        assertThatThrownBy(() -> database.write(session -> session.update(sql)))
            .isInstanceOf(HeveliusException.class)
            .hasMessageContaining("the audit trail is never");
      }
      List<AuditFinding> findings = new ArrayList<>();
      AuditChain.verify(catalog.audit().iterator(), catalog.auditHead(), findings::add);
      assertThat(findings).isEmpty();
      assertThat(catalog.problems()).isEmpty();
      PostgresNode.execute(address, "ALTER TABLE audit DISABLE TRIGGER audit_is_never_changed");
      assertThat(catalog.problems()).singleElement().asString().contains("audit_is_never_changed");
    }
  }

  @Test
  void aNodeStopsWritingWhenANewerProgramHasChangedTheLayout() throws SQLException {
    try (SqlCatalog catalog = PostgresNode.open(address)) {
      catalog.append(event("x", "x"));
      PostgresNode.execute(address, "UPDATE layout SET number = 99");
      assertThat(failure(() -> catalog.append(event("x", "x"))))
          .satisfies(e -> assertThat(e.category()).isEqualTo(Category.REFUSED))
          .hasMessageContaining("layout 99");
      assertThat(failure(() -> PostgresNode.open(address)).category()).isEqualTo(Category.REFUSED);
      assertThat(catalog.auditHead().sequence()).isEqualTo(1);
    }
  }

  @Test
  void refusesTheSchemaOfAnotherProgram() throws SQLException {
    PostgresNode.execute(
        address,
        "CREATE SCHEMA " + address.schema(),
        "CREATE TABLE " + address.schema() + ".theirs (x text)");
    assertThat(failure(() -> PostgresNode.open(address)))
        .satisfies(e -> assertThat(e.category()).isEqualTo(Category.DAMAGED))
        .hasMessageContaining("not a catalog of hevelius");
  }

  @Test
  void refusesServersThatCannotKeepThePromises() {
    PostgresLayout layout = new PostgresLayout(address, 1);
    assertThat(failure(() -> layout.needServer(14, "UTF8")))
        .satisfies(e -> assertThat(e.category()).isEqualTo(Category.REFUSED))
        .hasMessageContaining("is PostgreSQL 14; a catalog needs 15 or newer");
    assertThat(failure(() -> layout.needServer(15, "LATIN1"))).hasMessageContaining("UTF8");
    layout.needServer(15, "UTF8");
  }

  @Test
  void saysWhichDatabaseOrServerIsMissing() {
    PostgresAddress missing =
        PostgresAddress.parse(address.toString().replace("/postgres?", "/nothing?"));
    HeveliusException e = failure(() -> PostgresNode.open(missing));
    assertThat(e.category()).isEqualTo(Category.NOT_FOUND);
    assertThat(e.advice()).anyMatch(advice -> advice.contains("createdb"));
    HeveliusException away =
        failure(() -> PostgresNode.open(PostgresAddress.parse("postgresql://127.0.0.1:1/x")));
    assertThat(away.category()).isEqualTo(Category.UNAVAILABLE);
    assertThat(away).hasMessageContaining("127.0.0.1:1/x");
  }

  @Test
  void aPasswordIsAskedForAgainWhenItWasChanged() throws SQLException {
    String role = "guarded";
    PostgresNode.execute(
        address,
        "CREATE ROLE guarded LOGIN PASSWORD 'first-secret'",
        "GRANT CREATE ON DATABASE postgres TO guarded");
    PostgresAddress guarded =
        PostgresAddress.parse(address.toString().replace("postgres@", role + "@"));
    AtomicReference<String> password = new AtomicReference<>("wrong-secret");
    HeveliusException e =
        failure(() -> PostgresCatalog.open(guarded, password::get, Clock.systemUTC()));
    assertThat(e.category()).isEqualTo(Category.DENIED);
    assertThat(e + " " + e.advice()).doesNotContain("secret");
    password.set("first-secret");
    try (SqlCatalog catalog = PostgresCatalog.open(guarded, password::get, Clock.systemUTC())) {
      catalog.append(event("x", "x"));
      PostgresNode.execute(
          address,
          "ALTER ROLE guarded PASSWORD 'second-secret'",
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'guarded'");
      password.set("second-secret");
      assertThat(catalog.append(event("x", "x")).sequence()).isEqualTo(2);
    }
  }

  @Test
  void anEncryptedConnectionIsDemandedWhereItWasAskedFor() {
    PostgresAddress encrypted = PostgresAddress.parse(address + "&sslmode=require");
    assertThat(failure(() -> PostgresNode.open(encrypted))).hasMessageContaining("SSL");
  }

  @Test
  void aNodeWhoseClockRunsAheadTakesNoLeaseThatAnotherHas() {
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    try (SqlCatalog one = PostgresNode.open(address);
        SqlCatalog other = PostgresCatalog.open(address, () -> "", ahead)) {
      Clock clock = Clock.systemUTC();
      assertThat(one.leases().acquire(lease("one", clock), clock.instant())).isTrue();
      assertThat(other.leases().acquire(lease("other", ahead), ahead.instant())).isFalse();
      assertThat(other.leases().lease("runner").orElseThrow().until())
          .isBetween(ahead.instant().plusSeconds(30), ahead.instant().plusSeconds(70));
      assertThat(one.leases().release("runner", "one")).isTrue();
      assertThat(other.leases().acquire(lease("other", ahead), ahead.instant())).isTrue();
    }
  }

  private static Lease lease(String holder, Clock clock) {
    return new Lease("runner", holder, clock.instant().plusSeconds(60));
  }

  @Test
  void textThatNoDatabaseOfThisKindHoldsIsRefused() {
    try (PostgresDatabase database = PostgresNode.database(address)) {
      HeveliusException e =
          failure(
              () -> database.write(session -> session.update("UPDATE layout SET turn = ?", "\0")));
      assertThat(e.category()).isEqualTo(Category.INVALID);
      SqlCatalog catalog = new SqlCatalog(database);
      assertThat(catalog.append(event("x", "Äpfel 🍏")).sequence()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "08006, UNAVAILABLE",
    "57P01, UNAVAILABLE",
    "28P01, DENIED",
    "3D000, NOT_FOUND",
    "42501, DENIED",
    "25006, DENIED",
    "53100, FULL",
    "53300, UNAVAILABLE",
    "55P03, UNAVAILABLE",
    "40P01, UNAVAILABLE",
    "XX001, DAMAGED",
    "22021, INVALID",
    "99999, UNAVAILABLE"
  })
  void everyErrorHasACategoryAndAdvice(String state, Category category) {
    HeveliusException e = PostgresErrors.of(new SQLException("x", state), address);
    assertThat(e.category()).isEqualTo(category);
    assertThat(e.advice()).isNotEmpty();
    assertThat(e).hasMessageContaining(address.where());
  }

  private static void awaitIt(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void joinIt(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HeveliusException failure(ThrowingCallable call) {
    HeveliusException e = catchThrowableOfType(HeveliusException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
