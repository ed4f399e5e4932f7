package org.hevelius.providers.zfs;

import java.util.Arrays;
import java.util.List;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.provider.Support;

/** Asks a version of ZFS what it can do. */
final class Capabilities {
  /** A name that no snapshot has. */
  private static final String NONE = "@hevelius-is-not-there";

  private Capabilities() {}

  static List<Support> of(Zfs zfs, Listed dataset, Mounts mounts) {
    return Arrays.stream(Capability.values())
        .map(capability -> answer(capability, zfs, dataset, mounts))
        .toList();
  }

  private static Support answer(Capability capability, Zfs zfs, Listed dataset, Mounts mounts) {
    boolean local = zfs.machine().isLocal();
    boolean isPool = dataset.name().indexOf('/') < 0;
    return switch (capability) {
      case ATOMIC_SET -> capability.yes("with all datasets below it, in one transaction");
      case RECURSIVE, HOLD, LABELS, CLONE -> capability.yes();
      case IMMUTABLE_TO_OWNER ->
          capability.yes("only root, and who has the right destroy, can remove snapshots");
      case EXCLUDES -> capability.no("a snapshot of ZFS has the whole dataset");
      case ROLLBACK -> capability.yes();
      case ROLLBACK_KEEPS_NEWER ->
          isPool
              ? capability.no("a whole pool can't be set aside; use a dataset in it")
              : capability.yes("by exchange");
      case NATIVE_DIFF ->
          !canDiff(zfs)
              ? capability.no("this version has no zfs diff")
              : local ? capability.yes() : capability.no("its files can't be read from here");
      case EXACT_RECLAIM ->
          knows(zfs, "destroy", "-nvp", dataset.name() + NONE)
              ? capability.yes()
              : capability.no("this version can't tell; what each has alone is added up");
      case BROWSE_PATH ->
          !local
              ? capability.no("its files can't be read from here")
              : mounts.showsSnapshots(dataset)
                  ? capability.yes("below .zfs/snapshot")
                  : capability.no("it isn't mounted, or this version shows no snapshots");
      case EXPIRY, SCHEDULE -> capability.no("Hevelius keeps the times");
      case REPLICATION -> capability.no("zfs send is not used");
    };
  }

  static boolean canDiff(Zfs zfs) {
    return knows(zfs, "diff", "-FHt", "hevelius-is-not-there" + NONE);
  }

  private static boolean knows(Zfs zfs, String... words) {
    return zfs.run(words).status() != Zfs.USAGE;
  }
}
