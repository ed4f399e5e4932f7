package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.CaptureCounts;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.tree.Names;
import org.hevelius.providers.btrfs.Place.Pending;
import org.jspecify.annotations.Nullable;

/** The snapshots of the subvolumes of one dataset, before their containers are given names. */
final class SubvolumeCapture implements PendingCapture {
  /** The file with the manifest in a container. */
  static final String MANIFEST = "manifest.json";

  /** One source, taken. */
  private record Image(SourceSpec source, Taken taken, String fileSystem, Content content) {}

  private final Volumes volumes;
  private final String home;
  private final CaptureRequest request;
  private final Map<Path, Pending> containers = new LinkedHashMap<>();
  private final Map<Path, List<Image>> images = new LinkedHashMap<>();
  private final Consumer<Path> steps;
  private boolean published;

  private SubvolumeCapture(
      Volumes volumes, String home, CaptureRequest request, Consumer<Path> steps) {
    this.volumes = volumes;
    this.home = home;
    this.request = request;
    this.steps = steps;
  }

  /** Takes the snapshots of a request; a home that publishes them is named in them. */
  static SubvolumeCapture take(Volumes volumes, String home, CaptureRequest request) {
    return take(volumes, home, request, _ -> {});
  }

  /**
   * Takes the snapshots of a request.
   *
   * @param steps told of each container after it was published
   */
  static SubvolumeCapture take(
      Volumes volumes, String home, CaptureRequest request, Consumer<Path> steps) {
    SubvolumeCapture capture = new SubvolumeCapture(volumes, home, request, steps);
    try {
      for (SourceSpec source : request.sources()) {
        capture.requireWanted();
        capture.take(source);
      }
      return capture;
    } catch (RuntimeException | Error e) {
      try {
        capture.close();
      } catch (RuntimeException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
  }

  private void requireWanted() {
    if (request.canceled().getAsBoolean()) {
      throw new HeveliusException(Category.CANCELED, "canceled; no snapshot was taken");
    }
  }

  private void take(SourceSpec spec) {
    Volumes.Source source = volumes.source(request.readFrom(spec));
    Place place = volumes.place(source);
    Pending container = containers.computeIfAbsent(place.root(), _ -> place.begin(request.label()));
    List<Image> here = images.computeIfAbsent(place.root(), _ -> new ArrayList<>());
    String leaf = leaf(source.path(), here);
    Subvolume live = source.subvolume();
    List<String> findings = new ArrayList<>();
    previous(spec, source).tell(findings);
    Subvolume image = snapshot(source.path(), live, container.path().resolve(leaf));
    Nested below = nested(source, container.path(), leaf);
    findings.addAll(below.findings());
    boolean empty = below.taken().isEmpty() && isEmpty(container.path().resolve(leaf));
    Content content =
        new Content(
            spec,
            empty ? 0 : Capture.NOT_COUNTED,
            empty ? 0 : Capture.NOT_COUNTED,
            Math.max(0, live.referenced()) + below.bytes(),
            0,
            0,
            0,
            below.losses(),
            findings);
    Taken taken = new Taken(spec.toString(), leaf, image.uuid(), live.uuid(), below.taken());
    here.add(
        new Image(spec, taken, volumes.commands().fileSystem(source.mount().point()), content));
  }

  /** What was taken of a source, while it isn't published. */
  Differences.Side look(SourceSpec source) {
    for (Map.Entry<Path, List<Image>> here : images.entrySet()) {
      for (Image image : here.getValue()) {
        if (image.source().equals(source)) {
          Path container = Objects.requireNonNull(containers.get(here.getKey())).path();
          Path path = container.resolve(image.taken().name());
          Map<String, String> nested = new LinkedHashMap<>();
          for (Taken.Nested one : image.taken().nested()) {
            nested.put(Names.parse(one.path()), container.resolve(one.name()).toString());
          }
          Subvolume subvolume = volumes.commands().find(path.toString()).orElseThrow();
          return new Differences.Side(path.toString(), subvolume, true, nested);
        }
      }
    }
    throw new HeveliusException(Category.NOT_FOUND, source + " was not captured");
  }

  private History previous(SourceSpec spec, Volumes.Source source) {
    Capture before = request.copy() == null ? request.parents().get(spec) : null;
    return new History(volumes, source, before);
  }

  private static boolean isEmpty(Path directory) {
    return DurableFiles.in(
        directory,
        () -> {
          try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
          }
        });
  }

  /** A name in the container that people recognize and that needs no care. */
  private static String leaf(String path, List<Image> taken) {
    String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    name = name.substring(0, Math.min(name.length(), 100));
    Set<String> names = new HashSet<>(Set.of("lock", MANIFEST, Taken.FILE, "."));
    taken.forEach(image -> names.add(image.taken().name()));
    String free = name;
    for (int n = 2; names.contains(free); n++) {
      free = name + "-" + n;
    }
    return free;
  }

  /** Takes one snapshot and looks whether it is one of exactly this subvolume. */
  private Subvolume snapshot(String from, Subvolume origin, Path to) {
    volumes.commands().snapshot(from, to.toString(), true);
    Subvolume image =
        volumes
            .commands()
            .find(to.toString())
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.UNAVAILABLE, "the snapshot " + to + " is not where it was made"));
    if (!origin.uuid().equals(image.origin()) || !image.readOnly()) {
      throw new HeveliusException(
          Category.CONFLICT,
          Names.show(from) + " was replaced by another subvolume while it was captured",
          "nothing was published; all earlier snapshots are intact; try again");
    }
    return image;
  }

  /** What lay below a source. */
  private record Nested(List<Taken.Nested> taken, long bytes, long losses, List<String> findings) {}

  private Nested nested(Volumes.Source source, Path container, String leaf) {
    List<Taken.Nested> taken = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    long bytes = 0;
    long losses = 0;
    long left = 0;
    for (Subvolume listed : below(source)) {
      requireWanted();
      String path = listed.path().substring(source.subvolume().path().length() + 1);
      String from = source.path() + "/" + path;
      Subvolume live =
          volumes.commands().find(from).filter(s -> s.uuid().equals(listed.uuid())).orElse(null);
      if (live == null) {
        losses++;
        findings.add(
            "the subvolume %s below it can't be reached by its name; it is not in the capture"
                .formatted(Names.show(path)));
      } else if (live.readOnly() && live.origin() != null) {
        left++;
      } else {
        String name = leaf + ".nested-" + (taken.size() + 1);
        Subvolume image = snapshot(from, live, container.resolve(name));
        taken.add(new Taken.Nested(Names.show(path), name, image.uuid(), live.uuid()));
        bytes += Math.max(0, live.referenced());
      }
    }
    if (!taken.isEmpty()) {
      findings.add(
          taken.size() == 1
              ? "a subvolume below it was taken after it, and not at the same instant"
              : "%d subvolumes below it were taken one after another, and not at one instant"
                  .formatted(taken.size()));
    }
    if (left > 0) {
      findings.add(
          left + " read-only snapshots of other programs below it are not part of the capture");
    }
    return new Nested(taken, bytes, losses, findings);
  }

  /** The subvolumes below a source, those above first, but for our own snapshots. */
  private List<Subvolume> below(Volumes.Source source) {
    List<Subvolume> all = volumes.commands().list(source.mount().point());
    String prefix = source.subvolume().path() + "/";
    return Volumes.below(all, source.subvolume()).stream()
        .filter(subvolume -> subvolume.path().startsWith(prefix))
        .filter(subvolume -> !Place.contains(subvolume.path()))
        .toList();
  }

  private List<Image> all() {
    return request.sources().stream().map(this::image).toList();
  }

  private Image image(SourceSpec source) {
    return images.values().stream()
        .flatMap(List::stream)
        .filter(image -> image.source().equals(source))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public List<Content> contents() {
    return all().stream().map(Image::content).toList();
  }

  @Override
  public Guarantee guarantee() {
    boolean one = request.sources().size() == 1;
    return one && all().getFirst().taken().nested().isEmpty()
        ? Guarantee.ATOMIC
        : Guarantee.UNVERIFIED;
  }

  @Override
  public List<Capture> publish(Manifest manifest) {
    if (published) {
      throw new HeveliusException(
          Category.CONFLICT, "this capture of " + manifest.dataset().name() + " is published");
    }
    List<CaptureCounts> counts =
        all().stream()
            .map(Image::content)
            .map(c -> new CaptureCounts(c.source(), c.files(), c.directories(), c.bytes(), 0, 0))
            .toList();
    byte[] json = manifest.withCounts(counts).withHome(home).toJson();
    Parts parts = parts();
    for (Map.Entry<Path, Pending> entry : containers.entrySet()) {
      List<Image> here = Objects.requireNonNull(images.get(entry.getKey()));
      Path container = entry.getValue().path();
      DurableFiles.in(
          container,
          () -> {
            DurableFiles.write(
                container.resolve(Taken.FILE),
                Taken.json(here.stream().map(Image::taken).toList()));
            DurableFiles.write(container.resolve(MANIFEST), json);
            if (parts.parts().size() > 1) {
              parts.write(container);
            }
            return true;
          });
    }
    publish(name(manifest));
    published = true;
    return counts.stream()
        .map(count -> count.capture(BtrfsProvider.NAME, identity(count.source()), ""))
        .toList();
  }

  private String identity(SourceSpec source) {
    Image image = image(source);
    return new Identity(image.taken().uuid(), image.fileSystem()).text();
  }

  private Parts parts() {
    List<Parts.Part> parts = new ArrayList<>();
    images.forEach(
        (root, here) -> {
          Image image = here.getFirst();
          parts.add(new Parts.Part(image.fileSystem(), root.toString(), image.taken().uuid()));
        });
    return new Parts(parts);
  }

  /** The version stands at the end, so that a container can be found by it. */
  static String name(Manifest manifest) {
    return manifest.snapshot().name() + "@" + manifest.snapshot().version();
  }

  /** The last act. What it did is taken back when not all of it can be done. */
  private void publish(String name) {
    List<Pending> done = new ArrayList<>();
    try {
      for (Pending container : containers.values()) {
        DurableFiles.in(
            container.path(),
            () -> {
              done.add(container);
              container.publish(name);
              return true;
            });
        steps.accept(container.path());
      }
      for (Pending container : containers.values()) {
        DurableFiles.in(
            container.path(),
            () -> {
              container.complete();
              return true;
            });
      }
    } catch (RuntimeException e) {
      for (Pending container : done) {
        try {
          container.withdraw();
        } catch (IOException other) {
          e.addSuppressed(other);
        }
      }
      throw e;
    }
  }

  @Override
  public void close() {
    @Nullable RuntimeException failure = null;
    for (Pending container : containers.values()) {
      try {
        container.close();
      } catch (RuntimeException e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    containers.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
