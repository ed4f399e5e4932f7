package org.hevelius.repository;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.repository.backup.Backup;
import org.hevelius.repository.backup.Backup.Captured;
import org.hevelius.repository.backup.BackupCounters;
import org.hevelius.repository.chunk.RabinChunker;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.SnapshotFile;
import org.hevelius.repository.format.SnapshotFile.Summary;
import org.hevelius.repository.index.IndexWriter;
import org.hevelius.repository.pack.BlobWriter;
import org.hevelius.repository.storage.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Adds snapshots: {@link #capture} stores what the sources hold, {@link #publish} makes it a
 * snapshot. Whatever ends a session before that leaves nothing but unreferenced data, which the
 * next prune removes.
 */
public final class WriteSession implements AutoCloseable {
  private final Repository repository;
  private final ReadSession session;
  private final BlobWriter writer;
  private final Backup backup;

  WriteSession(Repository repository, ReadSession session) {
    this.repository = repository;
    this.session = session;
    Environment environment = repository.environment();
    this.writer =
        new BlobWriter(
            repository.storage(),
            session.reader().index(),
            new IndexWriter(
                json -> repository.unpacked().save(FileKind.INDEX, json), environment.clock()),
            repository.codecs(),
            environment.random());
    this.backup =
        new Backup(
            environment.files(),
            new RabinChunker(repository.polynomial()),
            session.reader(),
            writer,
            repository.codecs(),
            environment.workers());
  }

  /** The snapshots that were there when the session began, oldest first. */
  public List<StoredSnapshot> snapshots() {
    return session.snapshots();
  }

  /** What this session can also do: read. */
  public ReadSession reading() {
    return session;
  }

  /**
   * Stores what a source holds. See {@link Backup#capture}.
   *
   * @param parent the snapshot with which unchanged files are found, or null to read everything
   */
  public Captured capture(
      Backup.Source source,
      @Nullable StoredSnapshot parent,
      Consumer<BackupCounters> started,
      BooleanSupplier canceled) {
    return backup.capture(
        source, parent == null ? null : parent.file().tree(), started, session.held(canceled));
  }

  /**
   * What a snapshot says beside its sources.
   *
   * @param started when the work began
   * @param extraPath where an extra file stands in the root tree, one name a part; empty for none
   * @param extra the content of the extra file
   */
  public record Draft(
      Instant time,
      Instant started,
      @Nullable Id parent,
      List<String> excludes,
      List<String> tags,
      String programVersion,
      List<String> extraPath,
      String extra) {
    /** Makes the lists immutable. */
    public Draft {
      excludes = List.copyOf(excludes);
      tags = List.copyOf(tags);
      extraPath = List.copyOf(extraPath);
    }
  }

  /**
   * Makes one snapshot of captured sources. When this returns it is durable and complete; when it
   * throws there is none.
   */
  public StoredSnapshot publish(List<Captured> sources, Draft draft) {
    Environment environment = repository.environment();
    byte[] extra = draft.extra().getBytes(StandardCharsets.UTF_8);
    Id tree =
        backup.storeRoot(
            sources, draft.extraPath(), draft.extraPath().isEmpty() ? null : extra, draft.time());
    writer.flush();
    List<String> paths = new ArrayList<>();
    sources.forEach(source -> paths.add(source.source().path()));
    SnapshotFile file =
        new SnapshotFile(
            draft.time(),
            draft.parent(),
            tree,
            paths,
            environment.owner().hostname(),
            environment.owner().username(),
            (int) environment.owner().uid(),
            (int) environment.owner().gid(),
            draft.excludes(),
            draft.tags(),
            null,
            draft.programVersion(),
            summary(sources, draft, environment.clock().instant()));
    session.ensureLocked();
    return new StoredSnapshot(repository.unpacked().save(FileKind.SNAPSHOT, file.toJson()), file);
  }

  private static Summary summary(List<Captured> sources, Draft draft, Instant end) {
    long[] sums = new long[12];
    for (Captured source : sources) {
      long[] counts = source.counters().summary();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += counts[i];
      }
    }
    return new Summary(
        draft.started(),
        end,
        sums[0],
        sums[1],
        sums[2],
        sums[3],
        sums[4],
        sums[5],
        sums[6],
        sums[7],
        sums[8],
        sums[9],
        sums[10],
        sums[11]);
  }

  /**
   * Replaces the extra file and the tags of a snapshot. The new record is durable before the old
   * one is removed, and remembers the first id.
   *
   * @param extraPath where the file stands in the root tree, one name a part
   */
  public StoredSnapshot rewrite(
      StoredSnapshot old, List<String> extraPath, String extra, List<String> tags) {
    byte[] bytes = extra.getBytes(StandardCharsets.UTF_8);
    Id tree =
        session.withCodec(
            codec ->
                backup.replaceFile(codec, old.file().tree(), extraPath, bytes, old.file().time()));
    writer.flush();
    SnapshotFile file = old.file().rewritten(tree, tags, old.firstId());
    session.ensureLocked();
    StoredSnapshot rewritten =
        new StoredSnapshot(repository.unpacked().save(FileKind.SNAPSHOT, file.toJson()), file);
    repository.storage().remove(Handle.of(FileKind.SNAPSHOT, old.id()));
    return rewritten;
  }

  /** Forgets a snapshot; its data stays until the next prune. */
  public void forget(Id snapshot) {
    session.forget(snapshot);
  }

  @Override
  public void close() {
    writer.close();
    session.close();
  }
}
