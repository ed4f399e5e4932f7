package org.hevelius.providers.files;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.repository.backup.Excludes;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.FileSystemException.Reason;
import org.hevelius.repository.fs.OpenFile;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.fs.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The present state of a directory tree, or a snapshot of it that is mounted, without what is
 * excluded and without sockets, which no capture holds either. Directories are opened name by name
 * from the root, so that no link that someone puts in their way is followed.
 */
public final class LiveTree implements SnapshotTree {
  private final FileSystem files;
  private final byte[] rootPath;
  private final Excludes excludes;

  /**
   * A tree that is read where it lies.
   *
   * @param rootPath absolute
   * @param excludes what is left out
   */
  public LiveTree(FileSystem files, byte[] rootPath, Excludes excludes) {
    this.files = files;
    this.rootPath = rootPath;
    this.excludes = excludes;
  }

  /**
   * A tree that is read where it lies.
   *
   * @param path absolute
   * @param patterns what is left out, as the excludes of a dataset are written
   */
  public static LiveTree of(FileSystem files, String path, List<String> patterns) {
    return EngineFailures.translate(
        () -> new LiveTree(files, RawPath.ofText(path), OwnPlaces.excludes(patterns)));
  }

  @Override
  public TreeEntry root() {
    try (Directory root = files.open(rootPath)) {
      return entry("", root.stat(), null);
    } catch (FileSystemException e) {
      throw at("", e);
    }
  }

  @Override
  public List<TreeEntry> children(TreeEntry directory) {
    return children(directory, Directory::list);
  }

  @Override
  public List<TreeEntry> children(TreeEntry directory, Set<String> names) {
    return children(
        directory, _ -> names.stream().map(name -> FileName.ofBytes(Names.raw(name))).toList());
  }

  private List<TreeEntry> children(
      TreeEntry directory, Function<Directory, List<FileName>> listing) {
    byte[] relative = Names.raw(directory.path());
    try (Directory open = open(relative)) {
      List<FileName> names = new ArrayList<>(listing.apply(open));
      names.sort(null);
      List<TreeEntry> entries = new ArrayList<>();
      for (FileName name : names) {
        entry(open, relative, name).ifPresent(entries::add);
      }
      return entries;
    } catch (FileSystemException e) {
      throw at(directory.path(), e);
    }
  }

  @Override
  public Optional<TreeEntry> find(String path) {
    if (path.isEmpty()) {
      return Optional.of(root());
    }
    List<FileName> names = names(Names.raw(path));
    byte[] at = new byte[0];
    Directory open = files.open(rootPath);
    try {
      for (FileName name : names.subList(0, names.size() - 1)) {
        byte[] next = RawPath.join(at, name);
        if (excludes.matches(next, true)) {
          return Optional.empty();
        }
        Directory child = open.openDirectory(name);
        open.close();
        open = child;
        at = next;
      }
      return entry(open, at, names.getLast());
    } catch (FileSystemException e) {
      if (isAbsence(e)) {
        return Optional.empty();
      }
      throw at(path, e);
    } finally {
      open.close();
    }
  }

  private static boolean isAbsence(FileSystemException e) {
    return e.reason() == Reason.NOT_FOUND
        || e.reason() == Reason.NOT_A_DIRECTORY
        || e.reason() == Reason.LOOP;
  }

  /** The entry of a name; nothing when it isn't there, is excluded, or is nothing to capture. */
  private Optional<TreeEntry> entry(Directory directory, byte[] relative, FileName name) {
    Optional<Stat> stat = directory.find(name);
    if (stat.isEmpty()) {
      return Optional.empty();
    }
    byte[] path = RawPath.join(relative, name);
    Stat.Type type = stat.get().type();
    if (type == Stat.Type.SOCKET
        || type == Stat.Type.UNKNOWN
        || excludes.matches(path, type == Stat.Type.DIRECTORY)) {
      return Optional.empty();
    }
    try {
      byte[] target = type == Stat.Type.SYMLINK ? directory.readLink(name) : null;
      return Optional.of(
          entry(Names.text(path), stat.get(), target == null ? null : Names.text(target)));
    } catch (FileSystemException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static TreeEntry entry(String path, Stat stat, @Nullable String target) {
    TreeEntry.Type type =
        switch (stat.type()) {
          case FILE -> TreeEntry.Type.FILE;
          case DIRECTORY -> TreeEntry.Type.DIRECTORY;
          case SYMLINK -> TreeEntry.Type.SYMLINK;
          case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE, UNKNOWN -> TreeEntry.Type.SPECIAL;
        };
    return new TreeEntry(
        path,
        type,
        type == TreeEntry.Type.FILE ? stat.size() : 0,
        stat.mtime(),
        stat.mode() & 07777,
        stat.uid(),
        stat.gid(),
        target,
        null);
  }

  /** Opens a directory by its path from the root, without following links below it. */
  private Directory open(byte[] relative) {
    Directory open = files.open(rootPath);
    for (FileName name : names(relative)) {
      try (Directory above = open) {
        open = above.openDirectory(name);
      }
    }
    return open;
  }

  private static List<FileName> names(byte[] relative) {
    List<FileName> names = RawPath.parts(relative);
    for (FileName name : names) {
      if (!name.isSafe()) {
        throw new HeveliusException(
            Category.INVALID, RawPath.show(relative) + " is no path inside the source");
      }
    }
    return names;
  }

  @Override
  public InputStream open(TreeEntry file) {
    List<FileName> names = names(Names.raw(file.path()));
    if (names.isEmpty()) {
      throw new HeveliusException(Category.INVALID, RawPath.show(rootPath) + " is no regular file");
    }
    byte[] above = Names.raw(file.path().substring(0, Math.max(0, file.path().lastIndexOf('/'))));
    try (Directory directory = open(above)) {
      return new LiveStream(directory.openFile(names.getLast()), file.path());
    } catch (FileSystemException e) {
      throw at(file.path(), e);
    }
  }

  private HeveliusException at(String path, FileSystemException e) {
    String where = RawPath.show(rootPath) + (path.isEmpty() ? "" : "/" + Names.show(path));
    return new HeveliusException(
        EngineFailures.of(e).category(),
        where + " can't be read: " + e.getMessage(),
        List.of("nothing was changed; check its permissions, and that its disk is mounted"),
        e);
  }

  @Override
  public void close() {}

  /** The content of an open file from its beginning to its present end. */
  private final class LiveStream extends InputStream {
    private final OpenFile file;
    private final String path;
    private long position;

    LiveStream(OpenFile file, String path) {
      this.file = file;
      this.path = path;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      try {
        int read = file.read(position, target, offset, length);
        position += read;
        return read == 0 ? -1 : read;
      } catch (FileSystemException e) {
        throw at(path, e);
      }
    }

    @Override
    public long skip(long count) {
      long left = Math.max(0, file.stat().size() - position);
      long skipped = Math.clamp(count, 0, left);
      position += skipped;
      return skipped;
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
