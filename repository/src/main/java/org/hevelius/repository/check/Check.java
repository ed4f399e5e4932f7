package org.hevelius.repository.check;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.index.IndexLoad;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.tree.Snapshots;

/**
 * Checks a repository: the structure always, the data as far as asked. Changes nothing. The caller
 * holds an exclusive lock.
 */
public final class Check {
  private final RepositoryParts parts;

  /** Makes a check of the repository with these parts. */
  public Check(RepositoryParts parts) {
    this.parts = parts;
  }

  /**
   * Runs the check. Damage is a finding and never an exception.
   *
   * @param started told the counters as soon as the work begins
   * @throws RepositoryException {@code CANCELED}, or when the storage can't be reached at all
   */
  public CheckReport run(
      CheckRequest request, Consumer<CheckCounters> started, BooleanSupplier canceled) {
    CheckCounters counters = new CheckCounters();
    started.accept(counters);
    // Snapshots before the index, the index before the packs: so each is covered by the next.
    Snapshots snapshots = Snapshots.load(parts.storage(), parts.files());
    IndexLoad index = IndexLoad.load(parts.storage(), parts.files(), parts.workers(), canceled);
    return new CheckRun(parts, request, counters, canceled, snapshots, index).run();
  }
}
