package org.hevelius.repository.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.EntrySet;
import org.hevelius.repository.index.IndexLoad;
import org.hevelius.repository.index.PackEntries;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.pack.PackHeaders;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.storage.Storage.Listed;
import org.hevelius.repository.tree.Snapshots;
import org.hevelius.repository.tree.UsedBlobs;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a sound repository.
 *
 * @param sizes of the packs in the index, by number
 * @param unindexed packs that no index lists
 * @param used first entries of the blobs that snapshots need
 */
record Inventory(
    World world,
    Snapshots snapshots,
    IndexLoad load,
    PackEntries entries,
    List<Long> sizes,
    List<Listed> unindexed,
    EntrySet used) {

  private static final String FIRST = "nothing was changed; a damaged repository is never pruned: ";

  BlobIndex index() {
    return load.index();
  }

  /**
   * Takes the inventory.
   *
   * @throws RepositoryException {@code DAMAGED} when anything isn't as it must be
   */
  static Inventory take(RepositoryParts parts, PruneCounters counters, BooleanSupplier canceled) {
    World world = World.of(parts.storage());
    Snapshots snapshots = Snapshots.load(parts.storage(), parts.files());
    refuseUnreadable(snapshots.unreadable(), "snapshot", "check` to see what to do");
    IndexLoad load = IndexLoad.load(parts.storage(), parts.files(), parts.workers(), canceled);
    refuseUnreadable(load.unreadable(), "index", "repository rebuild-index` first");
    PackEntries entries = new PackEntries(load.index());
    List<Listed> unindexed = new ArrayList<>();
    List<Long> sizes = sizes(parts, load.index(), entries, unindexed);
    Soundness soundness = new Soundness();
    EntrySet used =
        UsedBlobs.mark(
            new BlobReader(parts.storage(), load.index()),
            snapshots.roots(),
            parts.codecs(),
            parts.workers(),
            soundness,
            counters.trees,
            canceled);
    soundness.require();
    return new Inventory(world, snapshots, load, entries, sizes, unindexed, used);
  }

  private static void refuseUnreadable(
      Map<Id, RepositoryException> unreadable, String what, String remedy) {
    if (!unreadable.isEmpty()) {
      Id first = unreadable.keySet().stream().sorted().findFirst().orElseThrow();
      throw new RepositoryException(
          Kind.DAMAGED,
          what + " " + first + " can't be read" + others(unreadable.size()),
          FIRST + "run `hevelius " + remedy);
    }
  }

  private static List<Long> sizes(
      RepositoryParts parts, BlobIndex index, PackEntries entries, List<Listed> unindexed) {
    long[] sizes = new long[entries.packs()];
    parts
        .storage()
        .list(
            FileKind.PACK,
            listed -> {
              int pack = index.packNumber(listed.id());
              if (pack == BlobIndex.NONE) {
                unindexed.add(listed);
              } else {
                sizes[pack] = listed.size();
              }
            });
    List<Long> checked = new ArrayList<>(sizes.length);
    for (int p = 0; p < sizes.length; p++) {
      List<PackedBlob> blobs = entries.blobs(p);
      if (sizes[p] == 0) {
        throw damaged("pack " + index.packAt(p) + " is missing");
      }
      if (!PackHeaders.areContiguous(blobs) || PackHeaders.packSize(blobs) != sizes[p]) {
        throw damaged("pack " + index.packAt(p) + " and the index don't fit together");
      }
      checked.add(sizes[p]);
    }
    return checked;
  }

  private static RepositoryException damaged(String what) {
    return new RepositoryException(
        Kind.DAMAGED,
        what,
        FIRST
            + "run `hevelius check` to see all that is wrong, then `hevelius repository"
            + " rebuild-index` or `hevelius repository repair-packs`");
  }

  private static String others(int count) {
    return count > 1 ? " (and " + (count - 1) + " more)" : "";
  }

  /** Remembers the first thing that is wrong. */
  private static final class Soundness implements UsedBlobs.Visitor {
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReference<@Nullable String> first = new AtomicReference<>();

    void require() {
      String problem = first.get();
      if (problem != null) {
        throw damaged(problem + others(count.get()));
      }
    }

    private void wrong(String problem) {
      count.incrementAndGet();
      first.compareAndSet(null, problem);
    }

    @Override
    public void missing(BlobType type, Id id) {
      wrong("the " + type.word() + " blob " + id + ", which a snapshot needs, is in no index");
    }

    @Override
    public void unreadable(Id tree, RepositoryException reason) {
      wrong("tree " + tree + " can't be read: " + reason.getMessage());
    }

    @Override
    public void malformed(Id tree, RepositoryException reason) {
      wrong("tree " + tree + " can't be understood: " + reason.getMessage());
    }
  }
}
