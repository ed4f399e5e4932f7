package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;

/** How a file system counts what its subvolumes take; never switched on or off from here. */
enum Quotas {
  /** It doesn't. */
  OFF("not counted"),
  /** All that a subvolume refers to, whoever else shares it; costs time with each change. */
  FULL("data, shared or not, without snapshots"),
  /**
   * What a subvolume has written first, as long as anything refers to it; costs next to nothing.
   */
  SIMPLE("what it has written, as long as a snapshot or copy keeps it");

  private static final Path KERNEL = Path.of("/sys/fs/btrfs");

  private final String counts;

  Quotas(String counts) {
    this.counts = counts;
  }

  /** What counts against a limit, in a few words. */
  String counts() {
    return counts;
  }

  /**
   * As the kernel tells it.
   *
   * @param fileSystem the identity of a file system that is mounted
   */
  static Quotas of(String fileSystem) {
    if (!read(fileSystem, "enabled").equals("1")) {
      return OFF;
    }
    return read(fileSystem, "mode").equals("squota") ? SIMPLE : FULL;
  }

  /** Whether the numbers are wrong until they are counted anew. */
  static boolean areInconsistent(String fileSystem) {
    return read(fileSystem, "inconsistent").equals("1");
  }

  private static String read(String fileSystem, String name) {
    Path file = KERNEL.resolve(fileSystem).resolve("qgroups").resolve(name);
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      // Kernels before 6.1 tell neither, and those before 6.7 know one mode only.
      return "";
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE, file + " can't be read", List.of("nothing was changed"), e);
    }
  }

  /** The refusal of limits where nothing is counted, with what it would take. */
  static HeveliusException off(String mount) {
    String shown = Names.show(mount);
    return new HeveliusException(
        Category.UNAVAILABLE,
        "quotas are off on the Btrfs at %s, so nothing there can be limited".formatted(shown),
        "nothing was changed; Hevelius never switches them on, for they cost: full quotas"
            + " (btrfs quota enable "
            + shown
            + ") slow down writing and deleting, more with each snapshot, and have locked up"
            + " large file systems",
        "simple quotas (btrfs quota enable --simple, Linux 6.7 and btrfs-progs 6.7) cost next"
            + " to nothing, and count what was written after they were switched on");
  }
}
