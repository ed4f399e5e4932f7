package org.hevelius.providers.vast;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;

/**
 * What is mounted on this machine, as the kernel lists it: whether a directory really shows the
 * path of a cluster that the settings say.
 */
final class NfsMounts {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");

  /**
   * A mount.
   *
   * @param root the part of what is mounted that is seen
   * @param from what is mounted, such as {@code 10.0.0.1:/prod}
   */
  private record Mount(String root, String point, String kind, String from) {
    boolean isNfs() {
      return kind.equals("nfs") || kind.equals("nfs4");
    }
  }

  private final List<Mount> mounts;

  private NfsMounts(List<Mount> mounts) {
    this.mounts = mounts;
  }

  /** The mounts of this process; none where no such list is kept. */
  static NfsMounts now() {
    try {
      return parse(Names.text(Files.readAllBytes(TABLE)));
    } catch (NoSuchFileException e) {
      return new NfsMounts(List.of());
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE, "the table of mounts can't be read", List.of(), e);
    }
  }

  static NfsMounts parse(String table) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : table.split("\n", -1)) {
      List<String> fields = Arrays.asList(line.split(" ", -1));
      int dash = fields.indexOf("-");
      if (dash >= 6 && fields.size() > dash + 2) {
        mounts.add(
            new Mount(
                plain(fields.get(3)),
                plain(fields.get(4)),
                fields.get(dash + 1),
                plain(fields.get(dash + 2))));
      }
    }
    return new NfsMounts(mounts);
  }

  /** Blanks, tabs, line breaks and backslashes stand as three octal digits. */
  private static String plain(String field) {
    byte[] raw = Names.raw(field);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length; i++) {
      boolean escaped = raw[i] == '\\' && i + 3 < raw.length;
      plain.write(
          escaped
              ? Integer.parseInt(new String(raw, i + 1, 3, StandardCharsets.US_ASCII), 8)
              : raw[i]);
      i += escaped ? 3 : 0;
    }
    return Names.text(plain.toByteArray());
  }

  /** Of two at one place the later one hides the earlier. */
  private Optional<Mount> around(String path) {
    Mount best = null;
    for (Mount mount : mounts) {
      boolean closer = best == null || mount.point().length() >= best.point().length();
      if (closer && isWithin(path, mount.point())) {
        best = mount;
      }
    }
    return Optional.ofNullable(best);
  }

  private static boolean isWithin(String path, String directory) {
    return directory.equals("/") || path.equals(directory) || path.startsWith(directory + "/");
  }

  /**
   * Makes sure that a directory shows a path of a cluster, as far as this machine can tell.
   *
   * @param top the directory that the settings name
   * @param directory that or one below it
   * @param wanted the path that the directory should show
   * @param paths gives the path for what a view is exported as
   * @throws HeveliusException UNAVAILABLE when it shows something else
   */
  void require(String top, String directory, VastPath wanted, UnaryOperator<String> paths) {
    Mount mount = around(directory).orElse(null);
    if (mount == null) {
      return;
    }
    if (!mount.isNfs()) {
      boolean same = around(top).filter(mount::equals).isPresent();
      if (!same) {
        throw other(directory, wanted, mount.kind() + " " + mount.from());
      }
      return;
    }
    int colon = mount.from().lastIndexOf(":/");
    String export = colon < 0 ? "/" : mount.from().substring(colon + 1);
    String below = directory.substring(mount.point().equals("/") ? 0 : mount.point().length());
    VastPath shown = new VastPath(paths.apply(export) + "/" + mount.root() + "/" + below);
    if (!shown.equals(wanted)) {
      throw other(directory, wanted, shown + " of " + mount.from());
    }
  }

  private static HeveliusException other(String directory, VastPath wanted, String shown) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "%s should show %s and shows %s".formatted(directory, wanted, shown),
        "nothing was read or changed there; mend the mount, or mounts: in clusters.yaml");
  }
}
