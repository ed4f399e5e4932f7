package org.hevelius.repository.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.FileSystemException.Reason;

/** A directory by {@code java.nio}, known by its path alone. */
final class PortableDirectory implements Directory {
  private final byte[] raw;
  private final Path path;
  private volatile boolean closed;

  PortableDirectory(byte[] raw, Path path) {
    this.raw = raw;
    this.path = path;
  }

  @Override
  public List<FileName> list() {
    checkOpen();
    return PortableErrors.run("list", raw, this::names);
  }

  private List<FileName> names() throws IOException {
    List<FileName> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        byte[] bytes = RawPath.of(entry);
        int start = bytes.length;
        while (bytes[start - 1] != '/') {
          start--;
        }
        names.add(FileName.ofBytes(Arrays.copyOfRange(bytes, start, bytes.length)));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public Stat stat(FileName name) {
    return run("stat", name, entry -> PortableStat.of(entry, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public Optional<Stat> find(FileName name) {
    return run(
        "stat",
        name,
        entry -> {
          try {
            return Optional.of(PortableStat.of(entry, LinkOption.NOFOLLOW_LINKS));
          } catch (NoSuchFileException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public Stat stat() {
    checkOpen();
    return PortableErrors.run("stat", raw, () -> PortableStat.of(path));
  }

  @Override
  public Directory openDirectory(FileName name) {
    return run(
        "open",
        name,
        entry -> {
          Stat stat = PortableStat.of(entry, LinkOption.NOFOLLOW_LINKS);
          if (stat.type() != Stat.Type.DIRECTORY) {
            throw new NotDirectoryException(entry.toString());
          }
          return new PortableDirectory(RawPath.join(raw, name), entry);
        });
  }

  @Override
  public OpenFile openFile(FileName name) {
    return open(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public OpenFile openForWriting(FileName name, boolean create) {
    if (!create) {
      return open(
          name,
          Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }
    Set<OpenOption> options =
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    return run(
        "open",
        name,
        entry -> file(name, entry, FileChannel.open(entry, options, ownerOnly("rw-------"))));
  }

  /** Looks before it opens: {@code java.nio} would wait for the other end of a fifo. */
  private OpenFile open(FileName name, Set<OpenOption> options) {
    return run(
        "open",
        name,
        entry -> {
          switch (PortableStat.of(entry, LinkOption.NOFOLLOW_LINKS).type()) {
            case FILE -> {}
            case SYMLINK ->
                throw refused(Reason.LOOP, name, "Symbolic link not followed, or too many of them");
            case DIRECTORY -> throw refused(Reason.IS_A_DIRECTORY, name, "Is a directory");
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE, UNKNOWN ->
                throw refused(Reason.NOT_A_FILE, name, "Not a regular file");
          }
          return file(name, entry, FileChannel.open(entry, options));
        });
  }

  private OpenFile file(FileName name, Path entry, FileChannel channel) throws IOException {
    try {
      Stat stat = PortableStat.of(entry, LinkOption.NOFOLLOW_LINKS);
      return new PortableFile(RawPath.join(raw, name), entry, channel, stat);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private FileSystemException refused(Reason reason, FileName name, String why) {
    return new FileSystemException(
        reason, "open(" + RawPath.show(RawPath.join(raw, name)) + "): " + why);
  }

  private FileAttribute<?>[] ownerOnly(String permissions) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  @Override
  public void makeDirectory(FileName name) {
    change("mkdir", name, entry -> Files.createDirectory(entry, ownerOnly("rwx------")));
  }

  @Override
  public void makeSymlink(FileName name, byte[] target) {
    change("symlink", name, entry -> Files.createSymbolicLink(entry, PortableLinks.toPath(target)));
  }

  @Override
  public void makeHardLink(FileName name, Directory from, FileName existing) {
    if (!(from instanceof PortableDirectory other)) {
      throw new IllegalArgumentException("a directory of another file system: " + from);
    }
    other.checkOpen();
    Path old = PortableErrors.entry(other.raw, existing);
    change("link", name, entry -> Files.createLink(entry, old));
  }

  @Override
  public void makeSpecial(FileName name, int mode, long device) {
    change(
        "mknod",
        name,
        entry -> {
          throw new UnsupportedOperationException("java.nio makes no special files");
        });
  }

  @Override
  public void rename(FileName from, FileName to) {
    checkOpen();
    Path old = PortableErrors.entry(raw, from);
    change(
        "rename",
        to,
        entry -> {
          try {
            Files.move(old, entry, StandardCopyOption.ATOMIC_MOVE);
          } catch (AtomicMoveNotSupportedException e) {
            throw new UnsupportedOperationException(e);
          }
        });
  }

  @Override
  public void renameNew(FileName from, FileName to) {
    if (stat(from).type() == Stat.Type.FILE) {
      makeHardLink(to, this, from);
      removeFile(from);
    } else if (find(to).isPresent()) {
      throw new FileSystemException(
          Reason.EXISTS, "rename(" + RawPath.show(RawPath.join(raw, to)) + "): File exists");
    } else {
      rename(from, to);
    }
  }

  @Override
  public void removeFile(FileName name) {
    if (stat(name).type() == Stat.Type.DIRECTORY) {
      throw new FileSystemException(
          Reason.IS_A_DIRECTORY,
          "unlink(" + RawPath.show(RawPath.join(raw, name)) + "): Is a directory");
    }
    change("unlink", name, Files::delete);
  }

  @Override
  public void removeDirectory(FileName name) {
    change(
        "rmdir",
        name,
        entry -> {
          if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
              && Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(entry.toString());
          }
          Files.delete(entry);
        });
  }

  @Override
  public byte[] readLink(FileName name) {
    return run("readlink", name, entry -> PortableLinks.ofPath(Files.readSymbolicLink(entry)));
  }

  @Override
  public List<Attribute> attributes() {
    checkOpen();
    return PortableErrors.run("getxattr", raw, () -> PortableChanges.attributes(path));
  }

  @Override
  public List<Attribute> attributes(FileName name) {
    return run("getxattr", name, PortableChanges::attributes);
  }

  @Override
  public void setAttribute(FileName name, Attribute attribute) {
    change("setxattr", name, entry -> PortableChanges.setAttribute(entry, attribute));
  }

  @Override
  public void removeAttribute(FileName name, String attribute) {
    change("removexattr", name, entry -> PortableChanges.removeAttribute(entry, attribute));
  }

  @Override
  public void setOwner(FileName name, int uid, int gid) {
    change("chown", name, entry -> PortableChanges.setOwner(entry, uid, gid));
  }

  @Override
  public void setMode(FileName name, int mode) {
    change("chmod", name, entry -> PortableChanges.setMode(entry, mode));
  }

  @Override
  public void setTimes(
      FileName name, long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
    Instant atime = Instant.ofEpochSecond(atimeSeconds, atimeNanos);
    Instant mtime = Instant.ofEpochSecond(mtimeSeconds, mtimeNanos);
    change("utimes", name, entry -> PortableChanges.setTimes(entry, atime, mtime));
  }

  @Override
  public void sync() {
    checkOpen();
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    PortableErrors.run(
        "fsync",
        raw,
        () -> {
          try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
          }
        });
  }

  @Override
  public void syncFileSystem() {
    checkOpen();
    throw new FileSystemException(Reason.NOT_SUPPORTED, "syncfs(" + this + "): Not supported here");
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("closed already: " + this);
    }
  }

  /** Something done with the path of an entry. */
  private interface Use<T> {
    T with(Path entry) throws IOException;
  }

  /** The same without result. */
  private interface Change {
    void with(Path entry) throws IOException;
  }

  private <T> T run(String call, FileName name, Use<T> use) {
    checkOpen();
    Path entry = PortableErrors.entry(raw, name);
    return PortableErrors.run(call, RawPath.join(raw, name), () -> use.with(entry));
  }

  private void change(String call, FileName name, Change change) {
    run(
        call,
        name,
        entry -> {
          change.with(entry);
          return true;
        });
  }

  @Override
  public String toString() {
    return RawPath.show(raw);
  }
}
