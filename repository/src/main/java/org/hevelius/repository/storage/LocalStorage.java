package org.hevelius.repository.storage;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.jspecify.annotations.Nullable;

/**
 * A repository in a local directory, or in one that is mounted.
 *
 * <p>Files get mode 0400 and directories 0700, or 0440 and 0770 where the config may be read by its
 * group, so that several accounts can share a repository. Removals of packs and locks aren't
 * synced: should a crash undo one, it leaves an unreferenced pack or a stale lock and no harm.
 *
 * <p>Source: restic design document, "Repository Format", "Filesystem-Based Repositories".
 */
public final class LocalStorage implements Storage {
  private static final int MOST_OPEN_FILES = 256;
  private static final Duration LEFTOVER_AGE = Duration.ofDays(1);
  private static final Pattern PACK_DIRECTORY = Pattern.compile("[0-9a-f]{2}");

  private final Path root;
  private final boolean links;
  private final OpenFiles openFiles = new OpenFiles(MOST_OPEN_FILES);
  private final Set<Path> durableDirectories = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** The repository in this directory; nothing is touched yet. */
  public LocalStorage(Path root) {
    this(root, true);
  }

  /** With {@code links} false as on a file system that has no hard links. */
  LocalStorage(Path root, boolean links) {
    this.root = root.toAbsolutePath().normalize();
    this.links = links;
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public void create() {
    if (exists()) {
      throw StorageFailures.exists(location());
    }
    try {
      makeWithParents(root);
      for (FileKind kind : FileKind.values()) {
        if (kind != FileKind.CONFIG) {
          DurableFiles.makeDirectory(root.resolve(kind.directory()), false);
        }
      }
      DurableFiles.syncDirectory(root);
    } catch (IOException e) {
      throw failure("make the repository's directories in", null, e);
    }
  }

  private static void makeWithParents(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent != null && !Files.isDirectory(directory)) {
      makeWithParents(parent);
      DurableFiles.makeDirectory(directory, false);
      DurableFiles.syncDirectory(parent);
    }
  }

  @Override
  public void save(Handle handle, ByteBuffer content) {
    Path target = path(handle);
    Path directory = DurableFiles.parent(target);
    int size = content.remaining();
    try {
      if (handle.kind() == FileKind.CONFIG) {
        Path temporary = DurableFiles.writeTemporary(target, content, false);
        DurableFiles.publishNew(temporary, target, links);
      } else {
        prepare(directory);
        Optional<BasicFileAttributes> there = attributes(target);
        if (there.isPresent() && there.orElseThrow().size() == size) {
          content.position(content.limit());
        } else {
          // A file of another size can't be what its name says, so it is replaced.
          DurableFiles.replace(
              DurableFiles.writeTemporary(target, content, groupMayRead()), target);
          openFiles.forget(handle);
        }
      }
      // Also for a file that was there: its writer may not have come this far.
      DurableFiles.syncDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      throw exists() ? StorageFailures.exists(location()) : claimed(e);
    } catch (NoSuchFileException e) {
      durableDirectories.remove(directory);
      throw gone(e);
    } catch (IOException e) {
      if (SystemError.isFull(e) || (!SystemError.isReadOnly(e) && freeBytes() < size)) {
        throw StorageFailures.full(location(), handle, size, freeBytes(), e);
      }
      throw failure("write", handle, e);
    }
  }

  /**
   * Makes sure that the directory is there and will still be after a crash. Never makes one where
   * no config lies: the disk may just not be mounted.
   */
  private void prepare(Path directory) throws IOException {
    if (durableDirectories.contains(directory)) {
      return;
    }
    synchronized (durableDirectories) {
      makeOthersDurable(DurableFiles.parent(directory));
      if (durableDirectories.contains(directory)) {
        return;
      }
      if (!Files.isDirectory(directory)) {
        Path parent = DurableFiles.parent(directory);
        if (!parent.equals(root)) {
          prepare(parent);
        } else if (!exists()) {
          throw new NoSuchFileException(directory.toString());
        }
        DurableFiles.makeDirectory(directory, groupMayRead());
      }
      DurableFiles.syncDirectory(DurableFiles.parent(directory));
      durableDirectories.add(directory);
    }
  }

