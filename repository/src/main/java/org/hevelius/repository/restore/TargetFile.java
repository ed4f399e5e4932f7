package org.hevelius.repository.restore;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.OpenFile;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.fs.Stat;
import org.hevelius.repository.restore.RestoreAction.Kind;
import org.hevelius.repository.work.WorkStack;
import org.jspecify.annotations.Nullable;

/**
 * One file of the target while it is written; its pieces arrive in any order, from several workers.
 */
final class TargetFile {
  /**
   * Old files up to this size are replaced by a rename; in larger ones only what differs is
   * written.
   */
  private static final long REPLACE_BELOW = 64 << 20;

  /** Zeros in stretches of this size become holes in new files. */
  private static final int HOLE = 64 << 10;

  private final RestoreContext context;
  private final Directory directory;
  private final FileJob job;
  private final AtomicInteger missing = new AtomicInteger();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private final boolean inPlace;
  private final FileName writtenName;
  private @Nullable OpenFile file;

  /** Whether other names of this file wait for it. */
  private boolean first;

  TargetFile(RestoreContext context, Directory directory, FileJob job) {
    this.context = context;
    this.directory = directory;
    this.job = job;
    boolean replaces = job.kind() == Kind.OVERWRITE;
    this.inPlace =
        replaces && job.node().size() > REPLACE_BELOW && isAlone(directory, job.node().name());
    this.writtenName = inPlace ? job.node().name() : Temporary.name(job.node().name());
  }

  /** A file that has names elsewhere is never changed in place: the guard doesn't hold those. */
  private static boolean isAlone(Directory directory, FileName name) {
    Stat stat = directory.stat(name);
    return stat.type() == Stat.Type.FILE && stat.links() == 1;
  }

  Node node() {
    return job.node();
  }

  /**
   * Opens the file; false if there is nothing to write now, because it failed, is a link to one
   * that is whole, or will be a link to one that is being written.
   *
   * @param later makes the task that takes it up again
   */
  boolean open(RestoreWorker worker, Supplier<WorkStack.Task<RestoreWorker>> later) {
    try {
      if (HardLinks.has(job.node()) && !inPlace && !isMine(worker, later)) {
        return false;
      }
      OpenFile opened = openWritten();
      file = opened;
      context.unfinished().add(this);
      if (job.content().pieces() > 1 || inPlace) {
        opened.setLength(job.node().size());
      }
      return true;
    } catch (FileSystemException e) {
      Failures.raiseIfFull(e);
      fail(String.valueOf(e.getMessage()));
      abandon();
      return false;
    }
  }

  private OpenFile openWritten() {
    if (inPlace) {
      return directory.openForWriting(writtenName, false);
    }
    try {
      return directory.openForWriting(writtenName, true);
    } catch (FileSystemException e) {
      if (e.reason() != FileSystemException.Reason.EXISTS) {
        throw e;
      }
      // A restore that was killed has left it.
      directory.removeFile(writtenName);
      return directory.openForWriting(writtenName, true);
    }
  }

  /** Whether this name of a file with several gets content of its own. */
  private boolean isMine(RestoreWorker worker, Supplier<WorkStack.Task<RestoreWorker>> later) {
    return switch (context.links().turn(job.node(), later)) {
      case HardLinks.Turn.Wait() -> false;
      case HardLinks.Turn.Write() -> {
        first = true;
        yield true;
      }
      case HardLinks.Turn.Link(byte[] path, boolean sure) -> {
        if (!link(worker, path, sure)) {
          yield true;
        }
        act(job.kind(), "hard link");
        yield false;
      }
    };
  }

  /** Makes this name a link to another; false where that can't be, or wouldn't have the content. */
  private boolean link(RestoreWorker worker, byte[] other, boolean sure) {
    FileName name = job.node().name();
    byte[] absolute = absolute(other);
    int slash = lastSlash(absolute);
    FileName existing = FileName.ofBytes(Arrays.copyOfRange(absolute, slash + 1, absolute.length));
    try (Directory from = context.files().open(Arrays.copyOf(absolute, Math.max(slash, 1)))) {
      if (!sure) {
        try (OpenFile content = from.openFile(existing)) {
          if (!job.content().isIn(worker, content)) {
            return false;
          }
        }
        context.stack().pushAll(context.links().whole(job.node(), other));
      }
      Temporary.removeLeftover(directory, name);
      directory.makeHardLink(writtenName, from, existing);
      giveName();
      Temporary.removeLeftover(directory, name);
      return true;
    } catch (FileSystemException e) {
      // This file system or its owner doesn't want it: the name gets content of its own.
      return false;
    }
  }

  private byte[] absolute(byte[] path) {
    byte[] absolute = RawPath.ofText(context.request().target());
    for (FileName part : RawPath.parts(path)) {
      absolute = RawPath.join(absolute, part);
    }
    return absolute;
  }

  private static int lastSlash(byte[] path) {
    int at = path.length - 1;
    while (at > 0 && path[at] != '/') {
      at--;
    }
    return at;
  }

  /** Takes the whole content at once by sharing its blocks; false where that can't be. */
  boolean share() {
    if (inPlace || !job.content().share(Objects.requireNonNull(file))) {
      return false;
    }
    context.counters().bytesShared.add(job.node().size());
    return true;
  }

  /**
   * Sets how many pieces will arrive; one more than that until {@link #arrived} is called with 0.
   */
  void expect(int pieces) {
    missing.set(pieces + 1);
  }

