package org.hevelius.repository.prune;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.check.Impact;
import org.hevelius.repository.check.ImpactFinder;
import org.hevelius.repository.check.LostBlobs;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.EntrySet;
import org.hevelius.repository.index.IndexLoad;
import org.hevelius.repository.index.PackEntries;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.pack.BlobWriter;
import org.hevelius.repository.pack.PackHeaders;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.prune.PackRepairPlan.LostBlob;
import org.hevelius.repository.prune.PackRepairPlan.PackState;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.tree.Snapshots;

/**
 * Saves what is sound in damaged packs into new packs and gives the damaged ones up. They go last,
 * when the new packs and the index without them are durable. The caller holds an exclusive lock.
 */
public final class PackRepair {
  private final RepositoryParts parts;

  /** Makes a repair of the repository with these parts. */
  public PackRepair(RepositoryParts parts) {
    this.parts = parts;
  }

  /**
   * Reads the packs and finds out what can be saved; changes nothing. Packs that turn out to be
   * sound are left alone.
   *
   * @param damaged packs that a check named: damaged, of wrong size, or missing
   * @param examples how many affected paths the plan names at most
   * @throws RepositoryException {@code DAMAGED} when an index file can't be read
   */
  public PackRepairPlan plan(Collection<Id> damaged, int examples, BooleanSupplier canceled) {
    World world = World.of(parts.storage());
    Snapshots snapshots = Snapshots.load(parts.storage(), parts.files());
    IndexLoad load = IndexLoad.load(parts.storage(), parts.files(), parts.workers(), canceled);
    if (!load.unreadable().isEmpty()) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "an index file can't be read: " + load.unreadable().keySet().iterator().next(),
          "nothing was changed; run `hevelius repository rebuild-index` first");
    }
    PackEntries entries = new PackEntries(load.index());
    List<PackState> states = new ArrayList<>();
    Set<LostBlob> bad = new LinkedHashSet<>();
    Set<LostBlob> saved = new HashSet<>();
    EntrySet badEntries = new EntrySet(load.index().size());
    try (BlobMover mover = mover()) {
      for (Id pack : new TreeSet<>(damaged)) {
        cancelIfAsked(canceled);
        Salvage salvage = look(mover, load.index(), entries, pack);
        if (salvage.isSound) {
          continue;
        }
        states.add(salvage.state());
        salvage.good.forEach(blob -> saved.add(new LostBlob(blob.type(), blob.id())));
        salvage.bad.forEach(blob -> bad.add(new LostBlob(blob.type(), blob.id())));
        int number = load.index().packNumber(pack);
        if (number != BlobIndex.NONE) {
          for (int entry : entries.of(number)) {
            badEntries.add(entry);
          }
        }
      }
      bad.removeAll(saved);
      bad.removeIf(blob -> hasSoundCopy(mover, load.index(), badEntries, blob));
      Impact impact = impact(mover, snapshots, load, bad, examples, canceled);
      return new PackRepairPlan(world, load, entries, states, new ArrayList<>(bad), impact);
    }
  }

  private BlobMover mover() {
    return new BlobMover(parts.storage(), parts.codecs().get());
  }

  /** What one pack still holds. */
  private static final class Salvage {
    private final Id pack;
    private final boolean missing;
    private final long size;
    private final List<PackedBlob> good = new ArrayList<>();
    private final List<PackedBlob> bad = new ArrayList<>();
    private boolean isSound;

    Salvage(Id pack, boolean missing, long size) {
      this.pack = pack;
      this.missing = missing;
      this.size = size;
    }

    PackState state() {
      long bytes = good.stream().mapToLong(PackedBlob::length).sum();
      return new PackState(pack, missing, size, good.size(), bytes, bad.size());
    }
  }

  private Salvage look(BlobMover mover, BlobIndex index, PackEntries entries, Id pack) {
    int number = index.packNumber(pack);
    List<PackedBlob> indexed = number == BlobIndex.NONE ? List.of() : entries.blobs(number);
    Handle handle = Handle.of(FileKind.PACK, pack);
    if (!parts.storage().contains(handle)) {
      Salvage gone = new Salvage(pack, true, 0);
      gone.bad.addAll(indexed);
      return gone;
    }
    Salvage salvage = new Salvage(pack, false, parts.storage().size(handle));
    mover.open(pack, salvage.size);
    List<PackedBlob> header = header(mover, pack);
    Set<PackedBlob> all = new LinkedHashSet<>(indexed);
    all.addAll(header);
    Set<LostBlob> found = new HashSet<>();
    for (PackedBlob blob : all) {
      if (!mover.isSound(blob)) {
        salvage.bad.add(blob);
      } else if (found.add(new LostBlob(blob.type(), blob.id()))) {
        salvage.good.add(blob);
      }
    }
    salvage.bad.removeIf(blob -> found.contains(new LostBlob(blob.type(), blob.id())));
    salvage.isSound =
        salvage.bad.isEmpty()
            && (indexed.isEmpty() || header.equals(indexed))
            && !header.isEmpty()
            && mover.content().hash().equals(pack);
    return salvage;
  }

  private static List<PackedBlob> header(BlobMover mover, Id pack) {
    try {
      return PackHeaders.read(mover.content(), mover.codec(), pack);
    } catch (RepositoryException e) {
      if (e.kind() != Kind.DAMAGED) {
        throw e;
      }
      return List.of();
    }
  }

  private boolean hasSoundCopy(
      BlobMover mover, BlobIndex index, EntrySet badEntries, LostBlob blob) {
    for (int e = index.find(blob.type(), blob.id()); e != BlobIndex.NONE; e = index.findNext(e)) {
      if (badEntries.contains(e)) {
        continue;
      }
      Handle handle = Handle.of(FileKind.PACK, index.packId(e));
      if (parts.storage().contains(handle)) {
        mover.open(index.packId(e), parts.storage().size(handle));
        if (mover.isSound(index.blob(e))) {
          return true;
        }
      }
    }
    return false;
  }

  private Impact impact(
      BlobMover mover,
      Snapshots snapshots,
      IndexLoad load,
      Set<LostBlob> lostBlobs,
      int examples,
      BooleanSupplier canceled) {
    LostBlobs lost = new LostBlobs();
    lostBlobs.forEach(blob -> lost.add(blob.type(), blob.id(), 0));
    BlobReader reader = new BlobReader(parts.storage(), load.index());
    return new ImpactFinder(reader, mover.codec(), snapshots, lost, canceled).impact(0, examples);
  }

  /**
   * Does what the plan says.
   *
   * @param started told the counters as soon as the work begins
   * @param canceled asked until the first removal
   * @throws RepositoryException {@code INVALID} when the repository changed since the plan, {@code
   *     DAMAGED} when less can be read now than then: nothing was removed
   */
  public void execute(
      PackRepairPlan plan, Consumer<PruneCounters> started, BooleanSupplier canceled) {
    PruneCounters counters = new PruneCounters();
    started.accept(counters);
    if (plan.isEmpty()) {
      return;
    }
    plan.world().requireUnchanged(parts.storage());
    BlobIndex index = plan.load().index();
    EntrySet gone = new EntrySet(plan.entries().packs());
    try (BlobWriter writer = parts.blobWriter(new BlobIndex(), parts.indexWriter());
        BlobMover mover = mover()) {
      for (PackState state : plan.packs()) {
        cancelIfAsked(canceled);
        move(mover, writer, plan, state, counters);
        if (index.packNumber(state.pack()) != BlobIndex.NONE) {
          gone.add(index.packNumber(state.pack()));
        }
      }
      writer.flush();
    }
    new IndexRewrite(parts, index, plan.entries(), plan.load().files())
        .replace(pack -> !gone.contains(pack), parts.indexWriter());
    List<Id> removed = plan.packs().stream().map(PackState::pack).toList();
    IndexRewrite.removePacks(parts, removed, counters);
  }

  private void move(
      BlobMover mover,
      BlobWriter writer,
      PackRepairPlan plan,
      PackState state,
      PruneCounters counters) {
    Salvage salvage = look(mover, plan.load().index(), plan.entries(), state.pack());
    if (!salvage.state().equals(state)) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "pack " + state.pack() + " reads differently than when the repair was planned",
          "the storage is failing; nothing was removed; copy what is left to another disk first");
    }
    salvage.good.forEach(blob -> mover.move(blob, writer, false, counters));
    counters.packsRead.increment();
  }

  private static void cancelIfAsked(BooleanSupplier canceled) {
    if (canceled.getAsBoolean()) {
      throw new RepositoryException(Kind.CANCELED, "canceled", "nothing was removed");
    }
  }
}
