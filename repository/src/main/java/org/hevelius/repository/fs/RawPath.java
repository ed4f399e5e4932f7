package org.hevelius.repository.fs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hevelius.repository.format.FileName;

/** Paths as raw bytes: parts separated by slashes. */
public final class RawPath {
  private RawPath() {}

  /** The raw form of a path that came as text. */
  public static byte[] of(String path) {
    return path.getBytes(StandardCharsets.UTF_8);
  }

  /** The names of a path, without empty ones. */
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
   * The path of an entry of a directory; an empty directory path stands for the place where
   * relative paths start.
   */
  public static byte[] join(byte[] directory, FileName name) {
    boolean slash = directory.length > 0 && directory[directory.length - 1] != '/';
    int at = directory.length + (slash ? 1 : 0);
    byte[] joined = Arrays.copyOf(directory, at + name.bytes().length);
    if (slash) {
      joined[directory.length] = '/';
    }
    System.arraycopy(name.bytes(), 0, joined, at, name.bytes().length);
    return joined;
  }

  /**
   * The path for people, on one line: control characters and bytes that are not UTF-8 as {@code
   * \xNN}.
   */
  public static String show(byte[] path) {
    return FileName.ofBytes(path).show();
  }
}
