package org.hevelius.repository.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.EntrySet;
import org.hevelius.repository.index.IndexWriter;
import org.hevelius.repository.index.PackEntries;
import org.hevelius.repository.pack.BlobWriter;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.prune.PrunePlan.Fate;
import org.hevelius.repository.storage.Storage.Listed;
import org.hevelius.repository.work.Each;

/** One run of a prune. */
final class PruneRun {
  /** What an entry takes in an index file, at most about; they compress to less. */
  private static final long INDEX_ENTRY = 100;

  private final RepositoryParts parts;
  private final PrunePlan plan;
  private final PruneCounters counters;
  private final BooleanSupplier canceled;
  private final BlobIndex index;
  private final PackEntries entries;
  private final IndexRewrite rewrite;
  private final EntrySet gone;

  PruneRun(
      RepositoryParts parts, PrunePlan plan, PruneCounters counters, BooleanSupplier canceled) {
    this.parts = parts;
    this.plan = plan;
    this.counters = counters;
    this.canceled = canceled;
    this.index = plan.inventory().index();
    this.entries = plan.inventory().entries();
    this.rewrite = new IndexRewrite(parts, index, entries, plan.inventory().load().files());
    this.gone = new EntrySet(entries.packs());
  }

  void run() {
    verifyRelied();
    List<Integer> repacked = plan.packs(Fate.REPACK);
    List<Integer> deleted = plan.packs(Fate.DELETE);
    long indexBytes = INDEX_ENTRY * index.size() + 4096;
    long needed = plan.summary().bytesRewritten() / 50 * 51 + 2 * indexBytes;
    if (repacked.isEmpty() || parts.storage().freeBytes() >= needed) {
      step(repacked, deleted);
      removeUnindexed();
      return;
    }
    // Short of space: what needs no room goes first, the rest in steps that fit.
    removeUnindexed();
    if (!deleted.isEmpty()) {
      step(List.of(), deleted);
    }
    int next = 0;
    while (next < repacked.size()) {
      long room = parts.storage().freeBytes() - 2 * indexBytes;
      List<Integer> batch = new ArrayList<>();
      for (long bytes = 0; next < repacked.size(); next++) {
        bytes += movedBytes(repacked.get(next)) / 50 * 51;
        if (bytes > room) {
          break;
        }
        batch.add(repacked.get(next));
      }
      if (batch.isEmpty()) {
        throw new RepositoryException(
            Kind.FULL,
            "there is no room for the packs that replace wasteful ones",
            "every snapshot is whole, and what could go without rewriting is gone; free "
                + movedBytes(repacked.get(next))
                + " bytes and prune again");
      }
      step(batch, List.of());
    }
  }

  private long movedBytes(int pack) {
    return IntStream.of(entries.of(pack))
        .filter(plan.moved()::contains)
        .mapToLong(entry -> index.blob(entry).length())
        .sum();
  }

  /** A copy that replaces others must be sound before they go. */
  private void verifyRelied() {
    List<Integer> packs = new ArrayList<>();
    for (int p : plan.packs(Fate.KEEP)) {
      if (IntStream.of(entries.of(p)).anyMatch(plan.relied()::contains)) {
        packs.add(p);
      }
    }
    forEachBlob(packs, plan.relied(), BlobMover::verify);
  }

  private interface Action {
    void on(BlobMover mover, PackedBlob blob);
  }

  private void forEachBlob(List<Integer> packs, EntrySet wanted, Action action) {
    Each.run(
        packs.size(),
        parts.workers(),
        () -> new BlobMover(parts.storage(), parts.codecs().get()),
        canceled,
        (mover, i) -> {
          int pack = packs.get(i);
          Id id = index.packAt(pack);
          try {
            mover.open(id, plan.inventory().sizes().get(pack));
            for (int entry : entries.of(pack)) {
              if (wanted.contains(entry)) {
                action.on(mover, index.blob(entry));
              }
            }
            counters.packsRead.increment();
          } catch (RepositoryException e) {
            throw e.kind() == Kind.DAMAGED ? damaged(id, e) : e;
          }
        });
  }

  private static RepositoryException damaged(Id pack, RepositoryException e) {
    return new RepositoryException(
        Kind.DAMAGED,
        "pack " + pack + ": " + e.getMessage(),
        "no pack with needed content was removed; run `hevelius check --read-data` and `hevelius"
            + " repository repair-packs`, then prune again",
        e);
  }

  private void step(List<Integer> repacked, List<Integer> deleted) {
    move(repacked);
    List<Id> removed = new ArrayList<>();
    for (List<Integer> packs : List.of(repacked, deleted)) {
      for (int pack : packs) {
        gone.add(pack);
        removed.add(index.packAt(pack));
      }
    }
    if (plan.summary().indexFiles() > 0) {
      rewrite.replace(pack -> !gone.contains(pack), parts.indexWriter());
    }
    IndexRewrite.removePacks(parts, removed, counters);
  }

  private void move(List<Integer> packs) {
    if (packs.isEmpty()) {
      return;
    }
    // Index files of new packs are not replaced by later steps: they have a writer of their own.
    IndexWriter indexWriter = parts.indexWriter();
    try (BlobWriter writer = parts.blobWriter(new BlobIndex(), indexWriter)) {
      boolean compress = plan.options().recompress();
      forEachBlob(
          packs, plan.moved(), (mover, blob) -> mover.move(blob, writer, compress, counters));
      writer.flush();
    }
  }

  private void removeUnindexed() {
    List<Id> packs = plan.inventory().unindexed().stream().map(Listed::id).toList();
    IndexRewrite.removePacks(parts, packs, counters);
  }
}
