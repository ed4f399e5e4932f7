package org.hevelius.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hevelius.core.catalog.CatalogFixtures.event;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.catalog.sql.SqlCatalog;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditChain;
import org.hevelius.core.audit.AuditFinding;
import org.hevelius.testkit.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a change when the connection breaks, and of the node afterwards. */
class LostConnectionTest {
  private static final String LEAVE_A_MARK =
      "INSERT INTO given_name (name, dataset, version) VALUES (?, 'raw', 1)";

  private final PostgresAddress direct = PostgresNode.fresh();
  private final CuttingProxy proxy = proxy();
  private final PostgresDatabase database = PostgresNode.database(through(proxy.port()));
  private final SqlCatalog catalog = new SqlCatalog(database);

  private static CuttingProxy proxy() {
    try {
      return new CuttingProxy(PostgresServer.shared().port());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private PostgresAddress through(int port) {
    return new PostgresAddress(
        direct.user(), List.of("127.0.0.1:" + port), direct.database(), direct.parameters());
  }

  @BeforeEach
  void begin() {
    catalog.append(event("first", "x"));
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
    proxy.close();
  }

  @Test
  void aNodeGoesOnAfterItsConnectionsWereDropped() throws SQLException {
    for (int i = 0; i < 3; i++) {
      dropConnections();
      assertThat(catalog.auditHead().sequence()).isEqualTo(i + 1);
      dropConnections();
      catalog.append(event("next", "x"));
    }
    assertThat(findings()).isEmpty();
  }

  @Test
  void aChangeWhoseConnectionBreaksInTheMiddleIsNotMadeAndNotRepeated() {
    AtomicInteger times = new AtomicInteger();
    HeveliusException e =
        failure(
            () ->
                database.write(
                    session -> {
                      times.incrementAndGet();
                      session.update(LEAVE_A_MARK, "half");
                      proxy.next(CuttingProxy.Next.IS_LOST);
                      return session.update(LEAVE_A_MARK, "whole");
                    }));
    assertThat(e.category()).isEqualTo(Category.UNAVAILABLE);
    assertThat(e.advice()).anyMatch(advice -> advice.contains("nothing was changed"));
    assertThat(times).hasValue(1);
    assertThat(marks()).isZero();
    catalog.append(event("afterwards", "x"));
    assertThat(findings()).isEmpty();
  }

  @Test
  void aCommitThatTheServerNeverSawIsReportedAsNotMade() {
    HeveliusException e = failure(() -> change(CuttingProxy.Next.IS_LOST));
    assertThat(e.category()).isEqualTo(Category.UNAVAILABLE);
    assertThat(e.advice()).anyMatch(advice -> advice.contains("nothing was changed"));
    assertThat(marks()).isZero();
    catalog.append(event("afterwards", "x"));
  }

  @Test
  void aCommitWhoseAnswerWasLostIsFoundToBeMade() {
    assertThat(change(CuttingProxy.Next.LOSES_ITS_ANSWER)).isEqualTo(1);
    assertThat(marks()).isEqualTo(1);
    catalog.append(event("afterwards", "x"));
    assertThat(findings()).isEmpty();
  }

  @Test
  void aServerThatIsAwayIsNamedAndUsedAgainWhenItIsBack() {
    PostgresServer server = PostgresServer.start();
    PostgresAddress address = PostgresAddress.parse(server.address("hevelius"));
    try (SqlCatalog own = PostgresCatalog.open(address, () -> "", Clock.systemUTC())) {
      for (int i = 1; i <= 20; i++) {
        own.append(event("before", "x" + i));
      }
      server.crash();
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(own::auditHead, () -> own.append(event("in vain", "x")))) {
        HeveliusException e = failure(use);
        assertThat(e.category()).isEqualTo(Category.UNAVAILABLE);
        assertThat(e).hasMessageContaining(address.where());
      }
      server.resume();
      assertThat(own.auditHead().sequence()).as("what was acknowledged").isEqualTo(20);
      assertThat(own.append(event("after", "x")).sequence()).isEqualTo(21);
      assertThat(own.problems()).isEmpty();
    }
  }

  /** Makes a change whose commit is met by this. */
  private int change(CuttingProxy.Next fate) {
    return database.write(
        session -> {
          int changed = session.update(LEAVE_A_MARK, "mark");
          proxy.next(fate);
          return changed;
        });
  }

  private void dropConnections() throws SQLException {
    PostgresNode.execute(
        direct,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            + " WHERE application_name = 'hevelius'");
  }

  private long marks() {
    return database.read(session -> session.number("SELECT count(*) FROM given_name"));
  }

  private List<AuditFinding> findings() {
    List<AuditFinding> findings = new ArrayList<>();
    AuditChain.verify(catalog.audit().iterator(), catalog.auditHead(), findings::add);
    return findings;
  }

  private static HeveliusException failure(ThrowingCallable call) {
    HeveliusException e = catchThrowableOfType(HeveliusException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
