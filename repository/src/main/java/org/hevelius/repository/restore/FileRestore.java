package org.hevelius.repository.restore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.restore.RestoreAction.Kind;
import org.hevelius.repository.work.WorkStack;

/**
 * Writes the content of files: small ones in batches, large ones in stretches that several workers
 * write.
 */
final class FileRestore {
  private static final int BATCH_FILES = 128;
  private static final long STRETCH = 8 << 20;

  private FileRestore() {}

  /** A file to write. */
  record Job(Node node, byte[] path, Kind kind, String note) {}

  /** A blob that goes to a place in a file. */
  record Piece(TargetFile file, Id id, long position, int entry, long order) {}

  /** Tasks that write these files of a directory; each calls {@code finish} once at its end. */
  static List<WorkStack.Task<RestoreWorker>> tasks(
      RestoreContext context, Directory directory, List<Job> jobs, Consumer<RestoreWorker> finish) {
    List<WorkStack.Task<RestoreWorker>> tasks = new ArrayList<>();
    List<Job> batch = new ArrayList<>();
    long bytes = 0;
    for (Job job : jobs) {
      if (job.node().size() > STRETCH) {
        tasks.add(worker -> large(worker, context, directory, job, finish));
        continue;
      }
      batch.add(job);
      bytes += job.node().size();
      if (batch.size() == BATCH_FILES || bytes > STRETCH) {
        tasks.add(batchTask(context, directory, List.copyOf(batch), finish));
        batch.clear();
        bytes = 0;
      }
    }
    if (!batch.isEmpty()) {
      tasks.add(batchTask(context, directory, List.copyOf(batch), finish));
    }
    return tasks;
  }

  private static WorkStack.Task<RestoreWorker> batchTask(
      RestoreContext context, Directory directory, List<Job> jobs, Consumer<RestoreWorker> finish) {
    return worker -> {
      Parts parts = new Parts(finish);
      List<Piece> pieces = new ArrayList<>();
      for (Job job : jobs) {
        TargetFile file = new TargetFile(context, directory, job);
        if (file.open(worker, later(context, directory, job, parts))) {
          pieces(context, file, 0, job.node().content().size(), 0, pieces);
          file.expect(job.node().content().size());
          file.arrived(worker, 0);
        }
      }
      write(worker, context, pieces);
      parts.end(worker);
    };
  }

  /** Makes the task for a name that has to wait until the file has another name. */
  private static Supplier<WorkStack.Task<RestoreWorker>> later(
      RestoreContext context, Directory directory, Job job, Parts parts) {
    return () -> {
      parts.begin(1);
      return worker -> large(worker, context, directory, job, parts::end);
    };
  }

  /** Calls {@code finish} when this and all parts that were begun have ended. */
  private static final class Parts {
    private final Consumer<RestoreWorker> finish;
    private final AtomicInteger open = new AtomicInteger(1);

    Parts(Consumer<RestoreWorker> finish) {
      this.finish = finish;
    }

    void begin(int parts) {
      open.addAndGet(parts);
    }

    void end(RestoreWorker worker) {
      if (open.decrementAndGet() == 0) {
        finish.accept(worker);
      }
    }
  }

  private static void large(
      RestoreWorker worker,
      RestoreContext context,
      Directory directory,
      Job job,
      Consumer<RestoreWorker> finish) {
    Parts parts = new Parts(finish);
    TargetFile file = new TargetFile(context, directory, job);
    if (!file.open(worker, later(context, directory, job, parts))) {
      parts.end(worker);
      return;
    }
    List<Id> content = file.node().content();
    file.expect(content.size());
    List<WorkStack.Task<RestoreWorker>> stretches = new ArrayList<>();
    long position = 0;
    int from = 0;
    long from0 = 0;
    for (int i = 0; i < content.size(); i++) {
      position += Math.max(0, context.reader().index().plainLength(BlobType.DATA, content.get(i)));
      if (position - from0 >= STRETCH || i == content.size() - 1) {
        int first = from;
        int last = i + 1;
        long start = from0;
        stretches.add(
            other -> {
              List<Piece> pieces = new ArrayList<>();
              pieces(context, file, first, last, start, pieces);
              write(other, context, pieces);
              parts.end(other);
            });
        from = i + 1;
        from0 = position;
      }
    }
    parts.begin(stretches.size());
    context.stack().pushAll(stretches);
    file.arrived(worker, 0);
    parts.end(worker);
  }

  private static void pieces(
      RestoreContext context, TargetFile file, int from, int to, long start, List<Piece> pieces) {
    BlobIndex index = context.reader().index();
    long position = start;
    for (int i = from; i < to; i++) {
      Id id = file.node().content().get(i);
      int entry = index.find(BlobType.DATA, id);
      long order =
          entry == BlobIndex.NONE
              ? Long.MAX_VALUE
              : (long) index.packNumber(entry) << 32 | index.blob(entry).offset();
      pieces.add(new Piece(file, id, position, entry, order));
      position += entry == BlobIndex.NONE ? 0 : index.blob(entry).plainLength();
    }
  }

  /**
   * Reads the blobs in the order in which they lie, neighbors in one stretch, and writes each to
   * its place.
   */
  private static void write(RestoreWorker worker, RestoreContext context, List<Piece> pieces) {
    pieces.sort(Comparator.comparingLong(Piece::order));
    PackStretches stretches = new PackStretches(context);
    for (int at = 0; at < pieces.size(); ) {
      at = stretches.read(worker, pieces, at, FileRestore::deliver);
    }
  }

  private static void deliver(RestoreWorker worker, Piece piece, PackStretches.Content content) {
    try {
      piece.file().write(worker, piece.position(), piece.id(), content.bytes(), content.length());
    } catch (FileSystemException e) {
      Failures.raiseIfFull(e);
      piece.file().fail(String.valueOf(e.getMessage()));
    } catch (RepositoryException e) {
      piece.file().fail(e.getMessage() + "; " + e.advice());
    }
    piece.file().arrived(worker, 1);
  }
}
