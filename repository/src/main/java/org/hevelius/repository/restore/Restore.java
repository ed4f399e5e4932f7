package org.hevelius.repository.restore;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.fs.Stat;
import org.hevelius.repository.work.WorkStack;
import org.jspecify.annotations.Nullable;

/**
 * Makes a directory as a state says, and touches only what differs. A dry run finds the same
 * actions with the same code and opens nothing for writing.
 *
 * <p>Files are written under a temporary name and renamed when they are whole, also those with
 * several names: the others are linked to the first one then. So a restore that is killed leaves
 * nothing that could be taken for a file, and the same restore run again replaces what it left.
 * Only files above 64 MiB that exist, under one name, are changed in place where they differ; the
 * guard snapshot holds what they were.
 */
public final class Restore {
  private final FileSystem files;
  private final int workers;

  /** Makes a restore to this file system with so many threads. */
  public Restore(FileSystem files, int workers) {
    this.files = files;
    this.workers = workers;
  }

  /**
   * Carries out a request.
   *
   * @param counters counts while it runs
   * @param sink told each action, from several threads and in no order
   * @throws RepositoryException {@code FULL} when the target has no space left, {@code TARGET} when
   *     it can't be written at all; single files that fail are actions of kind {@code FAILED}
   */
  public void run(
      RestoreRequest request,
      RestoreCounters counters,
      Consumer<RestoreAction> sink,
      BooleanSupplier canceled) {
    WorkStack<RestoreWorker> stack = new WorkStack<>(canceled);
    RestoreContext context = new RestoreContext(files, request, stack, counters, sink);
    byte[] path = RawPath.ofText(request.target());
    Directory root;
    boolean isNew;
    @Nullable Stat before;
    try {
      Directory existing = openExisting(path);
      isNew = existing == null;
      before = existing == null ? null : existing.stat();
      root = existing != null || request.dryRun() ? existing : make(path);
    } catch (FileSystemException e) {
      throw new RepositoryException(
          Kind.TARGET,
          "the target can't be opened: " + e.getMessage(),
          "nothing was written; choose another target",
          e);
    }
    var level =
        new Level(
            request.want().directory(),
            request.base() == null ? null : request.base().directory(),
            request.guard() == null ? null : request.guard().directory(),
            request.base() != null,
            request.delete(),
            isNew);
    stack.push(
        worker ->
            new DirectoryRestore(
                    context,
                    new byte[0],
                    root,
                    level,
                    Selection.of(request.selection()),
                    other -> rootDone(context, root, before))
                .run(worker));
    try {
      stack.run(workers, RestoreWorker::new);
    } finally {
      // Half a file would be in the way of the same restore when it is run again.
      context.unfinished().forEach(TargetFile::discard);
    }
  }

  /**
   * Settles the metadata of the root.
   *
   * @param before as it was found; null when it was made
   */
  private static void rootDone(
      RestoreContext context, @Nullable Directory root, @Nullable Stat before) {
    RestoreRequest request = context.request();
    if (root == null) {
      return;
    }
    try (root) {
      List<FileName> parts = RawPath.parts(RawPath.ofText(request.target()));
      if (request.selection().isEmpty() && !parts.isEmpty()) {
        try (Directory parent =
            context.files().open(RawPath.join(parts.subList(0, parts.size() - 1)))) {
          Node want = request.want().node().named(parts.getLast());
          if (before != null) {
            Node base = request.base() == null ? null : request.base().node();
            new DirectoryMetadata(context, new LiveState(context))
                .settle(parent, ".", want, base, before);
          } else if (!request.dryRun()) {
            Metadata.set(context.owners(), parent, want, false);
          }
        }
      }
    } catch (FileSystemException e) {
      context.act(
          new RestoreAction(RestoreAction.Kind.FAILED, ".", 0, String.valueOf(e.getMessage())));
    }
  }

  private @Nullable Directory openExisting(byte[] path) {
    try {
      return files.open(path);
    } catch (FileSystemException e) {
      if (e.reason() == FileSystemException.Reason.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  /** Makes a directory and the ones above it. */
  private Directory make(byte[] path) {
    List<FileName> parts = RawPath.parts(path);
    byte[] at = {'/'};
    Directory directory = files.open(at);
    for (FileName part : parts) {
      at = RawPath.join(at, part);
      Directory next = openExisting(at);
      if (next == null) {
        directory.makeDirectory(part);
        directory.setMode(part, 0755);
        next = directory.openDirectory(part);
      }
      directory.close();
      directory = next;
    }
    return directory;
  }
}
