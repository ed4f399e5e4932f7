package org.hevelius.app.remote;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Several;
import org.hevelius.core.usecase.StorageUses;
import org.jspecify.annotations.Nullable;

/** The use cases of a home that a service has open. */
public final class RemoteHome implements Facade {
  private final Connection connection;
  private final RemoteSnapshots snapshots;
  private final RemoteDatasets datasets;
  private final RemoteRestores restores;
  private final RemoteCleanup cleanup;
  private final RemoteRollbacks rollbacks;
  private final RemotePolicies policies;
  private final RemoteAccounts accounts;
  private final RemoteBatches batches;
  private final RemoteRestoreBatches restoreBatches;
  private final RemotePublications publications;

  /**
   * The home behind a service; nothing is asked yet.
   *
   * @param service its address, without a slash at its end
   * @param token who asks; null to ask as nobody
   * @param trusted whom TLS trusts; null for those whom the machine trusts
   * @param patience how long the first byte of an answer may take
   */
  public RemoteHome(
      URI service, @Nullable String token, @Nullable SSLContext trusted, Duration patience) {
    connection = new Connection(service, token, trusted, patience);
    snapshots = new RemoteSnapshots(connection);
    datasets = new RemoteDatasets(connection);
    restores = new RemoteRestores(connection, snapshots);
    cleanup = new RemoteCleanup(connection, snapshots);
    rollbacks = new RemoteRollbacks(connection, snapshots);
    policies = new RemotePolicies(connection);
    accounts = new RemoteAccounts(connection);
    batches = new RemoteBatches(connection, datasets);
    restoreBatches = new RemoteRestoreBatches(connection, snapshots);
    publications = new RemotePublications(connection, snapshots);
  }

  @Override
  public DatasetUses datasets() {
    return datasets;
  }

  @Override
  public CreationUses creation() {
    return new RemoteCreation(connection);
  }

  @Override
  public SnapshotUses snapshots() {
    return snapshots;
  }

  @Override
  public TreeUses trees() {
    return new RemoteTrees(connection, snapshots);
  }

  @Override
  public FindUses finds() {
    return new RemoteFinds(connection);
  }

  @Override
  public ComparisonUses comparisons() {
    return new RemoteComparisons(connection, snapshots);
  }

  @Override
  public RestoreUses restores() {
    return restores;
  }

  @Override
  public PolicyUses policies() {
    return policies;
  }

  @Override
  public EventUses events() {
    return new RemoteEvents(connection);
  }

  @Override
  public JobUses jobs() {
    return new RemoteJobs(connection);
  }

  @Override
  public DrillUses drills() {
    return new RemoteDrills(connection);
  }

  @Override
  public ChangeLogUses changeLog() {
    return new RemoteChangeLog(connection);
  }

  @Override
  public LineageUses lineage() {
    return new RemoteLineage(connection);
  }

  @Override
  public TrailUses trail() {
    return new RemoteTrail(connection);
  }

  @Override
  public RecoveryUses recoveries() {
    return new RemoteRecoveries(connection);
  }

  @Override
  public NoticeUses notices() {
    return new RemoteNotices(connection);
  }

  @Override
  public StorageUses storage() {
    return new RemoteStorage(connection);
  }

  @Override
  public StoreUses stores() {
    return new RemoteStores(connection, snapshots);
  }

  @Override
  public RollbackUses rollbacks() {
    return rollbacks;
  }

  @Override
  public ClusterUses clusters() {
    return new RemoteClusters(connection);
  }

  @Override
  public RunbookUses runbooks() {
    return new RemoteRunbooks(connection);
  }

  @Override
  public CleanupUses cleanup() {
    return cleanup;
  }

  @Override
  public AccountUses accounts() {
    return accounts;
  }

  @Override
  public Several.BatchUses batches() {
    return batches;
  }

  @Override
  public Several.RestoreBatchUses restoreBatches() {
    return restoreBatches;
  }

  @Override
  public PublicationUses publications() {
    return publications;
  }

  @Override
  public CitationUses citationChecks() {
    return new RemoteCitations(connection);
  }

  @Override
  public ReportUses reports() {
    return new RemoteReports(connection);
  }

  @Override
  public CareUses care() {
    return new RemoteCare(connection);
  }

  @Override
  public void close() {
    connection.close();
  }
}
