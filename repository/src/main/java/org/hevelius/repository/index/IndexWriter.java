package org.hevelius.repository.index;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.IndexFile;
import org.hevelius.repository.storage.Storage;

/**
 * Writes index files for packs that are stored: one at 50,000 blobs or after 10 minutes, and the
 * rest at {@link #flush}. Safe for use by several threads.
 */
public final class IndexWriter {
  private static final int BLOBS = 50_000;
  private static final Duration AGE = Duration.ofMinutes(10);

  private final Function<byte[], Id> saver;
  private final Clock clock;
  private final List<Id> written = new ArrayList<>();
  private List<IndexFile.Pack> pending = new ArrayList<>();
  private int blobs;
  private Instant started;

  /**
   * Makes a writer.
   *
   * @param saver seals JSON, saves it as an index file and gives its id
   */
  public IndexWriter(Function<byte[], Id> saver, Clock clock) {
    this.saver = saver;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Takes a pack that is stored. */
  public synchronized void add(IndexFile.Pack pack) {
    if (pending.isEmpty()) {
      started = clock.instant();
    }
    pending.add(pack);
    blobs += pack.blobs().size();
    if (blobs >= BLOBS || Duration.between(started, clock.instant()).compareTo(AGE) > 0) {
      flush();
    }
  }

  /** Writes what is pending. */
  public synchronized void flush() {
    if (pending.isEmpty()) {
      return;
    }
    written.add(saver.apply(IndexFile.toJson(pending)));
    pending = new ArrayList<>();
    blobs = 0;
  }

  /** The index files that were written, {@link FileKind#INDEX} in a {@link Storage}. */
  public synchronized List<Id> written() {
    return List.copyOf(written);
  }
}
