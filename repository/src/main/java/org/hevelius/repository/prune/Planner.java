package org.hevelius.repository.prune;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.EntrySet;
import org.hevelius.repository.pack.BlobWriter;
import org.hevelius.repository.prune.PrunePlan.Fate;

/**
 * Decides what becomes of each pack: nothing needed, delete; mixed or wasteful, move what is needed
 * into new packs, the most wasteful first, until so little remains unused as was asked for; many
 * small ones, merge.
 */
final class Planner {
  /** Packs below this size are merged, when there are many. */
  private static final long SMALL = 8 << 20;

  /** So many small packs of a type are worth merging. */
  private static final int MANY = 10;

  /** What a blob takes in a pack's header. */
  private static final int HEADER_ENTRY = 41;

  private static final int INDEX_BLOBS = 50_000;

  private final PruneOptions options;
  private final Inventory inventory;
  private final BlobIndex index;
  private final int entryCount;
  private final EntrySet needed;
  private final List<PackUse> uses = new ArrayList<>();
  private final List<Fate> fates;
  private long rewritten;

  Planner(PruneOptions options, Inventory inventory) {
    this.options = options;
    this.inventory = inventory;
    this.index = inventory.index();
    this.entryCount = index.size();
    this.needed = new EntrySet(entryCount);
    this.fates = new ArrayList<>(Collections.nCopies(inventory.entries().packs(), Fate.KEEP));
  }

  PrunePlan plan() {
    chooseCopies();
    for (int p = 0; p < fates.size(); p++) {
      PackUse use = new PackUse();
      for (int entry : inventory.entries().of(p)) {
        use.add(index.blob(entry), needed.contains(entry));
      }
      uses.add(use);
    }
    decide();
    EntrySet moved = new EntrySet(entryCount);
    EntrySet relied = new EntrySet(entryCount);
    settleCopies(moved, relied);
    return new PrunePlan(options, inventory, fates, moved, relied, summary(moved));
  }

  /** Of each needed blob one copy: that in the pack of which the most is needed. */
  private void chooseCopies() {
    long[] wanted = new long[fates.size()];
    forEachUsed(
        first -> {
          for (int e = first; e != BlobIndex.NONE; e = index.findNext(e)) {
            wanted[index.packNumber(e)] += index.blob(e).length();
          }
        });
    forEachUsed(
        first -> {
          int best = first;
          for (int e = index.findNext(first); e != BlobIndex.NONE; e = index.findNext(e)) {
            int order = Double.compare(share(wanted, e), share(wanted, best));
            if (order > 0 || (order == 0 && index.packNumber(e) < index.packNumber(best))) {
              best = e;
            }
          }
          needed.add(best);
        });
  }

  private double share(long[] wanted, int entry) {
    int pack = index.packNumber(entry);
    return (double) wanted[pack] / inventory.sizes().get(pack);
  }

  private void forEachUsed(IntConsumer action) {
    for (int e = 0; e < entryCount; e++) {
      if (inventory.used().contains(e)) {
        action.accept(e);
      }
    }
  }

  private void decide() {
    List<Integer> wasteful = new ArrayList<>();
    List<Integer> smallData = new ArrayList<>();
    List<Integer> smallTrees = new ArrayList<>();
    long used = 0;
    long waste = 0;
    for (int p = 0; p < fates.size(); p++) {
      PackUse use = uses.get(p);
      used += use.usedBytes;
      if (use.usedBlobs == 0) {
        fates.set(p, Fate.DELETE);
      } else if (use.isMixed() || (options.recompress() && !use.hasCompressed)) {
        repack(p);
      } else if (use.wasteBytes > 0) {
        waste += use.wasteBytes;
        wasteful.add(p);
      } else if (inventory.sizes().get(p) < SMALL) {
        (use.hasTrees ? smallTrees : smallData).add(p);
      }
    }
    repackWasteful(wasteful, waste, options.allowedUnused(used));
    mergeSmall(smallTrees, use -> use.hasTrees);
    mergeSmall(smallData, use -> use.hasData);
  }

