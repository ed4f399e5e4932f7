package org.hevelius.providers.zfs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.NativeStorage.ChangedPaths;
import org.hevelius.core.tree.Names;
import org.hevelius.providers.process.ProgramResult;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.fs.Stat;
import org.jspecify.annotations.Nullable;

/**
 * What {@code zfs diff} says about one dataset and those below it. It names a file that has several
 * names by one of them only; where such a file differs, nothing is said at all.
 */
final class NativeDiff {
  /** The most paths that are kept in memory. */
  static final int MOST = 1_000_000;

  private final FileSystem files;
  private final int most;
  private final Set<String> paths = new HashSet<>();
  private final Set<String> whole = new HashSet<>();

  NativeDiff(FileSystem files, int most) {
    this.files = files;
    this.most = most;
  }

  /** Knows of no difference that isn't named, above or below one that is. */
  private record Found(Set<String> paths, Set<String> whole) implements ChangedPaths {
    @Override
    public boolean touches(String path) {
      if (paths.contains(path)) {
        return true;
      }
      for (String at = path; !at.isEmpty(); at = above(at)) {
        if (whole.contains(at)) {
          return true;
        }
      }
      return whole.contains("");
    }
  }

  private static String above(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /**
   * What differs between two captures of the same datasets.
   *
   * @param from by path of the dataset in the source
   * @param to likewise; null for the present state
   */
  Optional<ChangedPaths> find(
      Map<String, Snap> from,
      @Nullable Map<String, Snap> to,
      Views views,
      BooleanSupplier canceled) {
    for (Map.Entry<String, Snap> member : from.entrySet()) {
      if (canceled.getAsBoolean()) {
        throw new HeveliusException(Category.CANCELED, "canceled; nothing was changed");
      }
      Snap left = member.getValue();
      Snap right = to == null ? null : to.get(member.getKey());
      if (to != null && (right == null || !right.dataset().equals(left.dataset()))) {
        whole(member.getKey());
        continue;
      }
      if (!one(member.getKey(), left, right, views)) {
        return Optional.empty();
      }
    }
    if (to != null) {
      to.keySet().stream().filter(at -> !from.containsKey(at)).forEach(this::whole);
    }
    return Optional.of(found());
  }

  /** What was added so far. */
  ChangedPaths found() {
    return new Found(paths, whole);
  }

  private boolean one(String at, Snap left, @Nullable Snap right, Views views) {
    Zfs zfs = left.zfs();
    String mounted = views.mounted(zfs, left.dataset());
    ProgramResult result =
        zfs.run("diff", "-FHt", left.full(), right == null ? left.dataset() : right.full());
    if (!result.succeeded()) {
      return false;
    }
    String now =
        right == null ? mounted : mounted + "/" + Mounts.CONTROL + "/snapshot/" + right.name();
    return add(at, result.output(), mounted, now);
  }

  /**
   * Adds the lines of one dataset.
   *
   * @param at the path of the dataset in the source
   * @param mounted where it is mounted, with which each path begins
   * @param now where its later state can be read
   * @return false when the lines don't tell enough
   */
  boolean add(String at, byte[] output, String mounted, String now) {
    int from = 0;
    for (int to = 0; to < output.length; to++) {
      if (output[to] == '\n') {
        if (!line(at, List.of(fields(output, from, to)), mounted, now)) {
          return false;
        }
        from = to + 1;
      }
    }
    return from == output.length;
  }

  private static String[] fields(byte[] output, int from, int to) {
    return new String(output, from, to - from, StandardCharsets.ISO_8859_1).split("\t", -1);
  }

  private boolean line(String at, List<String> fields, String mounted, String now) {
    if (fields.size() < 4) {
      return false;
    }
    String kind = fields.get(1);
    byte[] path = relative(unescaped(fields.get(3)), mounted);
    if (path == null) {
      return false;
    }
    if (kind.equals("R")) {
      byte[] name = fields.size() > 4 ? relative(unescaped(fields.get(4)), mounted) : null;
      if (name == null) {
        return false;
      }
      whole(joined(at, Names.text(path)));
      whole(joined(at, Names.text(name)));
    } else {
      if (!kind.equals("-") && fields.get(2).equals("F") && hasSeveralNames(now, path)) {
        return false;
      }
      touched(joined(at, Names.text(path)));
    }
    return paths.size() + whole.size() <= most;
  }

  /** Whether a file has names beside this one, or that isn't known. */
  private boolean hasSeveralNames(String root, byte[] path) {
    List<FileName> names = RawPath.parts(path);
    if (names.isEmpty()) {
      return false;
    }
    Directory open = null;
    try {
      open = files.open(RawPath.ofText(root));
      for (FileName name : names.subList(0, names.size() - 1)) {
        Directory next = open.openDirectory(name);
        open.close();
        open = next;
      }
      return open.find(names.getLast()).map(Stat::links).orElse(1L) > 1;
    } catch (FileSystemException e) {
      return e.reason() != FileSystemException.Reason.NOT_FOUND;
    } finally {
      if (open != null) {
        open.close();
      }
    }
  }

  private void whole(String path) {
    whole.add(path);
    touched(path);
  }

  private void touched(String path) {
    // What lies above something that differs is touched as well.
    String at = path;
    while (paths.add(at) && !at.isEmpty()) {
      at = above(at);
    }
  }

  private static String joined(String at, String path) {
    return at.isEmpty() ? path : path.isEmpty() ? at : at + "/" + path;
  }

  private static byte @Nullable [] relative(byte[] path, String mounted) {
    byte[] root = RawPath.ofText(mounted);
    int start = root.length == 1 ? 1 : root.length + 1;
    for (int i = 0; i < root.length; i++) {
      if (i >= path.length || path[i] != root[i]) {
        return null;
      }
    }
    if (path.length <= start) {
      return new byte[0];
    }
    return root.length > 1 && path[root.length] != '/'
        ? null
        : Arrays.copyOfRange(path, start, path.length);
  }

  /** The raw bytes of a path in which a backslash and four octal digits stand for a byte. */
  static byte[] unescaped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 4 < text.length() && text.substring(i + 1, i + 5).matches("0[0-7]{3}")) {
        bytes.write(Integer.parseInt(text, i + 1, i + 5, 8));
        i += 4;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }
}
