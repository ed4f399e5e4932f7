package org.hevelius.catalog.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.hevelius.catalog.sql.Script;
import org.hevelius.catalog.sql.Session;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * The numbered steps that lead from an empty schema to the present layout. The number of the last
 * step that was taken stands in the one row of the table {@code layout}, which also gives writers
 * their turns.
 *
 * @param latest the number of the last step
 */
record PostgresLayout(PostgresAddress address, int latest) {
  private static final int OLDEST_SERVER = 15;

  private static final String LAYOUT =
      """
      CREATE TABLE layout (
        one     BIGINT PRIMARY KEY CHECK (one = 1),
        program TEXT COLLATE "C" NOT NULL,
        number  BIGINT NOT NULL,
        turn    TEXT COLLATE "C" NOT NULL -- who wrote last
      )
      """;

  /** Refuses a server that can't keep what the catalog promises. */
  void needServer(Session session) throws SQLException {
    needServer(
        Long.parseLong(text(session, "SHOW server_version_num")) / 10_000,
        text(session, "SHOW server_encoding"));
  }

  void needServer(long version, String encoding) {
    if (version < OLDEST_SERVER) {
      throw new HeveliusException(
          Category.REFUSED,
          "the server at %s is PostgreSQL %d; a catalog needs %d or newer"
              .formatted(address.where(), version, OLDEST_SERVER),
          "nothing was changed; bring the server up to date, or name another");
    }
    if (!encoding.equals("UTF8")) {
      throw new HeveliusException(
          Category.REFUSED,
          "the database at %s has the encoding %s; a catalog needs UTF8"
              .formatted(address.where(), encoding),
          "nothing was changed; make one: createdb --encoding=UTF8 --template=template0 NAME");
    }
  }

  /** Whether the schema has the present layout; refuses what this program can't read. */
  boolean isCurrent(Session session) throws SQLException {
    Optional<Long> number = number(session);
    if (number.isPresent() && number.orElseThrow() > latest) {
      throw newer(number.orElseThrow());
    }
    return number.isPresent() && number.orElseThrow() == latest;
  }

  /** The refusal of a layout that a newer program has made. */
  HeveliusException newer(long number) {
    return new HeveliusException(
        Category.REFUSED,
        "the catalog at %s was written by a newer hevelius (layout %d; this program knows %d)"
            .formatted(address.where(), number, latest),
        "nothing was changed; use the newer hevelius on this node as well");
  }

  private Optional<Long> number(Session session) throws SQLException {
    List<String> tables =
        session.list(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = ?",
            row -> row.getString(1),
            address.schema());
    if (tables.isEmpty()) {
      return Optional.empty();
    }
    if (!tables.contains("layout") || !tables.contains("audit_head")) {
      throw new HeveliusException(
          Category.DAMAGED,
          "the schema %s at %s has tables, but is not a catalog of hevelius"
              .formatted(address.schema(), address.where()),
          "nothing was changed; name another schema: " + address + " with ?schema=NAME");
    }
    return session.first(
        "SELECT number FROM layout WHERE program = 'hevelius'", row -> row.getLong(1));
  }

  /**
   * Takes the steps that are missing, all or none, inside the caller's transaction. Of several
   * nodes one takes them and the others wait for it.
   */
  void apply(Session session) throws SQLException {
    session.each(
        "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
        _ -> true,
        "hevelius layout of " + address.schema());
    if (isCurrent(session)) {
      return;
    }
    if (session.number(
            "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = ?", address.schema())
        == 0) {
      session.execute("CREATE SCHEMA \"" + address.schema() + "\"");
    }
    Optional<Long> present = number(session);
    if (present.isEmpty()) {
      session.execute(LAYOUT);
      session.update(
          "INSERT INTO layout (one, program, number, turn) VALUES (1, 'hevelius', 0, '')");
    }
    for (long step = present.orElse(0L) + 1; step <= latest; step++) {
      Script.read(PostgresLayout.class, "catalog", step).run(session);
    }
    session.update("UPDATE layout SET number = ?", latest);
  }

  /** What of the server or the schema endangers the catalog, one line each. */
  List<String> problems(Session session) throws SQLException {
    return session.list(
        """
        SELECT 'the server runs with ' || name || ' = off: a loss of power can damage the catalog'
        FROM pg_catalog.pg_settings
        WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'
        UNION ALL
        SELECT 'the index ' || c.relname || ' is invalid'
        FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
          JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND NOT (i.indisvalid AND i.indisready)
        UNION ALL
        SELECT 'the trigger ' || wanted || ' that protects the audit trail is missing or disabled'
        FROM (VALUES ('audit_is_never_changed'), ('audit_is_never_shortened')) AS w (wanted)
        WHERE NOT EXISTS (
          SELECT 1 FROM pg_catalog.pg_trigger AS t
            JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
          WHERE n.nspname = ? AND c.relname = 'audit' AND t.tgname = wanted AND t.tgenabled <> 'D')
        """,
        row -> row.getString(1),
        address.schema(),
        address.schema());
  }

  /** The tables of the schema. */
  List<String> tables(Session session) throws SQLException {
    return session.list(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = ?"
            + " AND table_type = 'BASE TABLE' ORDER BY table_name",
        row -> row.getString(1),
        address.schema());
  }

  private static String text(Session session, String sql) throws SQLException {
    return session.first(sql, row -> row.getString(1)).orElseThrow();
  }
}
