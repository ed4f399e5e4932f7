package org.hevelius.repository;

import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.IndexLoad;
import org.hevelius.repository.lock.Hold;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.restore.Restore;
import org.hevelius.repository.restore.RestoreAction;
import org.hevelius.repository.restore.RestoreCounters;
import org.hevelius.repository.restore.RestoreRequest;
import org.hevelius.repository.restore.State;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.tree.Trees;

/**
 * A lock and the index: everything that is needed to read trees and files. Safe for use by several
 * threads.
 */
public final class ReadSession implements AutoCloseable {
  private final Repository repository;
  private final Hold lock;
  private final List<StoredSnapshot> snapshots;
  private final BlobReader reader;
  private final ConcurrentLinkedDeque<BlobCodec> codecs = new ConcurrentLinkedDeque<>();

  private ReadSession(
      Repository repository, Hold lock, List<StoredSnapshot> snapshots, BlobIndex index) {
    this.repository = repository;
    this.lock = lock;
    this.snapshots = snapshots;
    this.reader = new BlobReader(repository.storage(), index);
  }

  /**
   * Loads, and goes on reading, while the lock settles. Snapshots are listed before the index, so
   * that it covers them.
   */
  static ReadSession open(Repository repository, Hold lock) {
    Environment environment = repository.environment();
    try {
      List<StoredSnapshot> snapshots =
          repository.snapshots(
              e -> environment.notices().accept(e.getMessage() + "; " + e.advice()));
      IndexLoad load =
          IndexLoad.load(
              repository.storage(), repository.unpacked(), environment.workers(), () -> false);
      return new ReadSession(repository, lock, snapshots, load.complete());
    } catch (Throwable e) {
      lock.release();
      throw e;
    }
  }

  /** The snapshots that were there when the session began, oldest first. */
  public List<StoredSnapshot> snapshots() {
    return snapshots;
  }

  /**
   * What the index knows.
   *
   * @param blobs number of blobs, copies counted
   * @param plainBytes what they are when opened
   * @param packs number of packs
   * @param treePacks the packs that hold trees
   */
  public record Content(long blobs, long plainBytes, long packs, Set<Id> treePacks) {
    /** Copies the set. */
    public Content {
      treePacks = Set.copyOf(treePacks);
    }
  }

  /** Sums up the index. */
  public Content content() {
    BlobIndex index = reader.index();
    Set<Id> treePacks = new HashSet<>();
    long plainBytes = 0;
    int blobs = index.size();
    for (int entry = 0; entry < blobs; entry++) {
      PackedBlob blob = index.blob(entry);
      plainBytes += blob.plainLength();
      if (blob.type() == BlobType.TREE) {
        treePacks.add(index.packId(entry));
      }
    }
    return new Content(blobs, plainBytes, index.packs().size(), treePacks);
  }

  BlobReader reader() {
    return reader;
  }

  /**
   * Makes sure, before anything is published or removed, that nobody is in the way; a session that
   * reads without a lock fails here.
   */
  void ensureLocked() {
    lock.confirm().ensureHeld();
  }

  /**
   * Whether to stop: because the caller wants it, or with an exception because the lock is lost.
   */
  BooleanSupplier held(BooleanSupplier canceled) {
    return () -> {
      lock.ensureNotLost();
      return canceled.getAsBoolean();
    };
  }

  /** Does something with a codec that no one else uses meanwhile. */
  <T> T withCodec(Function<BlobCodec, T> work) {
    lock.ensureNotLost();
    BlobCodec idle = codecs.pollFirst();
    BlobCodec codec = idle != null ? idle : repository.codecs().get();
    try {
      return work.apply(codec);
    } finally {
      codecs.offerFirst(codec);
    }
  }

  /** The entries of a tree, sorted by the raw bytes of their names. */
  public List<Node> children(Id tree) {
    return withCodec(codec -> Trees.load(reader, codec, tree));
  }

  /** The node at a path from a root tree, or nothing; the path must not be empty. */
  public Optional<Node> find(Id root, List<FileName> path) {
    return withCodec(codec -> Trees.find(reader, codec, root, path));
  }

  /** A file's content, read and verified blob by blob; a damaged blob throws when it is reached. */
  public InputStream open(Node file) {
    return new NodeStream(this, file.content());
  }

  /** A directory of a snapshot as a state that a restore brings about, starts from or keeps. */
  public State state(Node directory) {
    return State.stored(repository.storage(), reader, repository.codecs(), directory);
  }

  /** Carries out, or only plans, a restore. See {@link Restore#run}. */
  public void restore(
      RestoreRequest request,
      RestoreCounters counters,
      Consumer<RestoreAction> sink,
      BooleanSupplier canceled) {
    if (!request.dryRun()) {
      lock.ensureAlone();
    }
    Environment environment = repository.environment();
    new Restore(environment.files(), environment.workers())
        .run(request, counters, sink, held(canceled));
  }

  /**
   * Forgets a snapshot; its data stays until the next prune. One that is gone already is no error.
   */
  public void forget(Id snapshot) {
    ensureLocked();
    repository.storage().remove(Handle.of(FileKind.SNAPSHOT, snapshot));
  }

  @Override
  public void close() {
    lock.release();
    codecs.forEach(BlobCodec::close);
    codecs.clear();
  }
}
