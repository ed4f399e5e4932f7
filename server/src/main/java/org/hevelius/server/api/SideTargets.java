package org.hevelius.server.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * The directories below which callers of the service may restore beside the data. Elsewhere a
 * caller could have the service write where only its own user may.
 */
public record SideTargets(List<Path> roots) {
  /** Copies the list. */
  public SideTargets {
    roots = List.copyOf(roots);
  }

  /**
   * Makes sure that a directory lies strictly below one of them, links followed.
   *
   * @throws HeveliusException INVALID or REFUSED
   */
  void check(String target) {
    Path path;
    try {
      path = Path.of(target);
    } catch (InvalidPathException e) {
      throw new HeveliusException(
          Category.INVALID, "the target is no path: " + e.getReason(), List.of(), e);
    }
    if (!path.isAbsolute() || !path.equals(path.normalize())) {
      throw new HeveliusException(
          Category.INVALID, "the target is not an absolute path without . and ..", below());
    }
    Path real = real(path);
    if (roots.stream()
        .map(SideTargets::real)
        .noneMatch(r -> real.startsWith(r) && !real.equals(r))) {
      throw new HeveliusException(
          Category.REFUSED,
          "the service doesn't restore into " + target,
          "nothing was written; it restores below: " + roots);
    }
  }

  private String[] below() {
    return new String[] {"it lies below one of: " + roots};
  }

  /** The path with the links of the part that exists followed. */
  private static Path real(Path path) {
    Path there = path;
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return there.toRealPath().resolve(there.relativize(path)).normalize();
    } catch (IOException e) {
      throw new HeveliusException(
          Category.REFUSED,
          "can't find out where " + path + " really lies: " + e.getMessage(),
          List.of("nothing was written"),
          e);
    }
  }
}