  /**
   * Counts the new packs that the other moves leave half full: else the next prune had to merge.
   */
  private void mergeSmall(List<Integer> small, Predicate<PackUse> type) {
    boolean moves = false;
    for (int p = 0; p < fates.size(); p++) {
      moves |= fates.get(p) == Fate.REPACK && type.test(uses.get(p));
    }
    if (small.size() + (moves ? BlobWriter.OPEN_PACKS : 0) >= MANY) {
      small.forEach(this::repack);
    }
  }

  private void repackWasteful(List<Integer> wasteful, long waste, long allowed) {
    wasteful.sort(
        Comparator.comparing((Integer p) -> !uses.get(p).hasTrees)
            .thenComparingDouble(p -> -uses.get(p).waste())
            .thenComparing(p -> p));
    long left = waste;
    for (int p : wasteful) {
      boolean always = uses.get(p).hasTrees && options.maxUnusedPercent() < 100;
      if ((always || left > allowed) && repack(p)) {
        left -= uses.get(p).wasteBytes;
      }
    }
  }

  private boolean repack(int pack) {
    long bytes = uses.get(pack).usedBytes;
    if (bytes > options.maxRewriteBytes() - rewritten) {
      return false;
    }
    rewritten += bytes;
    fates.set(pack, Fate.REPACK);
    return true;
  }

  /**
   * A needed copy in a pack that goes must move, unless another copy stays anyway. Copies that are
   * relied upon instead of others are noted.
   */
  private void settleCopies(EntrySet moved, EntrySet relied) {
    forEachUsed(
        first -> {
          int staying = BlobIndex.NONE;
          int chosen = BlobIndex.NONE;
          boolean copyGoes = false;
          for (int e = first; e != BlobIndex.NONE; e = index.findNext(e)) {
            boolean stays = fates.get(index.packNumber(e)) == Fate.KEEP;
            copyGoes |= !stays;
            if (stays && (staying == BlobIndex.NONE || needed.contains(e))) {
              staying = e;
            }
            if (needed.contains(e)) {
              chosen = e;
            }
          }
          if (staying == BlobIndex.NONE) {
            moved.add(chosen);
          } else if (copyGoes) {
            relied.add(staying);
          }
        });
  }

  private PruneSummary summary(EntrySet moved) {
    long[] blobs = new long[3];
    long[] bytes = new long[3];
    long movedBytes = 0;
    long written = 0;
    long unusedAfter = 0;
    for (int e = 0; e < entryCount; e++) {
      PackedBlob blob = index.blob(e);
      boolean used = inventory.used().contains(index.find(blob.type(), blob.id()));
      int kind = needed.contains(e) ? 0 : used ? 2 : 1;
      blobs[kind]++;
      bytes[kind] += blob.length();
      if (moved.contains(e)) {
        movedBytes += blob.length();
        written += blob.length() + HEADER_ENTRY;
      }
      if (kind != 0 && fates.get(index.packNumber(e)) == Fate.KEEP) {
        unusedAfter += blob.length();
      }
    }
    long unindexed = inventory.unindexed().stream().mapToLong(listed -> listed.size()).sum();
    return new PruneSummary(
        inventory.snapshots().readable().size(),
        blobs[0],
        bytes[0],
        blobs[1],
        bytes[1],
        blobs[2],
        bytes[2],
        Collections.frequency(fates, Fate.KEEP),
        Collections.frequency(fates, Fate.REPACK),
        Collections.frequency(fates, Fate.DELETE),
        inventory.unindexed().size(),
        unindexed,
        movedBytes,
        bytesOfPacksThatGo() + unindexed - written,
        unusedAfter,
        indexFiles());
  }

  private long bytesOfPacksThatGo() {
    long bytes = 0;
    for (int p = 0; p < fates.size(); p++) {
      bytes += fates.get(p) == Fate.KEEP ? 0 : inventory.sizes().get(p);
    }
    return bytes;
  }

  private int indexFiles() {
    int files = inventory.load().files().size();
    boolean packsGo = fates.stream().anyMatch(fate -> fate != Fate.KEEP);
    boolean scattered = files > MANY + 2 * (entryCount / INDEX_BLOBS);
    return packsGo || scattered ? files : 0;
  }
}
