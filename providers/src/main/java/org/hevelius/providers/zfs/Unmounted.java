package org.hevelius.providers.zfs;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.providers.process.Machine;

/** Says why the files of a dataset can't be read here, and what helps. */
final class Unmounted {
  private Unmounted() {}

  /**
   * For a dataset that isn't mounted.
   *
   * @param listed with {@link Mounts#PROPERTIES}
   */
  static HeveliusException of(Zfs zfs, Listed listed) {
    String name = listed.name();
    String mountpoint = listed.text("mountpoint");
    if (listed.text("canmount").equals("off")) {
      return because(
          name,
          "it is never mounted itself (canmount=off)",
          "its snapshots can be read all the same; for the present files make the datasets below"
              + " it sources of their own");
    }
    if (isLocked(zfs, name)) {
      return because(
          name, "its key isn't loaded", "load it and mount: " + zfs.command("load-key", name));
    }
    return switch (mountpoint) {
      case "none" ->
          because(
              name,
              "it has no mount point",
              "give it one: " + zfs.command("set", "mountpoint=/DIRECTORY", name));
      case "legacy" ->
          because(
              name,
              "it is mounted by hand or by fstab, and isn't now",
              "mount it: mount -t zfs " + Machine.quoted(name) + " DIRECTORY");
      default -> because(name, "it isn't mounted", "mount it: " + zfs.command("mount", name));
    };
  }

  private static HeveliusException because(String dataset, String why, String advice) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "the files of the ZFS dataset %s can't be read: %s".formatted(dataset, why),
        "nothing was changed",
        advice);
  }

  /** Whether a dataset is encrypted and its key isn't there; false in versions without keys. */
  static boolean isLocked(Zfs zfs, String dataset) {
    return zfs.run("get", "-H", "-o", "value", "keystatus", dataset).text().equals("unavailable");
  }
}
