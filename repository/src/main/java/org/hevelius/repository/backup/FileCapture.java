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
      large(worker, file, List.of(), done);
      return;
    }
    context.counters().bytesRead.add(length);
    List<Id> content = length == 0 ? List.of() : List.of(store(worker.codec(), buffer, 0, length));
    done.accept(worker, content, length);
  }

  /**
   * Captures a file of any size; chunks go to other workers when these are idle.
   *
   * @param known the file's chunks in the parent; empty if it has none
   */
  void large(BackupWorker worker, OpenFile file, List<Id> known, Done done) {
    Chunks chunks = new Chunks(done);
    ChunkForecast forecast =
        new ChunkForecast(known, id -> context.reader().index().plainLength(BlobType.DATA, id));
    Window window = new Window(worker.large(), file);
    while (window.fill(1)) {
      ChunkForecast.Guess guess = forecast.guess(window.position());
      if (guess != null && window.begins(worker.codec(), guess)) {
        chunks.stored(worker, chunks.begin(), guess.id());
        window.advance(guess.length());
        forecast.was(guess.id());
        continue;
      }
      int length = window.cut();
      Store store = (codec, buffer, offset) -> store(codec, buffer, offset, length);
      if (!known.isEmpty()) {
        Id id = worker.codec().hash(window.buffer, window.start, length);
        forecast.was(id);
        store = (codec, buffer, offset) -> store(codec, id, buffer, offset, length);
      }
      chunk(worker, chunks, window, length, store);
      window.advance(length);
    }
    chunks.end(worker, window.position());
  }

  /** What is in memory of a file that is read from its beginning to its end. */
  private final class Window {
    private final byte[] buffer;
    private final OpenFile file;
    private long read;
    private int start;
    private int end;
    private boolean more = true;

    Window(byte[] buffer, OpenFile file) {
      this.buffer = buffer;
      this.file = file;
    }

    /** Where the next chunk starts in the file. */
    long position() {
      return read - (end - start);
    }

    void advance(int length) {
      start += length;
    }

    /** Reads until so many bytes of the next chunk are there; false if the file ends before. */
    boolean fill(int length) {
      while (more && end - start < length) {
        readMore();
      }
      return end - start >= length;
    }

    private void readMore() {
      if (buffer.length - end < BackupWorker.READ) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
      }
      int n = file.read(read, buffer, end, BackupWorker.READ);
      more = n == BackupWorker.READ;
      read += n;
      end += n;
      context.counters().bytesRead.add(n);
    }

    boolean begins(BlobCodec codec, ChunkForecast.Guess guess) {
      return fill(guess.length())
          && (!guess.last() || !fill(guess.length() + 1))
          && codec.hash(buffer, start, guess.length()).equals(guess.id());
    }

    /** Searches the next chunk's end, and gives its length. */
    int cut() {
      int searched = 0;
      while (true) {
        int cut = context.chunker().cut(buffer, start, start + searched, end);
        if (cut >= 0) {
          return cut - start;
        }
        searched = end - start;
        if (!fill(searched + 1)) {
          return searched;
        }
      }
    }
  }

  /** Stores the chunk that starts at {@code offset}, and gives its id. */
  private interface Store {
    Id store(BlobCodec codec, byte[] buffer, int offset);
  }

  /** Stores a chunk, here or on an idle worker. */
  private void chunk(BackupWorker worker, Chunks chunks, Window window, int length, Store store) {
    int number = chunks.begin();
    if (stack.hasIdleWorker() && waitingChunks.tryAcquire()) {
      byte[] copy = Arrays.copyOfRange(window.buffer, window.start, window.start + length);
      stack.push(
          other -> {
            try {
              chunks.stored(other, number, store.store(other.codec(), copy, 0));
            } finally {
              waitingChunks.release();
            }
          });
    } else {
      chunks.stored(worker, number, store.store(worker.codec(), window.buffer, window.start));
    }
  }

  private Id store(BlobCodec codec, byte[] buffer, int offset, int length) {
    return store(codec, codec.hash(buffer, offset, length), buffer, offset, length);
  }

  private Id store(BlobCodec codec, Id id, byte[] buffer, int offset, int length) {
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
