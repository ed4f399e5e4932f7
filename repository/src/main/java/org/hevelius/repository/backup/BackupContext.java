package org.hevelius.repository.backup;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hevelius.repository.chunk.Chunker;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.pack.BlobWriter;

/**
 * What all parts of one backup share.
 *
 * @param reader reads the parent's trees
 * @param writer takes new blobs
 * @param findings collects what could not be captured; bounded by {@link #MAX_FINDINGS}
 */
record BackupContext(
    FileSystem files,
    Chunker chunker,
    BlobReader reader,
    BlobWriter writer,
    BackupCounters counters,
    Queue<BackupFinding> findings) {
  /** No more findings are kept; the rest is counted. */
  static final int MAX_FINDINGS = 10_000;

  BackupContext(
      FileSystem files,
      Chunker chunker,
      BlobReader reader,
      BlobWriter writer,
      BackupCounters counters) {
    this(files, chunker, reader, writer, counters, new ConcurrentLinkedQueue<>());
  }

  void found(BackupFinding finding) {
    counters.findings.increment();
    if (finding.isLoss()) {
      counters.losses.increment();
    }
    if (counters.findings.sum() <= MAX_FINDINGS) {
      findings.add(finding);
    }
  }

  List<BackupFinding> foundSoFar() {
    return List.copyOf(findings);
  }
}
