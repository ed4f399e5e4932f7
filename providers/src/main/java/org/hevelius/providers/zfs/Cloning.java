package org.hevelius.providers.zfs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.NativeStorage.Cloned;
import org.hevelius.providers.process.ProgramResult;
import org.jspecify.annotations.Nullable;

/** Makes clones for people to write to. */
final class Cloning {
  private final Mounts mounts;

  Cloning(Mounts mounts) {
    this.mounts = mounts;
  }

  Cloned clone(Snap root, String name) {
    Place place = new Place(root.zfs().machine().name(), name);
    if (!place.pool().equals(Place.pool(root.dataset()))) {
      throw new HeveliusException(
          Category.INVALID,
          "a clone lies in the pool of its snapshot, and \"%s\" doesn't".formatted(name),
          "name a dataset that doesn't exist yet, such as %s/copy"
              .formatted(Place.pool(root.dataset())));
    }
    Zfs zfs = root.zfs();
    if (zfs.find(name, List.of("type")).isPresent()) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is a ZFS dataset %s already".formatted(zfs.shown(name)),
          "nothing was changed; choose another name");
    }
    List<String> made = new ArrayList<>();
    try {
      for (Map.Entry<String, Snap> one : Exchange.relative(Snaps.taken(root)).entrySet()) {
        String dataset = one.getKey().isEmpty() ? name : name + "/" + one.getKey();
        ProgramResult result = zfs.change("clone", one.getValue().full(), dataset);
        // An account that isn't root makes a clone and then fails to mount it.
        if (!result.succeeded() && !isCloneOf(zfs, dataset, one.getValue())) {
          throw zfs.refused(
              "clone " + zfs.shown(one.getValue().full()),
              place.pool(),
              result,
              "no clone is left of it");
        }
        made.add(dataset);
      }
    } catch (RuntimeException e) {
      made.reversed().forEach(dataset -> zfs.run("destroy", dataset));
      throw e;
    }
    return new Cloned(zfs.shown(name), path(zfs, name));
  }

  private static boolean isCloneOf(Zfs zfs, String dataset, Snap snap) {
    return zfs.find(dataset, List.of("origin"))
        .filter(listed -> listed.text("origin").equals(snap.full()))
        .isPresent();
  }

  private @Nullable Path path(Zfs zfs, String name) {
    return zfs.machine().isLocal()
        ? zfs.find(name, Mounts.PROPERTIES).flatMap(mounts::directory).map(Path::of).orElse(null)
        : null;
  }
}
