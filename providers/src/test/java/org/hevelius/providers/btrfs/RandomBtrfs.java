package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Does to a tree whatever can be done to one, at random from a seed. */
final class RandomBtrfs {
  private static final List<String> NAMES = List.of("a", "a-b", "a b", "é☉", "new\nline", "b\"c'");

  private final Path root;
  private final Random random;

  RandomBtrfs(Path root, long seed) {
    this.root = root;
    this.random = new Random(seed);
  }

  void some(int changes) {
    for (int i = 0; i < changes; i++) {
      try {
        one();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What a walk can see of a file. */
  static String described(Path path) {
    try {
      Map<String, Object> stat =
          new TreeMap<>(
              Files.readAttributes(path, "unix:mode,uid,gid,size", LinkOption.NOFOLLOW_LINKS));
      boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
      if (Files.isSymbolicLink(path)) {
        return stat + " -> " + Files.readSymbolicLink(path);
      }
      stat.put("changed", Files.getLastModifiedTime(path));
      UserDefinedFileAttributeView view =
          Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
      for (String name : view.list()) {
        ByteBuffer value = ByteBuffer.allocate(view.size(name));
        view.read(name, value);
        stat.put("user." + name, Arrays.toString(value.array()));
      }
      return stat + (directory ? "" : " " + Arrays.hashCode(Files.readAllBytes(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(path -> !path.equals(root)).sorted().toList();
    }
  }

  private Path fresh(List<Path> all) {
    List<Path> directories =
        all.stream().filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)).toList();
    Path above =
        directories.isEmpty() || random.nextInt(3) == 0
            ? root
            : directories.get(random.nextInt(directories.size()));
    Path path = above.resolve(NAMES.get(random.nextInt(NAMES.size())));
    while (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      path = path.resolveSibling(path.getFileName() + "" + random.nextInt(10));
    }
    return path;
  }

  private void one() throws IOException {
    List<Path> all = all();
    Path fresh = fresh(all);
    int what = random.nextInt(16);
    if (all.isEmpty() || what < 3) {
      Files.write(fresh, content(random.nextInt(3)));
      return;
    }
    Path path = all.get(random.nextInt(all.size()));
    boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    switch (what) {
      case 3, 4 -> Files.createDirectory(fresh);
      case 5 -> remove(path);
      case 6 -> move(path, fresh);
      case 7 -> move(path, all.get(random.nextInt(all.size())));
      case 8 -> Files.createSymbolicLink(fresh, Path.of("to " + random.nextInt()));
      default -> {
        if (file) {
          file(path, fresh, what);
        } else if (directory && what < 12) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        } else if (directory) {
          attribute(path);
        }
      }
    }
  }

  private void file(Path path, Path fresh, int what) throws IOException {
    switch (what) {
      case 9 -> Files.write(path, content(random.nextInt(3)));
      case 10 -> {
        try (RandomAccessFile open = new RandomAccessFile(path.toFile(), "rw")) {
          open.seek(random.nextInt(200_000));
          open.write(content(0));
        }
      }
      case 11 -> Files.createLink(fresh, path);
      case 12 -> Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-x--x"));
      case 13 -> attribute(path);
      case 14 -> Files.setLastModifiedTime(path, FileTime.fromMillis(random.nextInt()));
      default -> {
        // Gone and made again under the same name.
        remove(path);
        Files.write(path, content(0));
      }
    }
  }

  private byte[] content(int size) {
    byte[] content = new byte[List.of(20, 3000, 150_000).get(size)];
    random.nextBytes(content);
    return content;
  }

  private void attribute(Path path) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    view.write(
        "x" + random.nextInt(2),
        ByteBuffer.wrap(("" + random.nextInt()).getBytes(StandardCharsets.UTF_8)));
  }

  private static void move(Path path, Path to) throws IOException {
    boolean below = to.startsWith(path) || path.startsWith(to);
    boolean directory = Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS);
    if (!below && !directory) {
      boolean onFile = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
      if (onFile) {
        Files.deleteIfExists(to);
      }
      Files.move(path, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void remove(Path path) throws IOException {
    try (Stream<Path> below = Files.walk(path)) {
      for (Path one : below.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(Objects.requireNonNull(one));
      }
    }
  }
}