  /** Makes sure once of all directories that are in a directory now, which costs as much as one. */
  private void makeOthersDurable(Path parent) throws IOException {
    if (parent.equals(root) || durableDirectories.contains(parent) || !Files.isDirectory(parent)) {
      return;
    }
    List<Path> there = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent)) {
      directories.forEach(there::add);
    } catch (DirectoryIteratorException e) {
      throw cause(e);
    }
    DurableFiles.syncDirectory(DurableFiles.parent(parent));
    DurableFiles.syncDirectory(parent);
    durableDirectories.add(parent);
    durableDirectories.addAll(there);
  }

  private boolean groupMayRead() {
    try {
      return Files.getPosixFilePermissions(path(Handle.CONFIG))
          .contains(PosixFilePermission.GROUP_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public long size(Handle handle) {
    try {
      return attributes(path(handle))
          .orElseThrow(() -> StorageFailures.notFound(location(), handle, null))
          .size();
    } catch (IOException e) {
      throw failure("look at", handle, e);
    }
  }

  @Override
  public boolean contains(Handle handle) {
    try {
      return attributes(path(handle)).isPresent();
    } catch (IOException e) {
      throw failure("look at", handle, e);
    }
  }

  static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return attributes.isRegularFile() ? Optional.of(attributes) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void read(Handle handle, long offset, ByteBuffer target) {
    int start = target.position();
    while (true) {
      try {
        if (!readOnce(handle, offset, target)) {
          target.position(start);
          throw StorageFailures.endsBefore(location(), handle, offset, target.remaining());
        }
        return;
      } catch (NoSuchFileException e) {
        throw handle.kind() == FileKind.CONFIG || Files.isDirectory(root)
            ? StorageFailures.notFound(location(), handle, e)
            : gone(e);
      } catch (ClosedByInterruptException e) {
        throw StorageFailures.canceled("reading " + handle, e);
      } catch (ClosedChannelException e) {
        // Java closes a file under all its readers when one of them is interrupted: open it anew.
        target.position(start);
        if (closed) {
          throw failure("read", handle, e);
        }
      } catch (IOException e) {
        throw failure("read", handle, e);
      }
    }
  }

  private boolean readOnce(Handle handle, long offset, ByteBuffer target) throws IOException {
    OpenFiles.OpenFile file = openFiles.acquire(handle, path(handle));
    try {
      return DurableFiles.read(file.channel(), offset, target);
    } finally {
      openFiles.release(file);
    }
  }

  @Override
  public void list(FileKind kind, Consumer<Listed> files) {
    if (kind == FileKind.CONFIG) {
      return;
    }
    Path directory = root.resolve(kind.directory());
    try {
      if (kind != FileKind.PACK) {
        listDirectory(directory, "", files);
      } else {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(directory)) {
          for (Path packs : directories) {
            String prefix = Leftovers.name(packs);
            if (PACK_DIRECTORY.matcher(prefix).matches()) {
              listPacks(packs, prefix, files);
            }
          }
        }
      }
    } catch (NoSuchFileException e) {
      // Copying programs leave out empty directories; but without a config this isn't a repository.
      if (!exists()) {
        throw StorageFailures.notFound(location(), Handle.CONFIG, e);
      }
    } catch (DirectoryIteratorException e) {
      throw failure("list " + kind.directory() + " in", null, cause(e));
    } catch (IOException e) {
      throw failure("list " + kind.directory() + " in", null, e);
    }
  }

  private static void listDirectory(Path directory, String prefix, Consumer<Listed> files)
      throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = Leftovers.name(entry);
        if (Id.isId(name) && name.startsWith(prefix)) {
          Optional<BasicFileAttributes> file = attributes(entry);
          if (file.isPresent()) {
            files.accept(new Listed(Id.parse(name), file.orElseThrow().size()));
          }
        }
      }
    }
  }

  private static void listPacks(Path directory, String prefix, Consumer<Listed> files)
      throws IOException {
    try {
      listDirectory(directory, prefix, files);
    } catch (NotDirectoryException | NoSuchFileException e) {
      // A stray file, or a directory that just went: there is nothing to list.
      return;
    }
  }

  private static IOException cause(DirectoryIteratorException e) {
    return Objects.requireNonNull(e.getCause());
  }

  @Override
  public void remove(Handle handle) {
    try {
      boolean removed = DurableFiles.delete(path(handle));
      openFiles.forget(handle);
      if (removed && handle.kind() != FileKind.PACK && handle.kind() != FileKind.LOCK) {
        DurableFiles.syncDirectory(DurableFiles.parent(path(handle)));
      }
    } catch (IOException e) {
      throw failure("remove", handle, e);
    }
  }

  @Override
  public long freeBytes() {
    File directory = root.toFile();
    while (directory != null && !directory.exists()) {
      directory = directory.getParentFile();
    }
    return directory == null ? 0 : directory.getUsableSpace();
  }

  @Override
  public int removeLeftovers(Clock clock) {
    try {
      return Leftovers.remove(root, clock.instant().minus(LEFTOVER_AGE));
    } catch (DirectoryIteratorException e) {
      throw failure("remove leftovers from", null, cause(e));
    } catch (IOException e) {
      throw failure("remove leftovers from", null, e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      openFiles.close();
    } catch (IOException e) {
      throw failure("close", null, e);
    }
  }

  private Path path(Handle handle) {
    return root.resolve(handle.path());
  }

  private RepositoryException claimed(IOException e) {
    return new RepositoryException(
        Kind.UNAVAILABLE,
        "another process is making a repository at " + location() + " right now",
        "nothing was changed; if there is no such process, remove the file config"
            + DurableFiles.TEMPORARY
            + "claim there and try again",
        e);
  }

  private RepositoryException gone(IOException e) {
    return new RepositoryException(
        Kind.UNAVAILABLE,
        "the repository at " + location() + " is no longer there: " + SystemError.reason(e),
        "check whether its disk is mounted, then try again; what was published before is intact",
        e);
  }

  private RepositoryException failure(String doing, @Nullable Handle handle, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return StorageFailures.canceled("working on the repository at " + location(), e);
    }
    boolean readOnly = SystemError.isReadOnly(e);
    return new RepositoryException(
        readOnly ? Kind.READ_ONLY : Kind.UNAVAILABLE,
        "can't "
            + doing
            + (handle == null ? "" : " " + handle + " of")
            + " the repository at "
            + location()
            + ": "
            + SystemError.reason(e),
        readOnly
            ? "what was published before is intact and can be read; to change anything, mount the"
                + " file system writable"
            : "what was published before is intact; check the disk and the rights, then try again",
        e);
  }
}
