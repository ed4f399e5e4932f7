package org.hevelius.providers.zfs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.providers.process.ProgramResult;

/**
 * Clones through which snapshots are read where ZFS doesn't show them below a dataset that is
 * mounted. A clone belongs to one process: it goes when its last reader is closed, and what a dead
 * process has left goes when the next clone is made.
 */
final class Browsing {
  private static final String PREFIX = "hevelius-browse-";
  private static final int ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Mounts mounts;
  private final Path directory;
  private final Consumer<String> notices;
  private final Map<String, Lease> leases = new HashMap<>();

  /**
   * Makes none yet.
   *
   * @param directory below which they are mounted
   */
  Browsing(Mounts mounts, Path directory, Consumer<String> notices) {
    this.mounts = mounts;
    this.directory = directory;
    this.notices = notices;
  }

  private static final class Lease {
    final Zfs zfs;
    final String dataset;
    final String place;
    int readers;

    Lease(Zfs zfs, String dataset, String place) {
      this.zfs = zfs;
      this.dataset = dataset;
      this.place = place;
    }
  }

  /** A place where a snapshot can be read until it is given back once. */
  synchronized String take(Snap snap) {
    Lease lease = leases.get(snap.guid());
    if (lease == null) {
      lease = make(snap);
      leases.put(snap.guid(), lease);
    }
    lease.readers++;
    return lease.place;
  }

  /** Gives a place back. */
  synchronized void giveBack(String guid) {
    Lease lease = leases.get(guid);
    if (lease != null && --lease.readers == 0) {
      leases.remove(guid);
      remove(lease.zfs, lease.dataset);
    }
  }

  private Lease make(Snap snap) {
    Zfs zfs = snap.zfs();
    if (!zfs.machine().isLocal()) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the files of %s lie on the machine %s and can't be read here"
              .formatted(snap.full(), zfs.machine().name()),
          "run hevelius there to browse and to restore files;",
          "putting the whole dataset back works from here");
    }
    sweep(zfs, Place.pool(snap.dataset()));
    String own = snap.guid() + "-" + ProcessHandle.current().pid();
    String dataset = Place.pool(snap.dataset()) + "/" + PREFIX + own;
    String place = directory.resolve(own).toString();
    ProgramResult result =
        zfs.run(
            "clone",
            "-o",
            "readonly=on",
            "-o",
            "mountpoint=" + place,
            "-o",
            Labels.BROWSE + "=" + snap.guid(),
            snap.full(),
            dataset);
    Listed made =
        zfs.find(dataset, Mounts.PROPERTIES)
            .orElseThrow(
                () ->
                    zfs.refused(
                        "make a clone to read " + snap.full(), Place.pool(snap.dataset()), result));
    if (mounts.directory(made).isEmpty() && !zfs.run("mount", dataset).succeeded()) {
      remove(zfs, dataset);
      throw Unmounted.isLocked(zfs, snap.dataset())
          ? Unmounted.of(zfs, zfs.get(List.of(snap.dataset()), Mounts.PROPERTIES).getFirst())
          : zfs.failed(
              "mount a clone to read " + snap.full(),
              result,
              "only root may mount clones on Linux");
    }
    return new Lease(zfs, dataset, place);
  }

  /** Removes what processes that are no more have left. */
  private void sweep(Zfs zfs, String pool) {
    for (Listed listed : zfs.around(pool, List.of(Labels.BROWSE))) {
      String name = listed.name().substring(listed.name().indexOf('/') + 1);
      if (!listed.isSnapshot() && name.startsWith(PREFIX) && listed.isOwn(Labels.BROWSE)) {
        String pid = name.substring(name.lastIndexOf('-') + 1);
        boolean alive =
            !pid.matches("[0-9]{1,18}") || ProcessHandle.of(Long.parseLong(pid)).isPresent();
        if (!alive) {
          remove(zfs, listed.name());
        }
      }
    }
  }

  /** Removes a clone of ours; a version that unmounts late needs several attempts. */
  private void remove(Zfs zfs, String dataset) {
    try {
      ProgramResult last = null;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        boolean ours =
            zfs.find(dataset, List.of(Labels.BROWSE))
                .filter(listed -> listed.isOwn(Labels.BROWSE))
                .isPresent();
        if (!ours) {
          return;
        }
        last = zfs.run("destroy", dataset);
        if (last.succeeded()) {
          return;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      notices.accept(
          "the clone %s couldn't be removed; it goes when the next one is made: %s"
              .formatted(dataset, last == null ? "" : last.errors()));
    } catch (HeveliusException e) {
      notices.accept("the clone %s couldn't be removed: %s".formatted(dataset, e.getMessage()));
    }
  }

  /** Whether a dataset is such a clone, which stands in nobody's way. */
  static boolean isClone(String dataset) {
    return dataset.substring(dataset.indexOf('/') + 1).startsWith(PREFIX);
  }
}
