package org.hevelius.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small tree of files that changes, and what is in it. */
final class LiveData {
  private static final int DIRECTORIES = 12;
  private static final int FILES = 400;

  final Path root;
  private final Random random;

  LiveData(Path root, Random random) throws IOException {
    this.root = root;
    this.random = random;
    for (int i = 0; i < FILES; i++) {
      write();
    }
  }

  private void write() throws IOException {
    Path directory = root.resolve("d" + random.nextInt(DIRECTORIES));
    Files.createDirectories(directory);
    byte[] content = new byte[random.nextInt(16_000)];
    random.nextBytes(content);
    Files.write(directory.resolve("f" + random.nextInt(FILES)), content);
  }

  /** Writes, overwrites and removes some files. */
  void change() throws IOException {
    for (int i = 0; i < FILES / 8; i++) {
      write();
    }
    List<Path> files = files(root);
    for (int i = 0; i < FILES / 40; i++) {
      Files.deleteIfExists(files.get(random.nextInt(files.size())));
    }
  }

  /** The hash of each file of this tree. */
  Map<String, String> state() throws IOException {
    return state(root);
  }

  /** The hash of each file of a tree. */
  static Map<String, String> state(Path tree) throws IOException {
    Map<String, String> state = new TreeMap<>();
    for (Path file : files(tree)) {
      state.put(tree.relativize(file).toString(), hash(Files.readAllBytes(file)));
    }
    return state;
  }

  private static List<Path> files(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
