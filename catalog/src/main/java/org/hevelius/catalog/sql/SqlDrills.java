package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.drill.DrillFinding;
import org.hevelius.core.drill.DrillNote;
import org.hevelius.core.drill.DrillStore;
import org.jspecify.annotations.Nullable;

/** Drills in the catalog. */
final class SqlDrills implements DrillStore {
  private static final String COLUMNS =
      """
      number, dataset, version, taken, scenario, seed, drawn, paths, scheduled, asked_by, host,
        program, place, started, finished, state, entries, files, bytes, all_files, all_bytes,
        listing, rebuilding, restoring, comparing, checking, rto, extrapolated, rto_target, rpo,
        rpo_target, findings, detail
      """;
  private static final String SELECT = "SELECT " + COLUMNS + " FROM drill ";

  private final Database database;

  SqlDrills(Database database) {
    this.database = database;
  }

  @Override
  public Drill begin(Drill drill, AuditEvent event) {
    if (drill.state() != Drill.State.RUNNING) {
      throw new HeveliusException(Category.INVALID, "a drill begins as one that runs");
    }
    return database.write(
        session -> {
          Drill numbered =
              drill.withNumber(1 + session.number("SELECT coalesce(max(number), 0) FROM drill"));
          insert(session, numbered);
          AuditTable.append(session, event);
          return numbered;
        });
  }

  private static void insert(Session session, Drill drill) throws SQLException {
    Drill.Order order = drill.order();
    session.update(
        """
        INSERT INTO drill (number, dataset, version, taken, scenario, seed, drawn, paths, scheduled,
          asked_by, host, program, place, started, state, detail, entries, files, bytes, all_files,
          all_bytes, listing, rebuilding, restoring, comparing, checking, rto, extrapolated, rpo,
          findings)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
          0, 0, 0, 0, 0, '', 0, 0, 0, 0, 0, 0, 0, 0)
        """,
        drill.number(),
        drill.dataset().text(),
        drill.version(),
        Times.text(drill.taken()),
        order.scenario().name(),
        order.seed(),
        order.files(),
        String.join("\n", order.paths()),
        order.scheduled() ? 1 : 0,
        drill.by(),
        drill.host(),
        drill.program(),
        drill.place(),
        Times.text(drill.started()),
        drill.state().name(),
        drill.detail());
  }

