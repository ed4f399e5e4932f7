package org.hevelius.catalog.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.AccessStore;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditHead;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.catalog.PolicyChange;
import org.hevelius.core.catalog.RebuildReport;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.catalog.Removal;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.runner.LeaseStore;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.snapshot.Snapshot;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The catalog in one SQLite file: write-ahead log, full synchronization, so that what was
 * acknowledged survives the loss of power.
 */
public final class SqliteCatalog implements Catalog {
  /** "HeCa". */
  private static final Migrations LAYOUT = new Migrations("catalog", 0x48654361, 5);

  private static final String REMEDY =
      "move the file aside and recover it from the repository: hevelius catalog rebuild";

  /** Seen by tests, which bring it into trouble. */
  final Database database;

  private SqliteCatalog(Database database) {
    this.database = database;
  }

  /**
   * Opens the catalog in a file and brings its layout up to date.
   *
   * @throws HeveliusException NOT_FOUND when there is no such file; DAMAGED when it is no catalog;
   *     REFUSED when a newer program wrote it; DENIED or UNAVAILABLE when it can't be opened
   */
  public static SqliteCatalog open(Path file) {
    if (Files.notExists(file)) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "there is no catalog at " + file,
          "a new home is made by: hevelius init",
          "a lost catalog is recovered from the repository: hevelius catalog rebuild");
    }
    return create(file);
  }

  /** Opens the catalog in a file; makes an empty one when there is none. */
  public static SqliteCatalog create(Path file) {
    return new SqliteCatalog(Database.open(file, LAYOUT, REMEDY, SynchronousMode.FULL));
  }

  @Override
  public boolean isReadOnly() {
    return database.isReadOnly();
  }

  @Override
  public void addDataset(Dataset dataset, AuditEvent event) {
    change(event, session -> DatasetTable.add(session, dataset));
  }

  @Override
  public void updateDataset(Dataset expected, Dataset updated, AuditEvent event) {
    change(event, session -> DatasetTable.update(session, expected, updated));
  }

  @Override
  public void removeDataset(DatasetName name, AuditEvent event) {
    change(event, session -> DatasetTable.remove(session, name));
  }

  @Override
  public Optional<Dataset> dataset(DatasetName name) {
    return database.read(session -> DatasetTable.find(session, name));
  }

  @Override
  public List<Dataset> datasets() {
    return database.read(DatasetTable::all);
  }

  @Override
  public Reservation reserve(DatasetName dataset, String name) {
    return database.write(session -> DatasetTable.reserve(session, dataset, name));
  }

  @Override
  public long highestVersion(DatasetName dataset) {
    return database.read(session -> DatasetTable.highestVersion(session, dataset));
  }

  @Override
  public void record(Snapshot snapshot, AuditEvent event) {
    boolean _ = changeIf(event, session -> SnapshotTable.record(session, snapshot));
  }

  @Override
  public void replace(Snapshot expected, Snapshot updated, AuditEvent event) {
    change(event, session -> SnapshotTable.replace(session, expected, updated));
  }

  @Override
  public void beginForget(Snapshot expected, boolean forced, AuditEvent event) {
    change(event, session -> RemovalTable.begin(session, expected, forced, event.time()));
  }

  @Override
  public List<Removal> removals() {
    return database.read(RemovalTable::all);
  }

  @Override
  public boolean keep(Removal removal, AuditEvent event) {
    return changeIf(event, session -> RemovalTable.keep(session, removal));
  }

  @Override
  public boolean forget(Snapshot expected, AuditEvent event) {
    return changeIf(event, session -> SnapshotTable.forget(session, expected));
  }

  @Override
  public Optional<Snapshot> snapshot(DatasetName dataset, long version) {
    return database.read(session -> SnapshotRows.find(session, dataset, version));
  }

  @Override
  public Optional<Snapshot> latest(DatasetName dataset) {
    return database.read(session -> SnapshotRows.latest(session, dataset));
  }

  @Override
  public Optional<Snapshot> byShortName(DatasetName dataset, String shortName) {
    return database.read(session -> SnapshotRows.byShortName(session, dataset, shortName));
  }

  @Override
  public Optional<Snapshot> byName(String name) {
    return database.read(session -> SnapshotRows.byName(session, name));
  }

  @Override
  public List<Snapshot> byIdPrefix(String hex, int limit) {
    return database.read(session -> SnapshotRows.byIdPrefix(session, hex, limit));
  }

  @Override
  public List<Snapshot> page(SnapshotQuery query) {
    return database.read(session -> SnapshotRows.page(session, query));
  }

  @Override
  public long count(SnapshotQuery query) {
    return database.read(session -> SnapshotRows.count(session, query));
  }

  @Override
  public List<Policy> policies() {
    return database.read(PolicyTable::all);
  }

  @Override
  public void changePolicies(List<PolicyChange> changes, AuditEvent event) {
    change(event, session -> PolicyTable.change(session, changes));
  }

  @Override
  public AuditEntry append(AuditEvent event) {
    return database.write(session -> AuditTable.append(session, event));
  }

  @Override
  public List<AuditEntry> auditPage(long fromSequence, int limit) {
    return database.read(session -> AuditTable.page(session, fromSequence, limit));
  }

  @Override
  public AuditHead auditHead() {
    return database.read(AuditTable::head);
  }

  @Override
  public Operation begin(Operation operation, AuditEvent event) {
    return database.write(
        session -> {
          Operation begun = OperationTable.begin(session, operation);
          AuditTable.append(session, event);
          return begun;
        });
  }

  @Override
  public void finish(
      long id, Operation.State state, Instant time, String detail, AuditEvent event) {
    change(event, session -> OperationTable.finish(session, id, state, time, detail));
  }

  @Override
  public List<Operation> operations(int limit) {
    return database.read(session -> OperationTable.newest(session, limit));
  }

  @Override
  public Optional<Operation> lastUndoable(Optional<DatasetName> dataset) {
    return database.read(session -> OperationTable.lastUndoable(session, dataset));
  }

  @Override
  public RebuildReport rebuild(Stream<Recovered> found, AuditEvent event) {
    return database.write(
        session -> {
          RebuildReport report = SqliteRebuild.run(session, found);
          AuditTable.append(session, event);
          return report;
        });
  }

  @Override
  public AccessStore access() {
    return new SqliteAccess(database);
  }

  @Override
  public RunStore runs() {
    return new SqliteRuns(database);
  }

  @Override
  public LeaseStore leases() {
    return new SqliteLeases(database);
  }

  @Override
  public List<String> problems() {
    try {
      return database.read(SqliteCatalog::check);
    } catch (HeveliusException e) {
      if (e.category() == Category.DAMAGED) {
        return List.of(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  @Override
  public void close() {
    database.close();
  }

  private static List<String> check(Session session) throws SQLException {
    List<String> problems = session.list("PRAGMA integrity_check", row -> row.getString(1));
    List<String> dangling =
        session.list(
            "PRAGMA foreign_key_check",
            row -> "%s refers to a missing %s".formatted(row.getString(1), row.getString(3)));
    return Stream.concat(
            problems.stream().filter(problem -> !problem.equals("ok")), dangling.stream())
        .toList();
  }

  private interface Change {
    void run(Session session) throws SQLException;
  }

  private void change(AuditEvent event, Change change) {
    boolean _ =
        changeIf(
            event,
            session -> {
              change.run(session);
              return true;
            });
  }

  /** Makes a change, and adds its event if there was anything to change. */
  private boolean changeIf(AuditEvent event, Database.Work<Boolean> change) {
    return database.write(
        session -> {
          boolean changed = change.run(session);
          if (changed) {
            AuditTable.append(session, event);
          }
          return changed;
        });
  }
}
