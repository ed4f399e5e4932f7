package org.hevelius.repository.prune;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.IndexFile;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.EntrySet;
import org.hevelius.repository.index.IndexLoad;
import org.hevelius.repository.index.IndexWriter;
import org.hevelius.repository.index.PackEntries;
import org.hevelius.repository.pack.CodecWorker;
import org.hevelius.repository.pack.PackHeaders;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.storage.Storage.Listed;
import org.hevelius.repository.work.Each;

/**
 * Writes the index anew from what the packs' headers say. Touches no pack; old index files go when
 * the new ones are durable. The caller holds an exclusive lock.
 */
public final class IndexRebuild {
  private final RepositoryParts parts;

  /** Makes a rebuild for the repository with these parts. */
  public IndexRebuild(RepositoryParts parts) {
    this.parts = parts;
  }

  /**
   * What a rebuild did.
   *
   * @param indexFiles the new index files
   * @param skipped packs without a readable header, by id, each with the reason; the ones that the
   *     old index listed keep its entries
   */
  public record Result(List<Id> indexFiles, Map<Id, String> skipped) {
    /** Makes the collections immutable. */
    public Result {
      indexFiles = List.copyOf(indexFiles);
      skipped = Collections.unmodifiableMap(new TreeMap<>(skipped));
    }
  }

  /**
   * Finds the packs whose headers must be read: those that the index doesn't list, or lists in
   * another size; changes nothing.
   *
   * @param readAll whether all headers are read
   */
  public IndexRebuildPlan plan(boolean readAll, BooleanSupplier canceled) {
    World world = World.of(parts.storage());
    IndexLoad load = IndexLoad.load(parts.storage(), parts.files(), parts.workers(), canceled);
    PackEntries entries = new PackEntries(load.index());
    EntrySet present = new EntrySet(entries.packs());
    List<Listed> toRead = new ArrayList<>();
    parts
        .storage()
        .list(
            FileKind.PACK,
            listed -> {
              int pack = load.index().packNumber(listed.id());
              if (pack != BlobIndex.NONE) {
                present.add(pack);
              }
              if (readAll || pack == BlobIndex.NONE || !fits(entries.blobs(pack), listed.size())) {
                toRead.add(listed);
              }
            });
    List<Id> missing = new ArrayList<>();
    int taken = present.count();
    for (int p = 0; p < entries.packs(); p++) {
      if (!present.contains(p)) {
        missing.add(load.index().packAt(p));
      }
    }
    for (Listed listed : toRead) {
      taken -= load.index().packNumber(listed.id()) == BlobIndex.NONE ? 0 : 1;
    }
    return new IndexRebuildPlan(world, load, entries, toRead, missing, taken);
  }

  private static boolean fits(List<PackedBlob> blobs, long size) {
    return PackHeaders.areContiguous(blobs) && PackHeaders.packSize(blobs) == size;
  }

  /**
   * Does what the plan says.
   *
   * @param started told the counters as soon as the work begins
   * @param canceled asked until the first removal
   * @throws RepositoryException {@code INVALID} when the repository changed since the plan
   */
  public Result execute(
      IndexRebuildPlan plan, Consumer<PruneCounters> started, BooleanSupplier canceled) {
    PruneCounters counters = new PruneCounters();
    started.accept(counters);
    plan.world().requireUnchanged(parts.storage());
    BlobIndex index = plan.load().index();
    IndexWriter writer = parts.indexWriter();
    // Old entries stay for packs that are not read, or whose header tells nothing.
    EntrySet replaced = new EntrySet(plan.entries().packs());
    plan.missingPacks().forEach(id -> replaced.add(index.packNumber(id)));
    Map<Id, String> skipped = new ConcurrentHashMap<>();
    Each.run(
        plan.toRead().size(),
        parts.workers(),
        () -> new CodecWorker(parts.codecs().get()),
        canceled,
        (worker, i) -> {
          Listed listed = plan.toRead().get(i);
          read(worker, listed, writer, skipped);
          int number = index.packNumber(listed.id());
          if (number != BlobIndex.NONE && !skipped.containsKey(listed.id())) {
            replaced.add(number);
          }
          counters.packsRead.increment();
        });
    IndexRewrite rewrite = new IndexRewrite(parts, index, plan.entries(), plan.load().files());
    rewrite.replace(p -> !replaced.contains(p), writer);
    return new Result(writer.written(), skipped);
  }

  private void read(
      CodecWorker worker, Listed listed, IndexWriter writer, Map<Id, String> skipped) {
    try {
      List<PackedBlob> blobs =
          PackHeaders.read(parts.storage(), worker.codec(), listed.id(), listed.size());
      writer.add(new IndexFile.Pack(listed.id(), blobs));
    } catch (RepositoryException e) {
      if (e.kind() != Kind.DAMAGED) {
        throw e;
      }
      skipped.put(listed.id(), String.valueOf(e.getMessage()));
    }
  }
}
