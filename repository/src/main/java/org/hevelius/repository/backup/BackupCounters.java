package org.hevelius.repository.backup;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a running backup has done so far; read by progress displays at any time. */
public final class BackupCounters {
  final LongAdder filesNew = new LongAdder();
  final LongAdder filesChanged = new LongAdder();
  final LongAdder filesUnmodified = new LongAdder();
  final LongAdder dirsNew = new LongAdder();
  final LongAdder dirsChanged = new LongAdder();
  final LongAdder dirsUnmodified = new LongAdder();
  final LongAdder others = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder bytesRead = new LongAdder();
  final LongAdder bytesTakenOver = new LongAdder();
  final LongAdder dataBlobs = new LongAdder();
  final LongAdder treeBlobs = new LongAdder();
  final LongAdder added = new LongAdder();
  final LongAdder stored = new LongAdder();
  final LongAdder findings = new LongAdder();
  final LongAdder losses = new LongAdder();
  private volatile @Nullable String current;

  /** Makes counters that stand at zero. */
  public BackupCounters() {}

  void at(String name) {
    current = name;
  }

  /** The counts in the order of {@link org.hevelius.repository.format.SnapshotFile.Summary}. */
  public long[] summary() {
    return new long[] {
      filesNew.sum(),
      filesChanged.sum(),
      filesUnmodified.sum(),
      dirsNew.sum(),
      dirsChanged.sum(),
      dirsUnmodified.sum(),
      dataBlobs.sum(),
      treeBlobs.sum(),
      added.sum(),
      stored.sum(),
      files(),
      bytes.sum()
    };
  }

  /** Regular files done, read or not. */
  public long files() {
    return filesNew.sum() + filesChanged.sum() + filesUnmodified.sum();
  }

  /** Files that were not in the parent. */
  public long filesNew() {
    return filesNew.sum();
  }

  /** Files that differ from the parent's. */
  public long filesChanged() {
    return filesChanged.sum();
  }

  /** Files that were taken over from the parent unread. */
  public long filesUnmodified() {
    return filesUnmodified.sum();
  }

  /** Directories done. */
  public long directories() {
    return dirsNew.sum() + dirsChanged.sum() + dirsUnmodified.sum();
  }

  /** Links, fifos and devices done. */
  public long others() {
    return others.sum();
  }

  /** Bytes of content of the files done. */
  public long bytes() {
    return bytes.sum();
  }

  /** Bytes of content that were read or taken over so far, those of unfinished files included. */
  public long bytesSeen() {
    return bytesRead.sum() + bytesTakenOver.sum();
  }

  /** Plain bytes of blobs that were new to the repository. */
  public long added() {
    return added.sum();
  }

  /** Bytes that these blobs take in the repository. */
  public long stored() {
    return stored.sum();
  }

  /** Findings so far, of any kind. */
  public long findings() {
    return findings.sum();
  }

  /** Findings so far that mean that something is missing from the snapshot. */
  public long losses() {
    return losses.sum();
  }

  /** Name of the file that was taken up last, or null before the first. */
  public @Nullable String current() {
    return current;
  }
}
