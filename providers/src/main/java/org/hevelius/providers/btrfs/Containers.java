package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.CaptureCounts;
import org.hevelius.core.snapshot.Manifest;

/** What stands beside the subvolumes of our snapshots: reads it, changes it, removes it. */
final class Containers {
  private final Volumes volumes;
  private final String home;
  private final Consumer<String> notices;

  Containers(Volumes volumes, String home, Consumer<String> notices) {
    this.volumes = volumes;
    this.home = home;
    this.notices = notices;
  }

  /** A container that was found, with the subvolumes that are in it. */
  private record Found(Path path, String fileSystem, Map<String, String> uuids) {
    String name() {
      return path.getFileName().toString();
    }
  }

  /** A part of a snapshot on one file system. */
  private record Part(Manifest manifest, List<Capture> captures) {}

  /** All published snapshots. */
  Stream<Recovered> recover() {
    return recover(_ -> true);
  }

  /** Those of one dataset; names tell the version, so that not all manifests are read. */
  List<Recovered> recover(Dataset dataset, LongPredicate wanted) {
    return recover(container -> mayBe(container, wanted))
        .filter(found -> found.manifest().snapshot().dataset().equals(dataset.name()))
        .filter(found -> wanted.test(found.manifest().snapshot().version()))
        .sorted(
            (a, b) ->
                Long.compare(a.manifest().snapshot().version(), b.manifest().snapshot().version()))
        .toList();
  }

  private static boolean mayBe(String name, LongPredicate wanted) {
    int at = name.lastIndexOf('@');
    String version = at < 0 ? "" : name.substring(at + 1).replaceFirst("\\..*", "");
    return !version.matches("[0-9]{1,18}") || wanted.test(Long.parseLong(version));
  }

  private Stream<Recovered> recover(Predicate<String> wanted) {
    Map<String, List<Found>> byName = new LinkedHashMap<>();
    for (Found container : all()) {
      if (Place.isPublished(container.name()) && wanted.test(container.name())) {
        byName.computeIfAbsent(container.name(), _ -> new ArrayList<>()).add(container);
      }
    }
    return byName.values().stream().flatMap(containers -> joined(containers).stream());
  }

  /** Containers of one name on several file systems are parts of one snapshot where they say so. */
  private List<Recovered> joined(List<Found> containers) {
    Map<String, List<Part>> parts = new LinkedHashMap<>();
    for (Found container : containers) {
      try {
        Part part = part(container);
        String key =
            String.join(
                "\n",
                part.manifest().home(),
                part.manifest().snapshot().reference(),
                part.manifest().snapshot().name());
        parts.computeIfAbsent(key, _ -> new ArrayList<>()).add(part);
      } catch (HeveliusException e) {
        notices.accept(
            "the snapshot in %s is left out: %s".formatted(container.path(), e.getMessage()));
      }
    }
    List<Recovered> recovered = new ArrayList<>();
    for (List<Part> some : parts.values()) {
      List<Capture> captures = some.stream().flatMap(part -> part.captures().stream()).toList();
      Manifest manifest = some.getLast().manifest();
      Set<SourceSpec> missing = new LinkedHashSet<>();
      manifest.counts().forEach(count -> missing.add(count.source()));
      captures.forEach(capture -> missing.remove(capture.source()));
      if (missing.isEmpty()) {
        recovered.add(new Recovered(manifest, captures));
      } else {
        notices.accept(
            "%s is left out: the captures of %s aren't there; mount their disks, and if it was cut"
                    .formatted(manifest.snapshot().reference(), missing)
                + " off while it was published, the next capture takes it back");
      }
    }
    return recovered;
  }

  private Part part(Found container) {
    Manifest manifest = manifest(container.path());
    Map<SourceSpec, CaptureCounts> counts = new HashMap<>();
    manifest.counts().forEach(count -> counts.put(count.source(), count));
    List<Capture> captures = new ArrayList<>();
    for (Taken taken : Taken.in(container.path())) {
      if (!taken.uuid().equals(container.uuids().get(taken.name()))) {
        throw new HeveliusException(
            Category.DAMAGED, "its subvolume %s isn't there".formatted(taken.name()));
      }
      SourceSpec source = taken.spec();
      CaptureCounts count =
          counts.getOrDefault(
              source, new CaptureCounts(source, Capture.NOT_COUNTED, Capture.NOT_COUNTED, 0, 0, 0));
      captures.add(
          count.capture(
              BtrfsProvider.NAME, new Identity(taken.uuid(), container.fileSystem()).text(), ""));
    }
    return new Part(manifest, captures);
  }

  private static Manifest manifest(Path container) {
    Path file = container.resolve(SubvolumeCapture.MANIFEST);
    return Manifest.parse(DurableFiles.in(file, () -> Files.readAllBytes(file)), file.toString());
  }

  /** All containers of all file systems that are mounted. */
  private List<Found> all() {
    List<Found> found = new ArrayList<>();
    for (Mount system : volumes.fileSystems()) {
      Map<Path, Found> here = new LinkedHashMap<>();
      Map<String, Path> seen = new HashMap<>();
      String identity = volumes.commands().fileSystem(system.point());
      for (Subvolume subvolume : volumes.commands().list(system.point())) {
        if (Place.isImage(subvolume.path())) {
          String above = subvolume.path().substring(0, subvolume.path().lastIndexOf('/'));
          Path container =
              seen.computeIfAbsent(
                  above,
                  _ ->
                      volumes
                          .outside(system, subvolume)
                          .map(path -> Objects.requireNonNull(path.getParent()))
                          .orElse(Path.of("/")));
          if (container.getNameCount() > 0) {
            here.computeIfAbsent(container, path -> new Found(path, identity, new HashMap<>()))
                .uuids()
                .put(subvolume.path().substring(above.length() + 1), subvolume.uuid());
          } else {
            notices.accept("no mount shows the snapshot at " + subvolume.path());
          }
        }
      }
      found.addAll(here.values());
    }
    return found;
  }

