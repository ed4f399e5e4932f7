package org.hevelius.repository.backup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.hevelius.repository.chunk.Chunker;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.fs.OpenFile;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.work.WorkStack;

/** Reads the content of files, once, and stores it as chunks. */
final class FileCapture {
  /**
   * Chunks that may wait for another worker at one time, over all files: the bound on the memory
   * they take.
   */
  private static final int WAITING_CHUNKS = 4;

  private final BackupContext context;
  private final WorkStack<BackupWorker> stack;
  private final Semaphore waitingChunks = new Semaphore(WAITING_CHUNKS);

  FileCapture(BackupContext context, WorkStack<BackupWorker> stack) {
    this.context = context;
    this.stack = stack;
  }

  /** Takes the ids of a file's chunks and its length, once all are handed to the writer. */
  @FunctionalInterface
  interface Done {
    void accept(BackupWorker worker, List<Id> content, long length);
  }

  /** Captures a file that was listed with at most {@link Chunker#MIN} bytes, in one blob. */
  void small(BackupWorker worker, OpenFile file, int expected, Done done) {
    byte[] buffer = worker.small(expected + 1);
    int length = file.read(0, buffer, 0, expected + 1);
    if (length > expected) {
      // It has grown since it was listed.
      large(worker, file, done);
      return;
    }
    List<Id> content = length == 0 ? List.of() : List.of(store(worker.codec(), buffer, 0, length));
    done.accept(worker, content, length);
  }

  /** Captures a file of any size; chunks go to other workers when these are idle. */
  void large(BackupWorker worker, OpenFile file, Done done) {
    Chunks chunks = new Chunks(done);
    byte[] buffer = worker.large();
    long position = 0;
    int start = 0;
    int searched = 0;
    int end = 0;
    boolean more = true;
    while (more || start < end) {
      int cut = end > start ? context.chunker().cut(buffer, start, searched, end) : -1;
      if (cut < 0 && !more) {
        cut = end;
      }
      if (cut > 0) {
        chunk(worker, chunks, buffer, start, cut - start);
        start = cut;
        searched = cut;
        continue;
      }
      searched = end;
      if (buffer.length - end < BackupWorker.READ) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        searched -= start;
        end -= start;
        start = 0;
      }
      int read = file.read(position, buffer, end, BackupWorker.READ);
      more = read == BackupWorker.READ;
      position += read;
      end += read;
      context.counters().bytesRead.add(read);
    }
    chunks.end(worker, position);
  }

  private void chunk(BackupWorker worker, Chunks chunks, byte[] buffer, int start, int length) {
    int number = chunks.begin();
    if (stack.hasIdleWorker() && waitingChunks.tryAcquire()) {
      byte[] copy = Arrays.copyOfRange(buffer, start, start + length);
      stack.push(
          other -> {
            try {
              chunks.stored(other, number, store(other.codec(), copy, 0, length));
            } finally {
              waitingChunks.release();
            }
          });
    } else {
      chunks.stored(worker, number, store(worker.codec(), buffer, start, length));
    }
  }

  private Id store(BlobCodec codec, byte[] buffer, int offset, int length) {
    Id id = codec.hash(buffer, offset, length);
    int sealed = context.writer().save(codec, BlobType.DATA, id, buffer, offset, length);
    if (sealed > 0) {
      context.counters().dataBlobs.increment();
      context.counters().added.add(length);
      context.counters().stored.add(sealed);
    }
    return id;
  }

  /** The chunks of one file, which may be stored in any order. */
  private static final class Chunks {
    private final Done done;
    private final List<AtomicReferenceArray<Id>> pages = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger(1);
    private int count;
    private volatile long length;

    private static final int PAGE = 1024;

    Chunks(Done done) {
      this.done = done;
    }

    int begin() {
      synchronized (pages) {
        if (count == pages.size() * PAGE) {
          pages.add(new AtomicReferenceArray<>(PAGE));
        }
      }
      open.incrementAndGet();
      return count++;
    }

    void stored(BackupWorker worker, int number, Id id) {
      AtomicReferenceArray<Id> page;
      synchronized (pages) {
        page = pages.get(number / PAGE);
      }
      page.set(number % PAGE, id);
      finish(worker);
    }

    void end(BackupWorker worker, long total) {
      length = total;
      finish(worker);
    }

    private void finish(BackupWorker worker) {
      if (open.decrementAndGet() == 0) {
        List<Id> content = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          content.add(pages.get(i / PAGE).get(i % PAGE));
        }
        done.accept(worker, content, length);
      }
    }
  }
}
