package org.hevelius.providers.btrfs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;

/**
 * A mounted file system, as the kernel lists it.
 *
 * @param device major and minor number, the same for all mounts of one file system
 * @param root the path inside the file system that is mounted, from its top level; {@code /} for
 *     all of it
 * @param point where it is mounted
 * @param kind such as {@code btrfs}
 */
record Mount(String device, String root, String point, String kind, boolean readOnly) {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");

  /** The mounts of this process; of two at one place the later one hides the earlier. */
  static List<Mount> all() {
    try {
      return parse(Names.text(Files.readAllBytes(TABLE)));
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE, "the table of mounts can't be read", List.of(), e);
    }
  }

  static List<Mount> parse(String table) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : table.split("\n", -1)) {
      List<String> fields = Arrays.asList(line.split(" ", -1));
      int dash = fields.indexOf("-");
      if (dash >= 6 && fields.size() > dash + 2) {
        mounts.add(
            new Mount(
                fields.get(2),
                plain(fields.get(3)),
                plain(fields.get(4)),
                fields.get(dash + 1),
                Arrays.asList(fields.get(5).split(",", -1)).contains("ro")));
      }
    }
    return mounts;
  }

  /** Blanks, tabs, line breaks and backslashes stand as three octal digits. */
  private static String plain(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    byte[] raw = Names.raw(field);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '\\' && i + 3 < raw.length) {
        plain.write(Integer.parseInt(new String(raw, i + 1, 3, StandardCharsets.US_ASCII), 8));
        i += 3;
      } else {
        plain.write(raw[i]);
      }
    }
    return Names.text(plain.toByteArray());
  }

  boolean isBtrfs() {
    return kind.equals("btrfs");
  }

  /** The one that an absolute path lies on. */
  static Mount around(List<Mount> mounts, String path) {
    Mount best = null;
    for (Mount mount : mounts) {
      boolean closer = best == null || mount.point.length() >= best.point.length();
      if (closer && isWithin(path, mount.point)) {
        best = mount;
      }
    }
    if (best == null) {
      throw new HeveliusException(Category.UNAVAILABLE, "nothing is mounted at " + path);
    }
    return best;
  }

  /** The path inside the file system for a path below the mount, such as {@code /@data/raw}. */
  String inside(String path) {
    return join(root, path.substring(point.equals("/") ? 0 : point.length()));
  }

  /** Where a path inside the file system is seen through this mount. */
  Optional<String> outside(String inside) {
    return isWithin(inside, root)
        ? Optional.of(join(point, inside.substring(root.equals("/") ? 0 : root.length())))
        : Optional.empty();
  }

  private static String join(String directory, String rest) {
    if (rest.isEmpty() || rest.equals("/")) {
      return directory;
    }
    return directory.equals("/") ? rest : directory + rest;
  }

  /** Whether a path is a directory or lies below it. */
  static boolean isWithin(String path, String directory) {
    return directory.equals("/") || path.equals(directory) || path.startsWith(directory + "/");
  }
}
