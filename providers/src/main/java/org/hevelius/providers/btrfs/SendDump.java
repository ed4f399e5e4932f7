package org.hevelius.providers.btrfs;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.hevelius.core.tree.Names;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code btrfs receive --dump} prints of a stream, line by line. What is new is made
 * under a name such as {@code o257-9-0} at the root, which nothing else has on either side, and
 * gets its own by a rename. The names on both sides of a rename are told with all below them, and
 * so are those under which something stands only while others change places.
 */
final class SendDump {
  private static final Pattern TEMPORARY = Pattern.compile("o\\d+-\\d+-\\d+");
  private static final String DEST = " dest=";

  private final TouchedPaths touched;
  private final String prefix;
  private final Set<String> made = new HashSet<>();
  private @Nullable String root;

  /**
   * Makes a reader.
   *
   * @param prefix stands before each path with a slash; empty for the tree's own root
   */
  SendDump(TouchedPaths touched, String prefix) {
    this.touched = touched;
    this.prefix = prefix;
  }

  /**
   * Takes a line, in which each character stands for a byte.
   *
   * @throws IllegalArgumentException when it isn't in the known form
   */
  void line(String line) {
    if (line.isBlank()) {
      return;
    }
    int blank = line.indexOf(' ');
    if (blank < 0) {
      throw new IllegalArgumentException("no operation: " + line);
    }
    String operation = line.substring(0, blank);
    int start = blank;
    while (start < line.length() && line.charAt(start) == ' ') {
      start++;
    }
    int end = end(line, start);
    String path = line.substring(start, end);
    String rest = line.substring(end);
    switch (operation) {
      case "snapshot", "subvol" -> root = path;
      case "rename" -> {
        String from = inside(path);
        if (!made.remove(from)) {
          all(from);
        }
        all(inside(destination(rest)));
      }
      case "link" -> {
        all(inside(path));
        String other = destination(rest);
        all(other.startsWith("./") ? inside(other) : plain(other));
      }
      case "mkfile", "mkdir", "mknod", "mkfifo", "mksock", "symlink" -> make(inside(path));
      case "unlink", "rmdir" -> all(inside(path));
      default -> one(inside(path));
    }
  }

  private static int end(String line, int start) {
    int end = start;
    while (end < line.length() && line.charAt(end) != ' ') {
      end += line.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end, line.length());
  }

  private static String destination(String rest) {
    int at = rest.indexOf(DEST);
    if (at < 0) {
      throw new IllegalArgumentException("no destination: " + rest);
    }
    return rest.substring(at + DEST.length());
  }

  /** The path relative to the subvolume that the stream makes. */
  private String inside(String shown) {
    String top = root;
    if (top == null || !(shown.equals(top) || shown.startsWith(top + "/"))) {
      throw new IllegalArgumentException("a path outside of the subvolume: " + shown);
    }
    return plain(shown.substring(Math.min(shown.length(), top.length() + 1)));
  }

  private void make(String path) {
    if (TEMPORARY.matcher(path).matches()) {
      made.add(path);
    } else {
      all(path);
    }
  }

  private void one(String path) {
    if (!made.contains(path)) {
      touched.touch(above(path));
    }
  }

  private void all(String path) {
    touched.touchAll(above(path));
  }

  private String above(String path) {
    return prefix.isEmpty() ? path : path.isEmpty() ? prefix : prefix + "/" + path;
  }

  /**
   * Takes the escapes back: letters after a backslash, or three octal digits.
   *
   * @param escaped each character stands for a byte
   */
  static String plain(String escaped) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream(escaped.length());
    int i = 0;
    while (i < escaped.length()) {
      char c = escaped.charAt(i);
      i++;
      if (c != '\\') {
        raw.write(c);
        continue;
      }
      if (i >= escaped.length()) {
        throw new IllegalArgumentException("a backslash at the end: " + escaped);
      }
      char next = escaped.charAt(i);
      if (next >= '0' && next <= '7') {
        raw.write(Integer.parseInt(escaped.substring(i, Math.min(i + 3, escaped.length())), 8));
        i += 3;
      } else {
        raw.write(letter(next));
        i++;
      }
    }
    return Names.text(raw.toByteArray());
  }

  private static int letter(char letter) {
    return switch (letter) {
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'e' -> 27;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      default -> letter;
    };
  }
}