  /** Writes a piece; in place, only if it isn't there already. */
  void write(RestoreWorker worker, long position, byte[] bytes, int length) {
    OpenFile target = Objects.requireNonNull(file);
    if (failure.get() != null) {
      return;
    }
    if (inPlace) {
      if (!isThere(worker, target, position, bytes, length)) {
        target.write(position, bytes, 0, length);
        context.counters().bytesWritten.add(length);
      }
      return;
    }
    long skipped = 0;
    for (int at = 0; at < length; ) {
      int start = at;
      int block = Math.min(HOLE, length - at);
      boolean zero = isZero(bytes, at, block);
      while (at < length && isZero(bytes, at, Math.min(HOLE, length - at)) == zero) {
        at += Math.min(HOLE, length - at);
      }
      if (zero) {
        skipped += at - start;
      } else {
        target.write(position + start, bytes, start, at - start);
      }
    }
    if (skipped > 0 && job.content().pieces() == 1) {
      target.setLength(job.node().size());
    }
    context.counters().bytesWritten.add(length - skipped);
  }

  private static boolean isThere(
      RestoreWorker worker, OpenFile target, long position, byte[] bytes, int length) {
    byte[] live = worker.live(length);
    return target.read(position, live, 0, length) == length
        && Arrays.mismatch(live, 0, length, bytes, 0, length) < 0;
  }

  private static boolean isZero(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Remembers that the file can't be completed. */
  void fail(String why) {
    failure.compareAndSet(null, why);
  }

  /**
   * Tells that a piece (1) or the end of the announcements (0) has come; the last one completes the
   * file.
   */
  void arrived(RestoreWorker worker, int pieces) {
    if (pieces == 0 || pieces == 1) {
      if (missing.decrementAndGet() == 0) {
        complete(worker);
      }
    }
  }

  private void complete(RestoreWorker worker) {
    try {
      String problem = finish(worker, Objects.requireNonNull(file));
      if (failure.get() != null) {
        abandon();
        return;
      }
      // Its content is whole now, so it gets its name; what can't be set is told.
      giveName();
      context.unfinished().remove(this);
      context.counters().filesWritten.increment();
      if (context.request().verify()) {
        context.counters().filesVerified.increment();
      }
      act(problem == null ? job.kind() : Kind.FAILED, problem == null ? job.note() : problem);
      if (first) {
        context.stack().pushAll(context.links().whole(job.node(), job.path()));
      }
    } catch (FileSystemException e) {
      Failures.raiseIfFull(e);
      fail(
          e.reason() == FileSystemException.Reason.EXISTS
              ? "appeared during the restore; left as it is"
              : String.valueOf(e.getMessage()));
      abandon();
    }
  }

  /**
   * Verifies it, sets its metadata and closes it, which may be when a failed write shows.
   *
   * @return what metadata can't be set, or null
   */
  private @Nullable String finish(RestoreWorker worker, OpenFile target) {
    try (target) {
      if (failure.get() != null) {
        return null;
      }
      if (context.request().verify() && !job.content().isIn(worker, target)) {
        fail("read back, it differs from the snapshot");
        return null;
      }
      String problem = setMetadata(target, job.node().named(writtenName));
      if (job.kind() == Kind.OVERWRITE && !inPlace) {
        target.sync();
      }
      return problem;
    }
  }

  private @Nullable String setMetadata(OpenFile target, Node named) {
    try {
      Metadata.set(context.owners(), directory, target, named, !inPlace);
      return null;
    } catch (FileSystemException e) {
      Failures.raiseIfFull(e);
      return String.valueOf(e.getMessage());
    }
  }

  /** A file is made under a name of its own, so that a kill leaves nothing that looks whole. */
  private void giveName() {
    if (inPlace) {
      return;
    }
    FileName name = job.node().name();
    if (job.kind() == Kind.OVERWRITE) {
      directory.rename(writtenName, name);
    } else {
      directory.renameNew(writtenName, name);
    }
  }

  /** Removes what was begun when the whole restore ends early, unless it was there before. */
  void discard() {
    byte[] absolute = absolute(job.path());
    try (Directory parent =
        context.files().open(Arrays.copyOf(absolute, Math.max(lastSlash(absolute), 1)))) {
      if (!inPlace) {
        parent.removeFile(writtenName);
      }
    } catch (FileSystemException e) {
      act(Kind.FAILED, "is not complete, and can't be removed: " + e.getMessage());
    }
    try {
      Objects.requireNonNull(file).close();
    } catch (FileSystemException e) {
      // The restore ends with the failure that stopped it; this file isn't complete anyway.
      return;
    }
  }

  /** Removes what was begun, unless the file was there before. */
  private void abandon() {
    context.unfinished().remove(this);
    String why = String.valueOf(failure.get());
    try (OpenFile begun = file) {
      if (begun != null && !inPlace) {
        directory.removeFile(writtenName);
      }
    } catch (FileSystemException e) {
      if (e.reason() != FileSystemException.Reason.NOT_FOUND) {
        why += "; what was begun can't be removed: " + e.getMessage();
      }
    }
    act(Kind.FAILED, why);
    if (first) {
      context.stack().pushAll(context.links().failed(job.node()));
    }
  }

  private void act(Kind kind, String note) {
    context.act(new RestoreAction(kind, RawPath.show(job.path()), job.node().size(), note));
  }
}