  /**
   * A capture, and the home that took it.
   *
   * @param home its id; empty when it names none
   */
  record Ours(Taken taken, String home) {}

  /** The captures of a source on the file system that it lies on, by their identities. */
  Map<String, Ours> of(Volumes.Source source, SourceSpec spec) {
    Map<String, Ours> captures = new HashMap<>();
    Set<Path> read = new HashSet<>();
    Path root = volumes.place(source).root();
    if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
      return captures;
    }
    for (Path container : DurableFiles.in(root, () -> Place.entries(root, "[!.]*"))) {
      if (read.add(container) && Files.exists(container.resolve(Taken.FILE))) {
        List<Taken> meant =
            Taken.in(container).stream()
                .filter(taken -> taken.source().equals(spec.toString()))
                .toList();
        String by = meant.isEmpty() ? "" : homeOf(container);
        meant.forEach(taken -> captures.put(taken.uuid(), new Ours(taken, by)));
      }
    }
    return captures;
  }

  /** The home that a container names; empty where its manifest can't be read. */
  private String homeOf(Path container) {
    try {
      return manifest(container).home();
    } catch (HeveliusException e) {
      notices.accept(
          "which home made the snapshot in %s can't be read: %s"
              .formatted(container, e.getMessage()));
      return "";
    }
  }

  /** Writes another manifest beside captures. */
  List<Capture> annotate(List<Capture> captures, Manifest manifest) {
    List<CaptureCounts> counts = captures.stream().map(CaptureCounts::of).toList();
    Set<Path> containers = new LinkedHashSet<>();
    for (Capture capture : captures) {
      containers.add(ours(volumes.need(capture), capture));
    }
    byte[] json = manifest.withCounts(counts).withHome(home).toJson();
    for (Path container : containers) {
      DurableFiles.in(
          container,
          () -> {
            DurableFiles.write(container.resolve(SubvolumeCapture.MANIFEST), json);
            rename(container, SubvolumeCapture.name(manifest));
            return true;
          });
    }
    return captures;
  }

  /** The name follows the version, by which it is found. */
  private static void rename(Path container, String name) throws IOException {
    String now = container.getFileName().toString();
    Path wanted = container.resolveSibling(name);
    if (!now.equals(name)
        && !now.startsWith(name + ".")
        && Files.notExists(wanted, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(container, wanted, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.sync(Objects.requireNonNull(wanted.getParent()));
    }
  }

  private Path ours(Volumes.Found found, Capture capture) {
    Path container = found.container();
    if (container == null || !found.isOurs()) {
      throw notOurs(capture, "another program");
    }
    String by = homeOf(container);
    if (!by.isEmpty() && !by.equals(home)) {
      throw notOurs(capture, "the home " + by);
    }
    return container;
  }

  private static HeveliusException notOurs(Capture capture, String by) {
    return new HeveliusException(
        Category.REFUSED,
        "the snapshot %s of %s was made by %s"
            .formatted(Identity.of(capture).brief(), capture.source(), by),
        "nothing was changed; a home changes and forgets only what it made");
  }

  /**
   * Removes captures. Their container loses its name first, in one act, so that a snapshot of which
   * a part is gone never counts as one.
   */
  void forget(List<Capture> captures) {
    Map<Path, Set<String>> wanted = new LinkedHashMap<>();
    for (Capture capture : captures) {
      Volumes.Found found = volumes.find(capture).orElse(null);
      if (found != null) {
        Path container = ours(found, capture);
        requireNotReceived(found, capture);
        wanted.computeIfAbsent(container, _ -> new HashSet<>()).add(found.subvolume().uuid());
      }
    }
    wanted.forEach(this::forget);
  }

  private static void requireNotReceived(Volumes.Found found, Capture capture) {
    if (found.subvolume().received() != null) {
      throw new HeveliusException(
          Category.REFUSED,
          "the snapshot %s of %s was received from elsewhere"
              .formatted(Identity.of(capture).brief(), capture.source()),
          "nothing was changed; further increments may need it");
    }
  }

  private void forget(Path container, Set<String> uuids) {
    List<Taken> all = Taken.in(container);
    for (Taken taken : all) {
      requireSame(container.resolve(taken.name()), taken.uuid());
      taken
          .nested()
          .forEach(nested -> requireSame(container.resolve(nested.name()), nested.uuid()));
    }
    if (!all.stream().allMatch(taken -> uuids.contains(taken.uuid()))) {
      throw new HeveliusException(
          Category.INVALID,
          "%s holds captures of one snapshot, which go together or not at all".formatted(container),
          "nothing was changed");
    }
    new Place(Objects.requireNonNull(container.getParent()), volumes.commands()).retire(container);
  }

  /** Looks at an identity again, right before; what is gone already is no matter. */
  private void requireSame(Path path, String uuid) {
    Subvolume there = volumes.commands().find(path.toString()).orElse(null);
    boolean gone = there == null && Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
    if (!gone && (there == null || !there.uuid().equals(uuid))) {
      throw new HeveliusException(
          Category.CONFLICT,
          path + " is not the snapshot that was recorded",
          "it was left as it is; look at it, and move it away");
    }
  }
}
