package org.hevelius.catalog.sql;

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
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.catalog.HomeStore;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.catalog.PolicyChange;
import org.hevelius.core.catalog.RebuildReport;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.catalog.Removal;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.catalog.SnapshotFacts;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.drill.DrillStore;
import org.hevelius.core.event.EventStore;
import org.hevelius.core.metrics.FigureStore;
import org.hevelius.core.notify.NotificationStore;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.publication.PublicationStore;
import org.hevelius.core.recovery.RecoveryStore;
import org.hevelius.core.request.KeyStore;
import org.hevelius.core.runner.HookStore;
import org.hevelius.core.runner.ImpactStore;
import org.hevelius.core.runner.LeaseStore;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.storage.AlarmStore;
import org.hevelius.core.storage.UsageStore;

/**
 * The catalog in tables of SQL: which database they stand in, and so what makes a change durable,
 * is the {@link Database}'s affair.
 */
public final class SqlCatalog implements Catalog {
  /**
   * The number of the layout: of the last migration, which each database has in its own words under
   * the same number.
   */
  public static final int LAYOUT = 21;

  private final Database database;
  private final Changes changes;

  /** The catalog in a database that has the present layout; closes it at its end. */
  public SqlCatalog(Database database) {
    this.database = database;
    changes = new Changes(database);
  }

  @Override
  public boolean isReadOnly() {
    return database.isReadOnly();
  }

  @Override
  public void addDataset(Dataset dataset, AuditEvent event) {
    changes.make(event, session -> DatasetTable.add(session, dataset));
  }

  @Override
  public void updateDataset(Dataset expected, Dataset updated, AuditEvent event) {
    changes.make(event, session -> DatasetTable.update(session, expected, updated));
  }

  @Override
  public void removeDataset(DatasetName name, AuditEvent event) {
    changes.make(event, session -> DatasetTable.remove(session, name));
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
  public void record(Snapshot snapshot, AuditEvent event, List<Fence> fences) {
    boolean _ =
        changes.makeIf(
            event,
            session -> counted(session, snapshot, SnapshotTable.record(session, snapshot, fences)));
  }

  @Override
  public void replace(Snapshot expected, Snapshot updated, AuditEvent event) {
    changes.make(
        event,
        session -> {
          SnapshotTable.replace(session, expected, updated);
          boolean _ = counted(session, updated, true);
        });
  }

  @Override
  public void beginForget(Snapshot expected, boolean forced, AuditEvent event) {
    changes.make(event, session -> RemovalTable.begin(session, expected, forced, event.time()));
  }

  @Override
  public List<Removal> removals() {
    return database.read(RemovalTable::all);
  }

  @Override
  public boolean keep(Removal removal, AuditEvent event) {
    return changes.makeIf(event, session -> RemovalTable.keep(session, removal));
  }

  @Override
  public boolean forget(Snapshot expected, AuditEvent event) {
    return changes.makeIf(
        event, session -> counted(session, expected, SnapshotTable.forget(session, expected)));
  }

  private static boolean counted(Session session, Snapshot snapshot, boolean changed)
      throws SQLException {
    if (changed) {
      RevisionTable.snapshotsChanged(session, snapshot.dataset());
    }
    return changed;
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
  public void changePolicies(List<PolicyChange> wanted, AuditEvent event) {
    changes.make(
        event,
        session -> {
          PolicyTable.change(session, wanted);
          RevisionTable.policiesChanged(session);
        });
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
    changes.make(event, session -> OperationTable.finish(session, id, state, time, detail));
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
          RebuildReport report = SqlRebuild.run(session, found);
          AuditTable.append(session, event);
          return report;
        });
  }

  @Override
  public AccessStore access() {
    return new SqlAccess(database);
  }

  @Override
  public RunStore runs() {
    return new SqlRuns(database);
  }

  @Override
  public LeaseStore leases() {
    return new SqlLeases(database);
  }

  @Override
  public HookStore hooks() {
    return new SqlHooks(database);
  }

  @Override
  public RecoveryStore recoveries() {
    return new SqlRecoveries(database);
  }

  @Override
  public ImpactStore impacts() {
    return new SqlImpacts(database);
  }

  @Override
  public EventStore events() {
    return new SqlEvents(database);
  }

  @Override
  public PublicationStore publications() {
    return new SqlPublications(database);
  }

  @Override
  public DrillStore drills() {
    return new SqlDrills(database);
  }

  @Override
  public NotificationStore notifications() {
    return new SqlNotifications(database);
  }

  @Override
  public HomeStore home() {
    return new SqlHome(database);
  }

  @Override
  public KeyStore requestKeys() {
    return new SqlKeys(database);
  }

  @Override
  public UsageStore usage() {
    return new SqlUsage(database);
  }

  @Override
  public AlarmStore alarms() {
    return new SqlAlarms(database);
  }

  @Override
  public FigureStore figures() {
    return new SqlFigures(database);
  }

  @Override
  public SnapshotFacts facts() {
    return new SqlFacts(database);
  }

  @Override
  public List<String> problems() {
    try {
      return database.problems();
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
}