  @Override
  public boolean end(Drill drill, List<DrillFinding> findings, AuditEvent event) {
    return database.write(
        session -> {
          if (!update(session, drill)) {
            return false;
          }
          int ordinal = 0;
          for (DrillFinding finding : findings.stream().limit(FINDINGS).toList()) {
            session.update(
                """
                INSERT INTO drill_finding (drill, ordinal, severity, kind, path, expected, found)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                drill.number(),
                ordinal++,
                finding.severity().name(),
                finding.kind().name(),
                finding.path(),
                finding.expected(),
                finding.found());
          }
          AuditTable.append(session, event);
          return true;
        });
  }

  private static boolean update(Session session, Drill drill) throws SQLException {
    Drill.Measure measured = drill.measured();
    return session.update(
            """
            UPDATE drill SET finished = ?, state = ?, entries = ?, files = ?, bytes = ?,
              all_files = ?, all_bytes = ?, listing = ?, rebuilding = ?, restoring = ?,
              comparing = ?, checking = ?, rto = ?, extrapolated = ?, rto_target = ?, rpo = ?,
              rpo_target = ?, findings = ?, detail = ?
            WHERE number = ? AND state = 'RUNNING'
            """,
            Times.textOrNull(drill.finished()),
            drill.state().name(),
            measured.entries(),
            measured.files(),
            measured.bytes(),
            measured.allFiles(),
            measured.allBytes(),
            measured.listing(),
            measured.rebuilding().toMillis(),
            measured.restoring().toMillis(),
            measured.comparing().toMillis(),
            measured.checking().toMillis(),
            measured.rto().toMillis(),
            measured.extrapolated() ? 1 : 0,
            millis(measured.rtoTarget()),
            measured.rpo().toMillis(),
            millis(measured.rpoTarget()),
            measured.findings(),
            drill.detail(),
            drill.number())
        > 0;
  }

  private static @Nullable Long millis(@Nullable Duration length) {
    return length == null ? null : length.toMillis();
  }

  @Override
  public Optional<Drill> drill(long number) {
    return database.read(
        session -> session.first(SELECT + "WHERE number = ?", SqlDrills::row, number));
  }

  @Override
  public List<DrillFinding> findings(long number) {
    return database.read(
        session ->
            session.list(
                "SELECT severity, kind, path, expected, found FROM drill_finding WHERE drill = ?"
                    + " ORDER BY ordinal",
                row ->
                    new DrillFinding(
                        DrillFinding.Severity.valueOf(row.getString(1)),
                        DrillFinding.Kind.valueOf(row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)),
                number));
  }

  @Override
  public List<Drill> page(Query query) {
    List<String> conditions = new ArrayList<>(List.of("number < ?"));
    List<Object> parameters = new ArrayList<>(List.of(query.before()));
    if (query.dataset() != null) {
      conditions.add("dataset = ?");
      parameters.add(query.dataset().text());
    }
    if (query.state() != null) {
      conditions.add("state = ?");
      parameters.add(query.state().name());
    }
    parameters.add(query.limit());
    return database.read(
        session ->
            session.list(
                SELECT
                    + "WHERE "
                    + String.join(" AND ", conditions)
                    + " ORDER BY number DESC LIMIT ?",
                SqlDrills::row,
                parameters.toArray()));
  }

  @Override
  public void note(DrillNote note, AuditEvent event) {
    boolean _ =
        database.write(
            session -> {
              if (session.number(
                      "SELECT count(*) FROM drill WHERE number = ? AND dataset = ?",
                      note.drill(),
                      note.dataset().text())
                  == 0) {
                throw new HeveliusException(
                    Category.NOT_FOUND,
                    "there is no drill %d of %s".formatted(note.drill(), note.dataset()),
                    "those that there are: hevelius drill list " + note.dataset());
              }
              session.update(
                  """
                  INSERT INTO drill_note (drill, ordinal, dataset, noted, author, lesson)
                  VALUES (?, ?, ?, ?, ?, ?)
                  """,
                  note.drill(),
                  session.number("SELECT count(*) FROM drill_note WHERE drill = ?", note.drill()),
                  note.dataset().text(),
                  Times.text(note.time()),
                  note.by(),
                  note.text());
              AuditTable.append(session, event);
              return true;
            });
  }

  @Override
  public List<DrillNote> notes(DatasetName dataset, @Nullable Long drill, int limit) {
    String one = drill == null ? "" : "AND drill = ? ";
    List<Object> parameters = new ArrayList<>(List.of(dataset.text()));
    if (drill != null) {
      parameters.add(drill);
    }
    parameters.add(limit);
    return database.read(
        session ->
            session.list(
                "SELECT dataset, drill, noted, author, lesson FROM drill_note WHERE dataset = ? "
                    + one
                    + "ORDER BY noted DESC, drill DESC, ordinal DESC LIMIT ?",
                row ->
                    new DrillNote(
                        DatasetName.of(row.getString(1)),
                        row.getLong(2),
                        Times.parse(row.getString(3)),
                        row.getString(4),
                        row.getString(5)),
                parameters.toArray()));
  }

  private static Drill row(ResultSet row) throws SQLException {
    return new Drill(
        row.getLong(1),
        DatasetName.of(row.getString(2)),
        row.getLong(3),
        Times.parse(row.getString(4)),
        new Drill.Order(
            Drill.Scenario.valueOf(row.getString(5)),
            row.getLong(6),
            row.getInt(7),
            DatasetTable.lines(row.getString(8)),
            row.getLong(9) > 0),
        row.getString(10),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        Times.parse(row.getString(14)),
        Times.parseOrNull(row.getString(15)),
        Drill.State.valueOf(row.getString(16)),
        measure(row),
        row.getString(33));
  }

  private static Drill.Measure measure(ResultSet row) throws SQLException {
    return new Drill.Measure(
        row.getLong(17),
        row.getLong(18),
        row.getLong(19),
        row.getLong(20),
        row.getLong(21),
        row.getString(22),
        Duration.ofMillis(row.getLong(23)),
        Duration.ofMillis(row.getLong(24)),
        Duration.ofMillis(row.getLong(25)),
        Duration.ofMillis(row.getLong(26)),
        Duration.ofMillis(row.getLong(27)),
        row.getLong(28) > 0,
        length(row, 29),
        Duration.ofMillis(row.getLong(30)),
        length(row, 31),
        row.getLong(32));
  }

  private static @Nullable Duration length(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Duration.ofMillis(millis);
  }
}
