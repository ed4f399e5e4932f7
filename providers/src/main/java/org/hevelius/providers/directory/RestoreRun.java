package org.hevelius.providers.directory;

import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.providers.files.FileRestore;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.repository.StoredSnapshot;
import org.hevelius.repository.format.Node;
import org.jspecify.annotations.Nullable;

/** Carries out one order to restore from a repository, or finds what it would do. */
final class RestoreRun {
  private final RepositoryPool pool;
  private final RestoreOrder order;
  private final FileRestore restore;
  private final Consumer<String> notices;

  RestoreRun(RepositoryPool pool, OwnPlaces own, RestoreOrder order, Consumer<String> notices) {
    this.pool = pool;
    this.order = order;
    this.restore = new FileRestore(own, order, order.want().source().location());
    this.notices = notices;
  }

  void run() {
    requireOneRepository();
    try (ReadLease lease = lease()) {
      EngineFailures.translated(
          () -> {
            StoredSnapshot stored = StoredCaptures.snapshot(lease.session(), order.want());
            restore.run(
                lease.session()::restore,
                side(lease, order.want()),
                optional(lease, order.base()),
                optional(lease, order.guard()),
                stored.file().excludes());
          });
    }
  }

  private FileRestore.@Nullable Side optional(ReadLease lease, @Nullable Capture capture) {
    return capture == null ? null : side(lease, capture);
  }

  private FileRestore.Side side(ReadLease lease, Capture capture) {
    Node node =
        StoredCaptures.directory(
            lease.session(), StoredCaptures.snapshot(lease.session(), capture), capture.source());
    return new FileRestore.Side(
        lease.session().state(node), new RepositoryTree(lease, node, notices));
  }

  /** A session that lists all that is needed: each may have come since a shared one began. */
  private ReadLease lease() {
    ReadLease lease = pool.read(order.want().repository(), StoredCaptures.id(order.want()));
    return listing(listing(lease, order.base()), order.guard());
  }

  private ReadLease listing(ReadLease lease, @Nullable Capture needed) {
    if (needed == null
        || StoredCaptures.exact(lease.session(), StoredCaptures.id(needed)).isPresent()) {
      return lease;
    }
    lease.close();
    return pool.read(needed.repository(), StoredCaptures.id(needed));
  }

  private void requireOneRepository() {
    Capture base = order.base();
    Capture guard = order.guard();
    String repository = order.want().repository();
    String other =
        base != null && !base.repository().equals(repository)
            ? base.repository()
            : guard == null ? repository : guard.repository();
    if (!other.equals(repository)) {
      throw new HeveliusException(
          Category.INVALID,
          "a restore reads one repository, and this one needs \"%s\" and \"%s\""
              .formatted(repository, other),
          "nothing was changed; restore to a new directory with --to");
    }
  }
}
