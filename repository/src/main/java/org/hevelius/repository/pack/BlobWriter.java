package org.hevelius.repository.pack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.IndexFile;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.IndexWriter;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;
import org.hevelius.repository.work.StandBack;
import org.jspecify.annotations.Nullable;

/**
 * Stores new blobs: spreads them at random over two open packs of each type (which hides the order
 * of chunk sizes from whoever sees the storage), saves full packs in the background and lists them
 * in index files. Safe for use by several threads. What was saved counts only after {@link #flush}.
 */
public final class BlobWriter implements AutoCloseable {
  /** So many packs of each type are filled at a time, and may be left small. */
  public static final int OPEN_PACKS = 2;

  private static final int SAVERS = 2;
  private static final int IN_FLIGHT = 3;

  private final Storage storage;
  private final BlobIndex index;
  private final IndexWriter indexWriter;
  private final Supplier<BlobCodec> codecs;
  private final RandomGenerator random;
  private final OpenPack[][] open = new OpenPack[BlobType.values().length][OPEN_PACKS];
  private final Deque<PackBuilder> spare = new ArrayDeque<>();
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
  private final ExecutorService savers;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  private static final class OpenPack {
    private final ReentrantLock lock = new ReentrantLock();
    private PackBuilder builder = new PackBuilder();
  }

  /**
   * Makes a writer.
   *
   * @param codecs makes a codec for each of the writer's own threads
   */
  public BlobWriter(
      Storage storage,
      BlobIndex index,
      IndexWriter indexWriter,
      Supplier<BlobCodec> codecs,
      RandomGenerator random) {
    this.storage = storage;
    this.index = index;
    this.indexWriter = indexWriter;
    this.codecs = codecs;
    this.random = random;
    this.savers =
        Executors.newFixedThreadPool(SAVERS, StandBack.threads("pack-saver-", 0).factory());
    for (OpenPack[] packs : open) {
      for (int i = 0; i < packs.length; i++) {
        packs[i] = new OpenPack();
      }
    }
  }

  /**
   * Stores a blob unless it is there or on its way.
   *
   * @return the sealed bytes that this added, 0 if the blob was known
   */
  public int save(BlobCodec codec, BlobType type, Id id, byte[] plain, int offset, int length) {
    rethrow();
    if (!index.reserve(type, id)) {
      return 0;
    }
    codec.encode(type, id, plain, offset, length);
    append(type, id, codec.sealed(), codec.sealedLength(), codec.uncompressedLength());
    return codec.sealedLength();
  }

  /**
   * Stores a blob that is sealed already, whether or not it is known: for moving blobs into new
   * packs.
   */
  public void append(
      BlobType type, Id id, byte[] sealed, int sealedLength, int uncompressedLength) {
    append(type, id, sealed, 0, sealedLength, uncompressedLength);
  }

  /** Like the other, for a sealed blob that starts at {@code offset}. */
  public void append(
      BlobType type, Id id, byte[] sealed, int offset, int sealedLength, int uncompressedLength) {
    rethrow();
    OpenPack[] packs = open[type == BlobType.TREE ? 1 : 0];
    OpenPack pack = packs[random.nextInt(packs.length)];
    pack.lock.lock();
    try {
      if (pack.builder.wouldOverflow(sealedLength)) {
        pack.builder = hand(pack.builder);
      }
      pack.builder.add(type, id, sealed, offset, sealedLength, uncompressedLength);
      if (pack.builder.isFull()) {
        pack.builder = hand(pack.builder);
      }
    } finally {
      pack.lock.unlock();
    }
  }

  /** Hands a full pack to the savers and gives an empty one. */
  private PackBuilder hand(PackBuilder full) {
    inFlight.acquireUninterruptibly();
    savers.execute(() -> store(full));
    synchronized (spare) {
      PackBuilder next = spare.poll();
      return next != null ? next : new PackBuilder();
    }
  }

  private void store(PackBuilder pack) {
    try (BlobCodec codec = codecs.get()) {
      if (failure.get() == null) {
        pack.finish(codec);
        Id id = pack.hash(codec);
        storage.save(Handle.of(FileKind.PACK, id), pack.content());
        pack.blobs().forEach(blob -> index.add(id, blob));
        indexWriter.add(new IndexFile.Pack(id, pack.blobs()));
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } catch (Error e) {
      failure.compareAndSet(null, new IllegalStateException("saving a pack failed", e));
    } finally {
      pack.clear();
      synchronized (spare) {
        spare.add(pack);
      }
      inFlight.release();
    }
  }

  /**
   * Saves all open packs and their index; afterwards a snapshot may refer to every blob given so
   * far.
   */
  public void flush() {
    for (OpenPack[] packs : open) {
      for (OpenPack pack : packs) {
        pack.lock.lock();
        try {
          if (!pack.builder.isEmpty()) {
            pack.builder = hand(pack.builder);
          }
        } finally {
          pack.lock.unlock();
        }
      }
    }
    inFlight.acquireUninterruptibly(IN_FLIGHT);
    inFlight.release(IN_FLIGHT);
    rethrow();
    indexWriter.flush();
  }

  private void rethrow() {
    RuntimeException cause = failure.get();
    if (cause instanceof RepositoryException e) {
      throw new RepositoryException(e.kind(), String.valueOf(e.getMessage()), e.advice(), e);
    }
    if (cause != null) {
      throw new IllegalStateException(cause);
    }
  }

  /** Stops the savers. Packs that were not flushed are dropped, or remain as unreferenced data. */
  @Override
  public void close() {
    failure.compareAndSet(null, new IllegalStateException("the writer is closed"));
    savers.shutdown();
    try {
      if (!savers.awaitTermination(10, TimeUnit.MINUTES)) {
        savers.shutdownNow();
      }
    } catch (InterruptedException e) {
      savers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
