package org.hevelius.providers.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.provider.Scratch;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.fs.Stat;

/** A place whose mark this process has locked. */
final class ScratchPlace implements Scratch.Place {
  private final ScratchDirectories.Parts parts;
  private final Path base;
  private final Path path;
  private final FileChannel mark;
  private final boolean madeBase;

  ScratchPlace(
      ScratchDirectories.Parts parts, Path base, Path path, FileChannel mark, boolean madeBase) {
    this.parts = parts;
    this.base = base;
    this.path = path;
    this.mark = mark;
    this.madeBase = madeBase;
  }

  @Override
  public String path() {
    return path.toString();
  }

  @Override
  public String data() {
    return path.resolve("data").toString();
  }

  @Override
  public SnapshotTree tree() {
    return new LiveTree(
        parts.files(), RawPath.of(path.resolve("data")), OwnPlaces.excludes(List.of()));
  }

  @Override
  public Catalog catalog() {
    return parts.catalogs().apply(path.resolve("catalog.db"));
  }

  @Override
  public long freeBytes() {
    return parts.files().freeBytes(RawPath.of(path));
  }

  @Override
  public boolean keepsOwners() {
    return parts.files().maySetOwner();
  }

  @Override
  public void remove() {
    FileName name = name(String.valueOf(path.getFileName()));
    FileName last = name(ScratchDirectories.MARK);
    try (Directory above = parts.files().open(RawPath.of(base))) {
      long device = above.stat(name).device();
      try (Directory place = above.openDirectory(name)) {
        for (FileName entry : place.list()) {
          if (!entry.equals(last)) {
            remove(place, entry, device);
          }
        }
        // The mark goes last, so that who dies before leaves a place that is swept.
        place.removeFile(last);
      }
      above.removeDirectory(name);
      if (madeBase && !base.equals(parts.usual())) {
        removeIfEmpty(base);
      }
    } catch (FileSystemException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the scratch directory %s can't be removed: %s".formatted(path, e.getMessage()),
          List.of("nothing else was touched; the next drill there tries again"),
          e);
    } finally {
      close();
    }
  }

  private static FileName name(String ascii) {
    return FileName.ofBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  private static void removeIfEmpty(Path directory) {
    try {
      Files.delete(directory);
    } catch (DirectoryNotEmptyException e) {
      // Somebody has put something there meanwhile.
      return;
    } catch (IOException e) {
      throw ScratchDirectories.failed(directory, e);
    }
  }

  private void remove(Directory above, FileName name, long device) {
    Stat stat = above.stat(name);
    if (stat.type() != Stat.Type.DIRECTORY) {
      above.removeFile(name);
      return;
    }
    if (stat.device() != device) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s: something is mounted in it at %s".formatted(path, name),
          "what is mounted was not touched; unmount it, and the next drill there removes the rest");
    }
    if ((stat.mode() & 0700) != 0700) {
      above.setMode(name, 0700);
    }
    try (Directory directory = above.openDirectory(name)) {
      for (FileName entry : directory.list()) {
        remove(directory, entry, device);
      }
    }
    above.removeDirectory(name);
  }

  @Override
  public void keep() {
    try {
      Files.deleteIfExists(path.resolve(ScratchDirectories.MARK));
    } catch (IOException e) {
      throw ScratchDirectories.failed(path, e);
    }
  }

  @Override
  public void close() {
    try {
      ScratchDirectories.close(path, mark);
    } catch (IOException e) {
      throw ScratchDirectories.failed(path, e);
    }
  }
}
