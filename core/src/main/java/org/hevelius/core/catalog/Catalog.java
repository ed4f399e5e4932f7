package org.hevelius.core.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.access.AccessStore;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditHead;
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
 * The searchable record of datasets, snapshots, operations and audit, and of users and tokens.
 *
 * <p><b>Atomicity.</b> Each method that changes something is one transaction, together with its
 * audit event: after a crash either all of it is there or nothing. When such a method has returned,
 * its effect survives the loss of power.
 *
 * <p><b>Concurrency.</b> Safe for several threads and several processes; changes are serialized,
 * and a reader never waits for a writer. Edits say what they expect to find and fail with CONFLICT
 * when it has changed.
 *
 * <p><b>Errors.</b> {@link HeveliusException}: NOT_FOUND, CONFLICT and REFUSED as the methods say;
 * beyond that DAMAGED, FULL, DENIED or UNAVAILABLE for the storage below. After any of them the
 * catalog is as it was before the call.
 *
 * <p><b>Callers.</b> Only use cases change the catalog; they record a snapshot after every capture
 * is durable. Everybody may read.
 */
public interface Catalog extends AutoCloseable {
  /** Whether it can only be read for now, because its disk is full or read-only. */
  default boolean isReadOnly() {
    return false;
  }

  /**
   * Adds a dataset. A dataset that was removed and is added again goes on with its version numbers.
   *
   * @throws HeveliusException CONFLICT when there is one of that name
   */
  void addDataset(Dataset dataset, AuditEvent event);

  /**
   * Replaces a dataset's definition. The name can't change.
   *
   * @param expected the definition that the edit started from
   * @throws HeveliusException NOT_FOUND when there is none; CONFLICT when it isn't the expected one
   */
  void updateDataset(Dataset expected, Dataset updated, AuditEvent event);

  /**
   * Removes a dataset's definition.
   *
   * @throws HeveliusException NOT_FOUND when there is none; REFUSED while it has snapshots
   */
  void removeDataset(DatasetName name, AuditEvent event);

  /** The dataset of that name. */
  Optional<Dataset> dataset(DatasetName name);

  /** All datasets, sorted by name. */
  List<Dataset> datasets();

  /**
   * Gives the next version number and a name of its own to a snapshot that is about to be made.
   * Both are used up from now on, whether the snapshot is made or not, and are never given again,
   * not even after the snapshot or the dataset is gone.
   *
   * @param name the generated name; when it was given before, {@code _2}, {@code _3} and so on is
   *     put at its end
   * @throws HeveliusException NOT_FOUND when there is no such dataset
   */
  Reservation reserve(DatasetName dataset, String name);

  /** The highest version number that the dataset has ever given; 0 when none. */
  long highestVersion(DatasetName dataset);

  /**
   * Makes a snapshot visible. Recording an equal snapshot again changes nothing and adds no audit
   * entry, so that a caller that doesn't know how the first call ended may repeat it.
   *
   * @param fences what must hold in the same transaction
   * @throws HeveliusException NOT_FOUND when there is no such dataset; CONFLICT when the version,
   *     the name or the short name belongs to another snapshot; INVALID when its version wasn't
   *     reserved or it has no captures; CANCELED when a fence doesn't hold
   */
  void record(Snapshot snapshot, AuditEvent event, List<Fence> fences);

  /** Makes a snapshot visible, whatever else has happened. */
  default void record(Snapshot snapshot, AuditEvent event) {
    record(snapshot, event, List.of());
  }

  /**
   * Replaces a snapshot's editable fields and captures. Dataset, version, name and time stay.
   *
   * @param expected the snapshot that the edit started from
   * @throws HeveliusException NOT_FOUND when it is gone; CONFLICT when it isn't the expected one,
   *     or the new short name belongs to another snapshot of the dataset
   */
  void replace(Snapshot expected, Snapshot updated, AuditEvent event);

  /**
   * Records that a snapshot is about to be removed from storage, before storage is touched: should
   * the work be interrupted, a later run knows from this alone that the snapshot isn't lost.
   * Nothing else changes: it stays listed and in use. {@link #forget} ends the removal; {@link
   * #keep} and any edit of the snapshot take it back.
   *
   * @param expected the snapshot that was looked at
   * @param forced whether its holds are overruled
   * @throws HeveliusException NOT_FOUND when it is gone; CONFLICT when it isn't the expected one;
   *     REFUSED when it is held and that isn't overruled
   */
  void beginForget(Snapshot expected, boolean forced, AuditEvent event);

  /** The removals that were begun and neither ended nor taken back, the oldest first. */
  List<Removal> removals();

  /**
   * Takes a removal back: the snapshot stays as it is.
   *
   * @return whether one had begun; otherwise nothing changes and there is no audit entry
   */
  boolean keep(Removal removal, AuditEvent event);

  /**
   * Drops a snapshot from the record. Its version, name and short name: only the last may be used
   * again.
   *
   * @param expected the snapshot that was looked at
   * @return whether it was there; a snapshot that is gone already is no error and adds no audit
   *     entry
   * @throws HeveliusException CONFLICT when it isn't the expected one; REFUSED when it is held,
   *     unless a removal that overrules the holds was begun
   */
  boolean forget(Snapshot expected, AuditEvent event);

