package org.hevelius.repository.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that were read last, kept open: opening one costs several times as much as reading a
 * small range of it. A file that leaves while somebody reads it is closed by its last reader.
 */
final class OpenFiles implements AutoCloseable {
  private final int limit;
  private final Opener opener;
  private final Map<Handle, OpenFile> files = new LinkedHashMap<>(64, 0.75f, true);
  private long removals;
  private boolean closed;

  OpenFiles(int limit) {
    this(limit, path -> FileChannel.open(path, StandardOpenOption.READ));
  }

  OpenFiles(int limit, Opener opener) {
    this.limit = limit;
    this.opener = opener;
  }

  /** How a file is opened. */
  interface Opener {
    FileChannel open(Path path) throws IOException;
  }

  /** One open file; to be handed back with {@link #release}. */
  static final class OpenFile {
    private final FileChannel channel;
    private int users = 1;
    private boolean kept;

    private OpenFile(FileChannel channel) {
      this.channel = channel;
    }

    FileChannel channel() {
      return channel;
    }
  }

  /**
   * The open file, opened if need be.
   *
   * @throws ClosedChannelException after {@link #close}
   */
  OpenFile acquire(Handle handle, Path path) throws IOException {
    long before;
    synchronized (this) {
      if (closed) {
        throw new ClosedChannelException();
      }
      OpenFile known = files.get(handle);
      if (known != null && known.channel.isOpen()) {
        known.users++;
        return known;
      }
      before = removals;
    }
    OpenFile opened = new OpenFile(opener.open(path));
    keep(handle, opened, before);
    return opened;
  }

  // A file that was opened before a removal and arrives here after it must not be kept, or it would
  // be read for ever; so it stays outside and ends with its one reader.
  private void keep(Handle handle, OpenFile opened, long before) throws IOException {
    List<FileChannel> leaving = new ArrayList<>();
    synchronized (this) {
      if (closed || removals != before) {
        return;
      }
      opened.kept = true;
      OpenFile other = files.put(handle, opened);
      if (other != null) {
        drop(other, leaving);
      }
      Iterator<OpenFile> oldest = files.values().iterator();
      while (files.size() > limit) {
        OpenFile file = oldest.next();
        oldest.remove();
        drop(file, leaving);
      }
    }
    closeAll(leaving);
  }

  /** Hands a file back after reading. */
  void release(OpenFile file) throws IOException {
    boolean last;
    synchronized (this) {
      file.users--;
      last = file.users == 0 && !file.kept;
    }
    if (last) {
      file.channel.close();
    }
  }

  /** Lets go of a file because it is, or may be, no longer what lies under its name. */
  void forget(Handle handle) throws IOException {
    List<FileChannel> leaving = new ArrayList<>();
    synchronized (this) {
      removals++;
      OpenFile file = files.remove(handle);
      if (file != null) {
        drop(file, leaving);
      }
    }
    closeAll(leaving);
  }

  /** How many files are kept open. */
  synchronized int count() {
    return files.size();
  }

  @Override
  public void close() throws IOException {
    List<FileChannel> leaving = new ArrayList<>();
    synchronized (this) {
      closed = true;
      files.values().forEach(file -> drop(file, leaving));
      files.clear();
    }
    closeAll(leaving);
  }

  private static void drop(OpenFile file, List<FileChannel> leaving) {
    file.kept = false;
    if (file.users == 0) {
      leaving.add(file.channel);
    }
  }

  private static void closeAll(List<FileChannel> channels) throws IOException {
    for (FileChannel channel : channels) {
      channel.close();
    }
  }
}
