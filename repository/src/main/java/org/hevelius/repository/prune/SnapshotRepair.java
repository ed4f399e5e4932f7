package org.hevelius.repository.prune;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
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
import org.hevelius.repository.tree.TreeEdit;
import org.jspecify.annotations.Nullable;

/**
 * Puts corrected snapshots in the place of those that miss content: what no pack holds any more is
 * left out. Damaged packs are repaired before, so that the index tells what is lost.
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
   *     taken for lost then; or when the index lists a pack that isn't there
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
    Set<Id> packs = new HashSet<>();
    parts.storage().list(FileKind.PACK, listed -> packs.add(listed.id()));
    for (Id pack : load.index().packs()) {
      if (!packs.contains(pack)) {
        throw new RepositoryException(
            Kind.DAMAGED,
            "pack " + pack + " is missing, and the index still lists what was in it",
            "nothing was changed; look for the file in a copy of the storage; without one, run"
                + " `hevelius repository repair-packs` first");
      }
    }
    return load;
  }

  /**
   * What a corrected snapshot says.
   *
   * @param snapshot the one that it replaces
   * @param extraPath where an extra file stands in the root tree, one name a part; empty for none
   * @param extra the content of the extra file
   */
  public record Correction(Id snapshot, List<String> tags, List<String> extraPath, byte[] extra) {
    /** Makes the lists immutable. */
    public Correction {
      tags = List.copyOf(tags);
      extraPath = List.copyOf(extraPath);
    }
  }

  /**
   * Replaces snapshots by corrected ones; the others stay as they are. All content is durable
   * before the first is replaced, and each new record before the old one is removed. The caller
   * holds an exclusive lock.
   *
   * @param corrections for snapshots of the plan that have a new tree
   * @param replaced told of each that was replaced: its id, and that of the corrected one
   * @throws RepositoryException {@code INVALID} when the repository changed since the plan
   */
  public void execute(
      SnapshotRepairPlan plan,
      List<Correction> corrections,
      BiConsumer<Id, Id> replaced,
      BooleanSupplier canceled) {
    plan.world().requireUnchanged(parts.storage());
    IndexLoad load = load(canceled);
    Map<Id, SnapshotFile> corrected = new LinkedHashMap<>();
    try (BlobCodec codec = parts.codecs().get();
        BlobWriter writer = parts.blobWriter(load.index(), parts.indexWriter())) {
      BlobReader reader = new BlobReader(parts.storage(), load.index());
      TreeEdit.Sink sink = (type, plain) -> save(writer, codec, type, plain);
      TreeRepair trees =
          new TreeRepair(reader, codec, plan.lostContent(), tree -> sink.save(BlobType.TREE, tree));
      for (Correction correction : corrections) {
        cancelIfAsked(canceled);
        Repair repair = plan.repair(correction.snapshot());
        requireSame(repair.newTree(), trees.repair(repair.snapshot().file().tree()));
      }
      // What was saved can be read once it is flushed.
      writer.flush();
      TreeEdit edit = new TreeEdit(reader, codec, sink);
      for (Correction correction : corrections) {
        cancelIfAsked(canceled);
        corrected.put(
            correction.snapshot(), corrected(plan.repair(correction.snapshot()), correction, edit));
      }
      writer.flush();
    }
    // An earlier repair may have been interrupted between writing the new record and removing the
    // old one.
    Map<SnapshotFile, Id> present = new HashMap<>();
    Snapshots.load(parts.storage(), parts.files())
        .readable()
        .forEach(stored -> present.put(stored.file(), stored.id()));
    corrected.forEach(
        (old, file) -> {
          Id known = present.get(file);
          Id made = known != null ? known : parts.files().save(FileKind.SNAPSHOT, file.toJson());
          parts.storage().remove(Handle.of(FileKind.SNAPSHOT, old));
          replaced.accept(old, made);
        });
  }

  private static Id save(BlobWriter writer, BlobCodec codec, BlobType type, byte[] plain) {
    Id id = codec.hash(plain, 0, plain.length);
    writer.save(codec, type, id, plain, 0, plain.length);
    return id;
  }

  private static SnapshotFile corrected(Repair repair, Correction correction, TreeEdit edit) {
    SnapshotFile file = repair.snapshot().file();
    Id root = Objects.requireNonNull(repair.newTree());
    if (!correction.extraPath().isEmpty()) {
      root = edit.put(root, correction.extraPath(), correction.extra(), file.time());
    }
    Id original = file.original();
    return file.rewritten(
        root, correction.tags(), original != null ? original : repair.snapshot().id());
  }

  private static void requireSame(@Nullable Id planned, @Nullable Id made) {
    if (planned == null || !planned.equals(made)) {
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
