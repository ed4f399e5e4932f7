package org.hevelius.providers.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.provider.Scratch;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.RawPath;
import org.jspecify.annotations.Nullable;

/**
 * Places in the local file system: directories of a name of their own with a mark, on which who
 * uses one holds a lock. A place whose mark nobody holds is a leftover of somebody who has died.
 */
public final class ScratchDirectories implements Scratch {
  static final String MARK = ".hevelius-scratch";
  static final String MARKED = "Hevelius made this directory and removes it.\n";

  private static final Pattern NAME = Pattern.compile("hevelius-drill-[0-9a-f]{16}");
  private static final int ATTEMPTS = 5;

  /** Those of this process: to close a second channel to a mark would let go of the lock. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Parts parts;

  /**
   * What places are made with.
   *
   * @param usual where they are made unless somebody says where
   * @param own keeps them out of Hevelius' own directories
   * @param catalogs makes an empty catalog in a file
   */
  public record Parts(
      FileSystem files,
      Path usual,
      OwnPlaces own,
      Random random,
      String maker,
      Function<Path, Catalog> catalogs) {}

  /** Places over these parts. */
  public ScratchDirectories(Parts parts) {
    this.parts = parts;
  }

  @Override
  public String maker() {
    return parts.maker();
  }

  @Override
  public Place open(@Nullable String below, List<String> apart) {
    Path base = base(below);
    requireApart(base, apart);
    boolean made = makeBase(base);
    try {
      requireUsable(base, below != null);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Place place = place(base, made);
        if (place != null) {
          return place;
        }
      }
    } catch (IOException e) {
      throw failed(base, e);
    }
    throw new HeveliusException(
        Category.UNAVAILABLE,
        "no scratch directory can be made in " + base + ": others are removed there all the time",
        "nothing was restored; try again");
  }

  private Path base(@Nullable String below) {
    Path base = below == null ? parts.usual() : RawPath.toPath(RawPath.ofText(below));
    if (!base.isAbsolute() || !base.equals(base.normalize())) {
      throw new HeveliusException(
          Category.INVALID, base + " is not an absolute path without . and ..");
    }
    return base;
  }

  private void requireApart(Path base, List<String> apart) {
    parts
        .own()
        .around(base.toString())
        .ifPresent(
            place -> {
              throw new HeveliusException(
                  Category.REFUSED,
                  "%s lies in Hevelius' own directory %s".formatted(base, place),
                  "nothing was restored; a drill goes to another place: --into DIR");
            });
    for (String other : apart) {
      OwnPlaces source = new OwnPlaces(() -> List.of(RawPath.toPath(RawPath.ofText(other))));
      if (source.around(base.toString()).isPresent()) {
        throw new HeveliusException(
            Category.REFUSED,
            "%s lies in the source %s".formatted(base, other),
            "nothing was restored; a drill never writes into data: --into DIR elsewhere");
      }
    }
  }

  private static boolean makeBase(Path base) {
    try {
      Files.createDirectory(
          base, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw failed(base, e);
    }
  }

  private void requireUsable(Path base, boolean asked) throws IOException {
    if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
      throw new HeveliusException(
          Category.REFUSED, base + " is no directory", "nothing was restored");
    }
    if (!asked) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(base)) {
      for (Path entry : entries) {
        if (!isPlace(entry)) {
          throw new HeveliusException(
              Category.REFUSED,
              "%s is not empty: %s is in it".formatted(base, entry.getFileName()),
              "nothing was restored and nothing was changed; name an empty or a new directory");
        }
      }
    }
  }

  /** A new place; null when somebody took it for a leftover before its mark was locked. */
  private @Nullable Place place(Path base, boolean made) throws IOException {
    Path path =
        base.toRealPath().resolve("hevelius-drill-%016x".formatted(parts.random().nextLong()));
    Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    if (!base.equals(parts.usual()) || isOurs(base, path)) {
      return marked(base, path, made);
    }
    Files.delete(path);
    throw new HeveliusException(
        Category.REFUSED,
        base + " belongs to somebody else",
        "nothing was restored; name a directory of yours: --into DIR");
  }

  /** Who owns the usual directory could exchange what is in it. */
  private boolean isOurs(Path base, Path path) {
    return parts.files().stat(RawPath.of(base)).uid() == parts.files().stat(RawPath.of(path)).uid();
  }

  private @Nullable Place marked(Path base, Path path, boolean made) throws IOException {
    FileChannel mark;
    try {
      mark =
          FileChannel.open(
              path.resolve(MARK), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (NoSuchFileException e) {
      return null;
    }
    HELD.add(path);
    try {
      if (lock(mark) && Files.exists(path.resolve(MARK), LinkOption.NOFOLLOW_LINKS)) {
        mark.write(ByteBuffer.wrap((MARKED + parts.maker() + "\n").getBytes(UTF_8)));
        mark.force(true);
        Files.createDirectory(path.resolve("data"));
        return new ScratchPlace(parts, base, path, mark, made);
      }
      close(path, mark);
      return null;
    } catch (IOException | RuntimeException e) {
      close(path, mark);
      throw e;
    }
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  static void close(Path path, FileChannel mark) throws IOException {
    mark.close();
    HELD.remove(path);
  }

  private static boolean lock(FileChannel mark) throws IOException {
    try {
      FileLock lock = mark.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static boolean isPlace(Path entry) {
    return NAME.matcher(String.valueOf(entry.getFileName())).matches()
        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public int sweep(@Nullable String below) {
    Path base = base(below);
    if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    List<Path> places = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(base)) {
      entries.forEach(
          entry -> {
            if (isPlace(entry)) {
              places.add(entry);
            }
          });
    } catch (IOException e) {
      throw failed(base, e);
    }
    return (int) places.stream().filter(place -> swept(base, place)).count();
  }

  @Override
  public boolean reclaim(String place) {
    Path path = Path.of(place);
    Path base = path.getParent();
    return base == null
        || !isPlace(path)
        || swept(base, path)
        || !Files.exists(path.resolve(MARK), LinkOption.NOFOLLOW_LINKS);
  }

  private boolean swept(Path base, Path path) {
    Path file = path.resolve(MARK);
    if (isHeld(path)) {
      return false;
    }
    try (FileChannel mark =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (!lock(mark) || !isMarked(mark)) {
        return false;
      }
      new ScratchPlace(parts, base, path, mark, false).remove();
      return true;
    } catch (NoSuchFileException e) {
      // Whoever made it died before it was marked; a directory that isn't empty stays.
      return path.toFile().delete();
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static boolean isHeld(Path path) {
    try {
      return HELD.contains(path.toRealPath());
    } catch (IOException e) {
      // Then it can't be opened either.
      return false;
    }
  }

  /** One that died before all of it was written has nothing else in its place. */
  private static boolean isMarked(FileChannel mark) throws IOException {
    byte[] whole = MARKED.getBytes(UTF_8);
    ByteBuffer read = ByteBuffer.allocate(whole.length);
    int count = 0;
    while (read.hasRemaining() && count >= 0) {
      count = mark.read(read);
    }
    return new String(whole, UTF_8).startsWith(new String(read.array(), 0, read.position(), UTF_8));
  }

  static HeveliusException failed(Path path, IOException e) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "the scratch directory %s can't be used: %s".formatted(path, e.getMessage()),
        List.of("nothing else was touched; look at its rights and its disk"),
        e);
  }
}
