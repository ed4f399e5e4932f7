package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.Names;
import org.jspecify.annotations.Nullable;

/** Finds subvolumes: those of sources by their paths, those of captures by their identities. */
final class Volumes {
  private final Commands commands;
  private final Supplier<List<Mount>> table;
  // Where captures were seen: looked at again each time, so that what is written here can't
  // mislead.
  private final Map<String, String> seen = Collections.synchronizedMap(new Recent());

  private static final class Recent extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 1000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > MOST;
    }
  }

  /**
   * Finds what is mounted.
   *
   * @param table the mounts, asked each time
   */
  Volumes(Commands commands, Supplier<List<Mount>> table) {
    this.commands = commands;
    this.table = table;
  }

  /** What is mounted now. */
  List<Mount> mounts() {
    return table.get();
  }

  Commands commands() {
    return commands;
  }

  /**
   * Where a source lies.
   *
   * @param path without links
   */
  record Source(String path, Mount mount, Subvolume subvolume) {}

  /**
   * Where a capture lies.
   *
   * @param container what it lies in with its files, if we made it
   * @param taken what is known of it there
   */
  record Found(
      Path path,
      Mount mount,
      Subvolume subvolume,
      @Nullable Path container,
      @Nullable Taken taken) {
    boolean isOurs() {
      return taken != null;
    }

    /** Places of images of nested subvolumes, by where they stand below the source. */
    Map<String, String> nested() {
      Map<String, String> places = new LinkedHashMap<>();
      if (taken != null && container != null) {
        for (Taken.Nested nested : taken.nested()) {
          places.put(Names.parse(nested.path()), container.resolve(nested.name()).toString());
        }
      }
      return places;
    }
  }

  /**
   * Finds a source.
   *
   * @throws HeveliusException UNAVAILABLE when nothing is there; INVALID when it is no subvolume
   */
  Source source(SourceSpec source) {
    String path = real(source);
    Mount mount = Mount.around(mounts(), path);
    if (!mount.isBtrfs()) {
      throw new HeveliusException(
          Category.INVALID,
          "%s lies on %s and not on Btrfs".formatted(source, mount.kind()),
          "check that its disk is mounted; a directory of any file system is written dir:"
              + source.location());
    }
    Subvolume subvolume =
        commands
            .find(path)
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.INVALID,
                        source + " is a directory and no subvolume",
                        "take it as dir:"
                            + source.location()
                            + ", or make a subvolume of it:"
                            + " btrfs subvolume create DIR, and move the files there"));
    if (subvolume.id() == Subvolume.TOP) {
      throw new HeveliusException(
          Category.INVALID,
          source + " is the top level of its file system, in which its snapshots would lie too",
          "keep the data in a subvolume of it: btrfs subvolume create DIR");
    }
    return new Source(path, mount, subvolume);
  }

  private static String real(SourceSpec source) {
    try {
      return Path.of(source.location()).toRealPath().toString();
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          source + " is not there",
          List.of("check the path, and that its disk is mounted"),
          e);
    }
  }

  /**
   * The directory for the snapshots of a source: on its file system, and never inside it.
   *
   * @throws HeveliusException UNAVAILABLE when no mount has room for it
   */
  Place place(Source source) {
    Mount mount = source.mount();
    if (source.path().equals(mount.point())) {
      mount =
          mounts().stream()
              .filter(Mount::isBtrfs)
              .filter(other -> other.device().equals(source.mount().device()))
              .filter(other -> !Mount.isWithin(other.root(), source.subvolume().path()))
              .filter(other -> !other.readOnly())
              .min(Comparator.comparingInt(other -> other.root().length()))
              .orElseThrow(
                  () ->
                      new HeveliusException(
                          Category.UNAVAILABLE,
                          Names.show(source.path())
                              + " is where its subvolume is mounted, and its snapshots can't lie"
                              + " inside it",
                          "mount the top level of the same file system as well, for root alone:"
                              + " mount -o subvolid=5 DEVICE /mnt/top"));
    }
    if (mount.readOnly()) {
      throw new HeveliusException(
          Category.UNAVAILABLE, Names.show(mount.point()) + " is mounted read-only");
    }
    return new Place(Path.of(mount.point()).resolve(Place.NAME), commands);
  }

  /** One mount of each Btrfs that is mounted here, the one that shows most of it. */
  List<Mount> fileSystems() {
    Map<String, Mount> systems = new LinkedHashMap<>();
    for (Mount mount : mounts()) {
      if (mount.isBtrfs()) {
        systems.merge(
            mount.device(),
            mount,
            (one, other) -> other.root().length() < one.root().length() ? other : one);
      }
    }
    return List.copyOf(systems.values());
  }

  /** A mount of the file system with this identity. */
  Optional<Mount> fileSystem(String identity) {
    return fileSystems().stream()
        .filter(mount -> commands.fileSystem(mount.point()).equals(identity))
        .findFirst();
  }

  /**
   * Finds a capture.
   *
   * @return nothing when it is gone
   * @throws HeveliusException UNAVAILABLE when its file system isn't mounted
   */
  Optional<Found> find(Capture capture) {
    Identity identity = Identity.of(capture);
    String before = seen.get(identity.text());
    if (before != null) {
      Optional<Subvolume> there =
          commands.find(before).filter(s -> s.uuid().equals(identity.subvolume()));
      if (there.isPresent()) {
        return Optional.of(at(Path.of(before), Mount.around(mounts(), before), there.get()));
      }
    }
    Mount mount =
        fileSystem(identity.fileSystem())
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.UNAVAILABLE,
                        "the Btrfs %s with the snapshot %s of %s is not mounted"
                            .formatted(identity.fileSystem(), identity.brief(), capture.source()),
                        "nothing was changed; mount its disk"));
    return commands
        .find(mount.point(), identity.subvolume())
        .filter(subvolume -> !Place.isDiscarded(subvolume.path()))
        .map(
            subvolume -> {
              Found found = seen(mount, subvolume);
              seen.put(identity.text(), found.path().toString());
              return found;
            });
  }

  /** As {@link #find}, for one that must be there. */
  Found need(Capture capture) {
    return find(capture)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "the snapshot %s of %s is gone from its file system"
                        .formatted(Identity.of(capture).brief(), capture.source()),
                    "it was deleted by another hand; other snapshots are as they were"));
  }

  private Found seen(Mount mount, Subvolume subvolume) {
    Path path =
        outside(mount, subvolume)
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.UNAVAILABLE,
                        "the subvolume %s is there, but no mount shows it"
                            .formatted(Names.show(subvolume.path())),
                        "mount the top level of its file system: mount -o subvolid=5 DEVICE DIR"));
    return at(path, mount, subvolume);
  }

  private static Found at(Path path, Mount mount, Subvolume subvolume) {
    Path container = Objects.requireNonNull(path.getParent());
    Taken taken = null;
    if (Place.contains(subvolume.path()) && Files.exists(container.resolve(Taken.FILE))) {
      taken =
          Taken.in(container).stream()
              .filter(one -> one.uuid().equals(subvolume.uuid()))
              .findFirst()
              .orElse(null);
    }
    return new Found(path, mount, subvolume, taken == null ? null : container, taken);
  }

  /** Where a subvolume can be seen, if anywhere. */
  Optional<Path> outside(Mount system, Subvolume subvolume) {
    List<Mount> mounts = new ArrayList<>(mounts());
    mounts.removeIf(mount -> !mount.device().equals(system.device()) || !mount.isBtrfs());
    return mounts.stream()
        .flatMap(mount -> mount.outside(subvolume.path()).stream())
        .filter(
            path -> commands.find(path).filter(s -> s.uuid().equals(subvolume.uuid())).isPresent())
        .map(Path::of)
        .findFirst();
  }

  /** The subvolumes that lie below another, those above first. */
  static List<Subvolume> below(List<Subvolume> all, Subvolume top) {
    Map<Long, Subvolume> byId = new HashMap<>();
    all.forEach(subvolume -> byId.put(subvolume.id(), subvolume));
    List<Subvolume> below = new ArrayList<>();
    for (Subvolume subvolume : all) {
      Subvolume at = subvolume;
      while (at != null && at.id() != top.id()) {
        at = byId.get(at.parent());
      }
      if (at != null && subvolume.id() != top.id()) {
        below.add(subvolume);
      }
    }
    below.sort((a, b) -> Names.compare(a.path(), b.path()));
    return below;
  }
}
