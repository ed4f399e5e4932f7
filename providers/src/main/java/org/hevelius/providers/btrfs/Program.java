package org.hevelius.providers.btrfs;

import java.util.regex.Pattern;

/** Other programs that make snapshots, by where those lie. */
final class Program {
  private static final Pattern SNAPPER = Pattern.compile("(.*/)?\\.snapshots/\\d+/snapshot");
  private static final Pattern BTRBK =
      Pattern.compile(".*\\.\\d{8}(T\\d{4}(\\d{2}([+-]\\d{4})?)?)?(_\\d+)?");
  private static final Pattern TIMESHIFT =
      Pattern.compile("(.*/)?timeshift-btrfs/snapshots/[^/]+/[^/]+");

  private Program() {}

  /** The name of the program whose snapshot has this path; else that of the file system. */
  static String of(String path) {
    if (SNAPPER.matcher(path).matches()) {
      return "snapper";
    }
    if (TIMESHIFT.matcher(path).matches()) {
      return "timeshift";
    }
    return BTRBK.matcher(path).matches() ? "btrbk" : "Btrfs";
  }

  /** Whether a subvolume is there for the snapshots of a program, and no data of anybody's. */
  static boolean keepsSnapshotsIn(String path) {
    return path.endsWith("/.snapshots");
  }
}
