package org.hevelius.simulator.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Trees of files as a whole. Directories of snapshots within them are not part of them. */
public final class Trees {
  private Trees() {}

  /**
   * What a tree takes.
   *
   * @param bytes of its files' content
   * @param inodes files, links and directories, the top not counted
   */
  public record Usage(long bytes, long inodes) {}

  /**
   * Copies a tree with modes, times, owners where that is allowed, and links as links. Sockets and
   * devices are left out. Where the file system can share blocks, the copy shares them.
   */
  public static void copy(Path from, Path to) {
    walk(from, new Copier(from, to));
  }

  /** Removes a tree, directories of snapshots included; nothing happens when there is none. */
  public static void delete(Path tree) {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    walk(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            if (!Files.isWritable(dir)) {
              Set<PosixFilePermission> all = EnumSet.allOf(PosixFilePermission.class);
              Files.setPosixFilePermissions(dir, all);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Counts a tree. */
  public static Usage usage(Path tree) {
    long[] sum = new long[2];
    each(
        tree,
        (path, attributes) -> {
          sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
          sum[1]++;
        });
    return new Usage(sum[0], Math.max(0, sum[1] - 1));
  }

  /**
   * The bytes of the files of a tree that are not the same in any of the others: of another size or
   * time, or not there.
   */
  public static long uniqueBytes(Path tree, @Nullable Path... others) {
    long[] sum = new long[1];
    LongConsumer add = bytes -> sum[0] += bytes;
    each(
        tree,
        (path, attributes) -> {
          if (attributes.isRegularFile() && !isElsewhere(tree, path, attributes, others)) {
            add.accept(attributes.size());
          }
        });
    return sum[0];
  }

  private static boolean isElsewhere(
      Path tree, Path file, BasicFileAttributes attributes, @Nullable Path... others) {
    for (Path other : others) {
      if (other != null) {
        Path same = other.resolve(tree.relativize(file).toString());
        try {
          BasicFileAttributes there =
              Files.readAttributes(same, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          if (there.isRegularFile()
              && there.size() == attributes.size()
              && there.lastModifiedTime().equals(attributes.lastModifiedTime())) {
            return true;
          }
        } catch (IOException _) {
          // It isn't there.
        }
      }
    }
    return false;
  }

  private interface Sight {
    void see(Path path, BasicFileAttributes attributes);
  }

  private static void each(Path tree, Sight sight) {
    if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    walk(
        tree,
        new Lenient(tree) {
          @Override
          void enter(Path dir, BasicFileAttributes attributes) {
            sight.see(dir, attributes);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sight.see(file, attributes);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void walk(Path tree, SimpleFileVisitor<Path> visitor) {
    try {
      Files.walkFileTree(tree, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves out snapshots, and what vanishes while it is looked at. */
  private abstract static class Lenient extends SimpleFileVisitor<Path> {
    final Path top;

    Lenient(Path top) {
      this.top = top;
    }

    abstract void enter(Path dir, BasicFileAttributes attributes) throws IOException;

    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
        throws IOException {
      if (!dir.equals(top) && dir.endsWith(ElementPath.SNAPSHOT_DIR)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      enter(dir, attributes);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  private static final class Copier extends Lenient {
    private final Path to;

    Copier(Path from, Path to) {
      super(from);
      this.to = to;
    }

    private Path target(Path path) {
      return to.resolve(top.relativize(path).toString());
    }

    @Override
    void enter(Path dir, BasicFileAttributes attributes) throws IOException {
      Files.createDirectories(target(dir));
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!attributes.isOther()) {
        try {
          Files.copy(
              file, target(file), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
          if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw e;
          }
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Attributes.of(dir).giveTo(target(dir));
      return FileVisitResult.CONTINUE;
    }
  }
}