  /** The snapshot of that version. */
  Optional<Snapshot> snapshot(DatasetName dataset, long version);

  /** The snapshot with the highest version. */
  Optional<Snapshot> latest(DatasetName dataset);

  /** The snapshot with exactly that short name. */
  Optional<Snapshot> byShortName(DatasetName dataset, String shortName);

  /** The snapshot with exactly that generated name. */
  Optional<Snapshot> byName(String name);

  /**
   * The snapshots that have a capture whose id begins with the prefix, newest first.
   *
   * @param hex lower-case hex digits
   * @param limit how many at most
   */
  List<Snapshot> byIdPrefix(String hex, int limit);

  /**
   * Up to {@code query.pageSize()} snapshots that match, in the order of {@link
   * Snapshot#NEWEST_FIRST}. An empty list means that there are no more.
   */
  List<Snapshot> page(SnapshotQuery query);

  /** How many snapshots match, whatever page size and position the query has. */
  long count(SnapshotQuery query);

  /**
   * All snapshots that match, newest first, read page by page as the stream is consumed. Holds
   * nothing open; a snapshot that comes or goes meanwhile may or may not be seen, all others are
   * seen once.
   */
  default Stream<Snapshot> snapshots(SnapshotQuery query) {
    return Pages.all(query, this::page, SnapshotQuery::after);
  }

  /** All policies, sorted by name. */
  List<Policy> policies();

  /**
   * Adds, replaces and removes policies: all of them or none.
   *
   * @throws HeveliusException CONFLICT when one isn't as its change expects it
   */
  void changePolicies(List<PolicyChange> changes, AuditEvent event);

  /** Appends an event of its own to the audit trail. */
  AuditEntry append(AuditEvent event);

  /** Up to {@code limit} entries of the trail in its order, from the given sequence on. */
  List<AuditEntry> auditPage(long fromSequence, int limit);

  /** The end of the trail, as it was kept apart from the entries. */
  AuditHead auditHead();

  /** The whole trail in its order, read page by page. */
  default Stream<AuditEntry> audit() {
    return Pages.all(1L, from -> auditPage(from, Pages.SIZE), (from, last) -> last.sequence() + 1);
  }

  /**
   * Records that an operation begins. Called before its first change to the data.
   *
   * @param operation as it was planned; its id is ignored and its state must be STARTED
   * @return the operation with its id
   */
  Operation begin(Operation operation, AuditEvent event);

  /**
   * Records how an operation ended, or that it was undone.
   *
   * @throws HeveliusException NOT_FOUND when there is no such operation
   */
  void finish(long id, Operation.State state, Instant time, String detail, AuditEvent event);

  /** The newest operations, newest first. */
  List<Operation> operations(int limit);

  /**
   * The newest restore or revert that can be taken back: it has a guard snapshot that still exists
   * and wasn't undone, whether it succeeded, failed or was interrupted.
   *
   * @param dataset the dataset that was changed; nothing for any
   */
  Optional<Operation> lastUndoable(Optional<DatasetName> dataset);

  /**
   * Replaces all datasets and snapshots by what was found in storage. Audit trail, operations and
   * policies stay; version numbers and names that were given stay used up. Where two manifests
   * claim one version the later written of the same snapshot holds; another snapshot gets a new
   * version. Running it again with the same input gives the same catalog.
   *
   * @param found in any order, best the oldest first; read once
   */
  RebuildReport rebuild(Stream<Recovered> found, AuditEvent event);

  /** The users, tokens and sessions that stand in this catalog; a rebuild leaves them alone. */
  AccessStore access();

  /** The runs that were due, which stand in this catalog; a rebuild leaves them alone. */
  RunStore runs();

  /** The rights to do what only one may do, which stand in this catalog. */
  LeaseStore leases();

  /** The hooks that are owed, which stand in this catalog; a rebuild leaves them alone. */
  HookStore hooks();

  /** The recoveries and runbooks that stand in this catalog; a rebuild leaves them alone. */
  RecoveryStore recoveries();

  /** What runs meant for their sources; a rebuild leaves it alone. */
  ImpactStore impacts();

  /** The events that stand in this catalog; a rebuild leaves them alone. */
  EventStore events();

  /** The publications that stand in this catalog; a rebuild leaves them alone. */
  PublicationStore publications();

  /** The drills that stand in this catalog; a rebuild leaves them alone. */
  DrillStore drills();

  /** The messages to people that wait in this catalog; a rebuild leaves them alone. */
  NotificationStore notifications();

  /** The keys of requests, which stand in this catalog; a rebuild leaves them alone. */
  KeyStore requestKeys();

  /** Which home it is of. */
  HomeStore home();

  /** How full storage was, and changes of its limits; a rebuild leaves them alone. */
  UsageStore usage();

  /** Which alarms of storage systems were told of; a rebuild leaves them alone. */
  AlarmStore alarms();

  /** What is read of many snapshots at once. */
  SnapshotFacts facts();

  /** What this catalog knows in numbers. */
  FigureStore figures();

  /** What is structurally wrong with the stored catalog, one line each; empty when all is well. */
  List<String> problems();

  @Override
  void close();
}
