package org.hevelius.repository.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.SnapshotFile;
import org.hevelius.repository.index.IndexLoad;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.pack.BlobWriter;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.prune.SnapshotRepairPlan.LostContent;
import org.hevelius.repository.prune.SnapshotRepairPlan.Repair;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.tree.Snapshots;
import org.jspecify.annotations.Nullable;

/**
 * Writes corrected copies of snapshots that miss content: what no pack holds any more is left out.
 * The snapshots themselves stay. Damaged packs are repaired before, so that the index tells what is
 * lost. The caller holds an exclusive lock.
 */
public final class SnapshotRepair {
  private final RepositoryParts parts;

  /** Makes a repair of the repository with these parts. */
  public SnapshotRepair(RepositoryParts parts) {
    this.parts = parts;
  }

  /**
   * Finds the snapshots that miss content; changes nothing.
   *
   * @throws RepositoryException {@code DAMAGED} when an index file can't be read: nothing may be
   *     taken for lost then
   */
  public SnapshotRepairPlan plan(LostContent lostContent, BooleanSupplier canceled) {
    World world = World.of(parts.storage());
    Snapshots snapshots = Snapshots.load(parts.storage(), parts.files());
    IndexLoad load = load(canceled);
    List<Repair> repairs = new ArrayList<>();
    try (BlobCodec codec = parts.codecs().get()) {
      BlobReader reader = new BlobReader(parts.storage(), load.index());
      TreeRepair trees =
          new TreeRepair(reader, codec, lostContent, tree -> codec.hash(tree, 0, tree.length));
      for (Snapshots.Stored stored : snapshots.readable()) {
        cancelIfAsked(canceled);
        Id root = trees.repair(stored.file().tree());
        if (!stored.file().tree().equals(root)) {
          repairs.add(new Repair(stored, trees.losses(), trees.lossCount(), root));
        }
      }
    }
    return new SnapshotRepairPlan(
        world, lostContent, repairs, snapshots.unreadable().keySet().stream().sorted().toList());
  }

  private IndexLoad load(BooleanSupplier canceled) {
    IndexLoad load = IndexLoad.load(parts.storage(), parts.files(), parts.workers(), canceled);
    if (!load.unreadable().isEmpty()) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "an index file can't be read: " + load.unreadable().keySet().iterator().next(),
          "nothing was changed; run `hevelius repository rebuild-index` first");
    }
    return load;
  }

  /**
   * Writes the corrected snapshots.
   *
   * @param removeUnreadable whether snapshots that can't be read are removed
   * @return the ids of the new snapshots, in the order of the plan's repairs that have a new tree
   * @throws RepositoryException {@code INVALID} when the repository changed since the plan
   */
  public List<Id> execute(
      SnapshotRepairPlan plan, boolean removeUnreadable, BooleanSupplier canceled) {
    plan.world().requireUnchanged(parts.storage());
    List<Id> written = new ArrayList<>();
    IndexLoad load = load(canceled);
    try (BlobCodec codec = parts.codecs().get();
        BlobWriter writer = parts.blobWriter(load.index(), parts.indexWriter())) {
      BlobReader reader = new BlobReader(parts.storage(), load.index());
      TreeRepair trees =
          new TreeRepair(reader, codec, plan.lostContent(), tree -> save(writer, codec, tree));
      List<SnapshotFile> corrected = new ArrayList<>();
      for (Repair repair : plan.repairs()) {
        cancelIfAsked(canceled);
        Id root = repair.newTree();
        if (root != null) {
          requireSame(root, trees.repair(repair.snapshot().file().tree()));
          corrected.add(corrected(repair.snapshot(), root));
        }
      }
      writer.flush();
      corrected.forEach(file -> written.add(parts.files().save(FileKind.SNAPSHOT, file.toJson())));
    }
    if (removeUnreadable) {
      plan.unreadable().forEach(id -> parts.storage().remove(Handle.of(FileKind.SNAPSHOT, id)));
    }
    return written;
  }

  private static Id save(BlobWriter writer, BlobCodec codec, byte[] tree) {
    Id id = codec.hash(tree, 0, tree.length);
    writer.save(codec, BlobType.TREE, id, tree, 0, tree.length);
    return id;
  }

  private static SnapshotFile corrected(Snapshots.Stored stored, Id root) {
    Id original = stored.file().original();
    return stored
        .file()
        .rewritten(root, stored.file().tags(), original != null ? original : stored.id());
  }

  private static void requireSame(Id planned, @Nullable Id made) {
    if (!planned.equals(made)) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "the repository reads differently than when the repair was planned",
          "the storage is failing; no snapshot was changed; copy what is left to another disk");
    }
  }

  private static void cancelIfAsked(BooleanSupplier canceled) {
    if (canceled.getAsBoolean()) {
      throw new RepositoryException(Kind.CANCELED, "canceled", "no snapshot was changed");
    }
  }
}
