package org.hevelius.repository.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Names of users or of groups, each looked up once. */
final class Accounts {
  private final IntFunction<@Nullable String> lookup;
  private final Path file;
  private final ConcurrentHashMap<Integer, String> names = new ConcurrentHashMap<>();

  private Accounts(IntFunction<@Nullable String> lookup, Path file) {
    this.lookup = lookup;
    this.file = file;
  }

  /**
   * Users.
   *
   * @param lookup gives a name, an empty one when there is none, or null when it can't say; then
   *     the system's file is asked
   */
  static Accounts users(IntFunction<@Nullable String> lookup) {
    return new Accounts(lookup, Path.of("/etc/passwd"));
  }

  /** Groups, as {@link #users}. */
  static Accounts groups(IntFunction<@Nullable String> lookup) {
    return new Accounts(lookup, Path.of("/etc/group"));
  }

  /** The name, or an empty string. */
  String name(int id) {
    String known = names.get(id);
    if (known != null) {
      return known;
    }
    String found = lookup.apply(id);
    String name = found != null ? found : fromFile(id);
    // A lookup that failed may work the next time.
    if (found != null || !name.isEmpty()) {
      names.put(id, name);
    }
    return name;
  }

  /** Both files have the name first and the number third. */
  private String fromFile(int id) {
    String number = Integer.toUnsignedString(id);
    try {
      for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
        String[] fields = line.split(":", -1);
        if (fields.length > 2 && fields[2].equals(number)) {
          byte[] name = fields[0].getBytes(StandardCharsets.ISO_8859_1);
          return new String(name, StandardCharsets.UTF_8);
        }
      }
    } catch (IOException e) {
      return "";
    }
    return "";
  }
}
