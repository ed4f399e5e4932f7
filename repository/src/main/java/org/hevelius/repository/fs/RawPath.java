package org.hevelius.repository.fs;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hevelius.repository.format.FileName;

/**
 * Absolute paths as raw bytes. Texts are UTF-8, whatever the locale; only what the JVM itself has
 * decoded, arguments and {@link Path}s, goes back through its own encoding.
 */
public final class RawPath {
  private static final Charset JVM_ENCODING =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  private static final boolean JVM_IS_UTF_8 = JVM_ENCODING.equals(StandardCharsets.UTF_8);
  private static final String HEX = "0123456789abcdef";
  private static final char UNKNOWN = '\ufffd';

  private RawPath() {}

  /**
   * A path that a user gave on the command line: made absolute, with {@code .} and double slashes
   * dropped and {@code ..} taken by the text alone, as a shell does.
   *
   * @throws IllegalArgumentException if the JVM could not read the argument in this locale, or it
   *     can't be a path
   */
  public static byte[] ofArgument(String argument) {
    if (!JVM_IS_UTF_8
        && (argument.indexOf(UNKNOWN) >= 0 || !JVM_ENCODING.newEncoder().canEncode(argument))) {
      throw new IllegalArgumentException(
          "The path "
              + show(argument.getBytes(StandardCharsets.UTF_8))
              + " can't be read in the encoding "
              + JVM_ENCODING
              + ". Run with LC_ALL=C.UTF-8.");
    }
    byte[] bytes = encode(argument, JVM_ENCODING);
    byte[] absolute = bytes.length > 0 && bytes[0] == '/' ? bytes : underWorkingDirectory(bytes);
    ArrayDeque<FileName> names = new ArrayDeque<>();
    for (FileName name : parts(absolute)) {
      if (name.isSafe()) {
        names.addLast(name);
      } else if (name.bytes().length == 2) {
        names.pollLast();
      }
    }
    return join(List.copyOf(names));
  }

  /**
   * A path from UTF-8 text, such as a configuration file holds.
   *
   * @throws IllegalArgumentException if it is not absolute or can't be a path
   */
  public static byte[] ofText(String text) {
    return checked(encode(text, StandardCharsets.UTF_8));
  }

  /** The exact bytes of a path of the default file system, made absolute. */
  public static byte[] of(Path path) {
    Path absolute = path.toAbsolutePath();
    String text = absolute.toString();
    if (JVM_IS_UTF_8 && text.indexOf(UNKNOWN) < 0) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    // Only the URI has the raw bytes; it ends with a slash for a directory.
    byte[] bytes = unescape(absolute.toUri().getRawPath());
    int end = bytes.length;
    while (end > 1 && bytes[end - 1] == '/') {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  /**
   * The path of {@code java.nio} with exactly these bytes.
   *
   * @throws InvalidPathException if this platform can't name it
   */
  public static Path toPath(byte[] path) {
    FileName name = FileName.ofBytes(checked(path));
    if (JVM_IS_UTF_8 && name.isText()) {
      return Path.of(name.toString());
    }
    try {
      return Path.of(URI.create("file://" + escapeForUri(path)));
    } catch (IllegalArgumentException e) {
      throw new InvalidPathException(show(path), "this platform can't name it");
    }
  }

  /** The names in an absolute path; empty for the root. Doubled slashes count as one. */
  public static List<FileName> split(byte[] path) {
    List<FileName> names = new ArrayList<>();
    for (FileName name : parts(checked(path))) {
      if (!name.isSafe()) {
        throw new IllegalArgumentException("not a plain path: " + show(path));
      }
      names.add(name);
    }
    return names;
  }

  /** The absolute path of these names, from the root on. */
  public static byte[] join(List<FileName> names) {
    if (names.isEmpty()) {
      return new byte[] {'/'};
    }
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    for (FileName name : names) {
      path.write('/');
      path.writeBytes(name.bytes());
    }
    return path.toByteArray();
  }

  /** The path of an entry of a directory; an empty path is where relative paths start. */
  public static byte[] join(byte[] directory, FileName name) {
    boolean slash = directory.length > 0 && directory[directory.length - 1] != '/';
    int at = directory.length + (slash ? 1 : 0);
    byte[] path = Arrays.copyOf(directory, at + name.bytes().length);
    if (slash) {
      path[directory.length] = '/';
    }
    System.arraycopy(name.bytes(), 0, path, at, name.bytes().length);
    return path;
  }

  /** The names in a path that need not be absolute. */
  public static List<FileName> parts(byte[] path) {
    List<FileName> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        if (i > start) {
          parts.add(FileName.ofBytes(Arrays.copyOfRange(path, start, i)));
        }
        start = i + 1;
      }
    }
    return parts;
  }

  /**
   * A path or name for people, always one line: control and formatting characters and bytes that
   * are not UTF-8 show as {@code \x0a}, a backslash as two. Different bytes show differently.
   */
  public static String show(byte[] bytes) {
    StringBuilder shown = new StringBuilder(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      int length = characterLength(bytes, at);
      String character = length == 0 ? "" : new String(bytes, at, length, StandardCharsets.UTF_8);
      if (character.equals("\\")) {
        shown.append("\\\\");
      } else if (length > 0 && isPlain(character.codePointAt(0))) {
        shown.append(character);
      } else {
        for (int i = at; i < at + Math.max(length, 1); i++) {
          shown.append("\\x").append(HEX.charAt((bytes[i] & 0xff) >> 4));
          shown.append(HEX.charAt(bytes[i] & 0xf));
        }
      }
      at += Math.max(length, 1);
    }
    return shown.toString();
  }

  /** Checks that a path is absolute and holds no NUL. */
  static byte[] checked(byte[] path) {
    if (path.length == 0 || path[0] != '/') {
      throw new IllegalArgumentException("not an absolute path: " + show(path));
    }
    return withoutNul(path);
  }

  /** Checks that a path or the target of a link holds no NUL, where the system would cut it. */
  static byte[] withoutNul(byte[] path) {
    for (byte b : path) {
      if (b == 0) {
        throw new IllegalArgumentException("a path can't hold NUL: " + show(path));
      }
    }
    return path;
  }

  /** Length of the UTF-8 character that starts here; 0 when none does. */
  private static int characterLength(byte[] bytes, int at) {
    int lead = bytes[at] & 0xff;
    int length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (at + length > bytes.length) {
      return 0;
    }
    if (length == 1) {
      return 1;
    }
    return FileName.ofBytes(Arrays.copyOfRange(bytes, at, at + length)).isText()
            && (lead & 0x40) != 0
        ? length
        : 0;
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static byte[] underWorkingDirectory(byte[] relative) {
    return join(of(Path.of("")), FileName.ofBytes(relative));
  }

  private static byte[] encode(String text, Charset charset) {
    try {
      ByteBuffer buffer = charset.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      if (text.isEmpty() || text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a path can't be empty or hold NUL");
      }
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "not a path that can be written as " + charset + ": " + text, e);
    }
  }

  private static String escapeForUri(byte[] path) {
    StringBuilder uri = new StringBuilder();
    for (byte b : path) {
      if (b == '/' || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9')) {
        uri.append((char) b);
      } else {
        uri.append('%').append(HEX.charAt((b & 0xff) >> 4)).append(HEX.charAt(b & 0xf));
      }
    }
    return uri.toString();
  }

  private static byte[] unescape(String uriPath) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < uriPath.length(); i++) {
      char c = uriPath.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(uriPath.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }
}
