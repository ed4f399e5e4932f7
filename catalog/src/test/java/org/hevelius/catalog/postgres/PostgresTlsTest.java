package org.hevelius.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.event;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.testkit.PostgresServer;
import org.hevelius.testkit.SelfSigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of its own. */
class PostgresTlsTest {
  @TempDir private Path folder;

  @Test
  void aServerIsBelievedByItsCertificateAndNameAndNothingElse() throws Exception {
    PostgresServer server = PostgresServer.start();
    SelfSigned key = SelfSigned.in(folder);
    Path root = key.certificateFile();
    server.secure(key);
    server.crash();
    server.resume();
    String verified = server.freshSchema() + "&sslmode=verify-full&sslrootcert=";
    try (Catalog catalog = open(verified + root)) {
      catalog.append(event("first", "x"));
      assertThat(isEncrypted(server)).isTrue();
      assertThat(catalog.audit()).hasSize(1);
    }
    Path other = SelfSigned.in(Files.createDirectory(folder.resolve("other"))).certificateFile();
    refused(verified + other);
    refused(server.freshSchema() + "&sslmode=verify-full");

    // A certificate that is trusted, of another machine.
    SelfSigned elsewhere =
        SelfSigned.in(Files.createDirectory(folder.resolve("elsewhere")), "dns:db.example.org");
    server.secure(elsewhere);
    server.crash();
    server.resume();
    refused(verified + elsewhere.certificateFile());
    try (Catalog catalog =
        open(
            server.freshSchema()
                + "&sslmode=verify-ca&sslrootcert="
                + elsewhere.certificateFile())) {
      catalog.append(event("first", "x"));
    }
  }

  private static Catalog open(String address) {
    return PostgresNode.open(PostgresAddress.parse(address));
  }

  private static void refused(String address) {
    assertThatThrownBy(() -> open(address))
        .isInstanceOf(HeveliusException.class)
        .hasMessageNotContaining("password");
  }

  private static boolean isEncrypted(PostgresServer server) throws SQLException {
    try (var connection =
            java.sql.DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=postgres");
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT bool_and(s.ssl) FROM pg_stat_ssl AS s JOIN pg_stat_activity AS a"
                        + " USING (pid) WHERE a.client_addr IS NOT NULL"
                        + " AND a.pid <> pg_backend_pid()")) {
      return rows.next() && rows.getBoolean(1);
    }
  }
}
