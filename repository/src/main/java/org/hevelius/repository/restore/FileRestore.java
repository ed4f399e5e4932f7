package org.hevelius.repository.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.work.WorkStack;

/**
 * Writes the files of one directory: small ones in batches, large ones in stretches that several
 * workers write.
 */
final class FileRestore {
  private static final int BATCH_FILES = 128;
  private static final long STRETCH = 8 << 20;

  private final RestoreContext context;
  private final StateDirectory from;
  private final Directory to;

  /**
   * Makes the restore of files of a directory.
   *
   * @param from the directory of the wanted state
   * @param to that of the target
   */
  FileRestore(RestoreContext context, StateDirectory from, Directory to) {
    this.context = context;
    this.from = from;
    this.to = to;
  }

  /** Tasks that write these files; each calls {@code finish} once at its end. */
  List<WorkStack.Task<RestoreWorker>> tasks(List<FileJob> jobs, Consumer<RestoreWorker> finish) {
    List<WorkStack.Task<RestoreWorker>> tasks = new ArrayList<>();
    List<FileJob> batch = new ArrayList<>();
    long bytes = 0;
    for (FileJob job : jobs) {
      if (job.node().size() > STRETCH) {
        tasks.add(worker -> large(worker, job, finish));
        continue;
      }
      batch.add(job);
      bytes += job.node().size();
      if (batch.size() == BATCH_FILES || bytes > STRETCH) {
        tasks.add(batchTask(List.copyOf(batch), finish));
        batch.clear();
        bytes = 0;
      }
    }
    if (!batch.isEmpty()) {
      tasks.add(batchTask(List.copyOf(batch), finish));
    }
    return tasks;
  }

  private WorkStack.Task<RestoreWorker> batchTask(
      List<FileJob> jobs, Consumer<RestoreWorker> finish) {
    return worker -> {
      Tally tally = new Tally(finish);
      List<StateDirectory.Part> parts = new ArrayList<>();
      for (FileJob job : jobs) {
        TargetFile file = new TargetFile(context, to, job);
        if (file.open(worker, later(job, tally))) {
          int pieces = file.share() ? 0 : job.content().pieces();
          parts.add(new StateDirectory.Part(file, 0, pieces, 0));
          file.expect(pieces);
          file.arrived(worker, 0);
        }
      }
      from.write(worker, context, parts);
      tally.end(worker);
    };
  }

  /** Makes the task for a name that has to wait until the file has another name. */
  private Supplier<WorkStack.Task<RestoreWorker>> later(FileJob job, Tally tally) {
    return () -> {
      tally.begin(1);
      return worker -> large(worker, job, tally::end);
    };
  }

  /** Calls {@code finish} when this and all that was begun have ended. */
  private static final class Tally {
    private final Consumer<RestoreWorker> finish;
    private final AtomicInteger open = new AtomicInteger(1);

    Tally(Consumer<RestoreWorker> finish) {
      this.finish = finish;
    }

    void begin(int more) {
      open.addAndGet(more);
    }

    void end(RestoreWorker worker) {
      if (open.decrementAndGet() == 0) {
        finish.accept(worker);
      }
    }
  }

  private void large(RestoreWorker worker, FileJob job, Consumer<RestoreWorker> finish) {
    Tally tally = new Tally(finish);
    TargetFile file = new TargetFile(context, to, job);
    if (!file.open(worker, later(job, tally))) {
      tally.end(worker);
      return;
    }
    FileContent content = job.content();
    int pieces = file.share() ? 0 : content.pieces();
    file.expect(pieces);
    List<WorkStack.Task<RestoreWorker>> stretches = new ArrayList<>();
    long position = 0;
    int first = 0;
    long start = 0;
    for (int i = 0; i < pieces; i++) {
      position += Math.max(0, content.length(i));
      if (position - start >= STRETCH || i == pieces - 1) {
        var part = new StateDirectory.Part(file, first, i + 1, start);
        stretches.add(
            other -> {
              from.write(other, context, List.of(part));
              tally.end(other);
            });
        first = i + 1;
        start = position;
      }
    }
    tally.begin(stretches.size());
    context.stack().pushAll(stretches);
    file.arrived(worker, 0);
    tally.end(worker);
  }
}
