package org.hevelius.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * The bytes of all files below a directory, as SHA-256 by path: two that are equal have the same
 * files with the same bytes.
 */
record Digests(NavigableMap<String, String> byPath) {
  /** Reads every file. */
  static Digests of(Path root) {
    NavigableMap<String, String> byPath = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byPath.put(root.relativize(file).toString(), digest(file));
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't read the demo data in " + root + ": " + e.getMessage(),
          List.of("nothing else was touched"),
          e);
    }
    return new Digests(byPath);
  }

  /** Only some of the files. */
  Digests only(Predicate<String> wanted) {
    NavigableMap<String, String> some = new TreeMap<>(byPath);
    some.keySet().removeIf(wanted.negate());
    return new Digests(some);
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
