package org.hevelius.providers.directory;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.provider.Support;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.CaptureCounts;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.providers.files.LiveTree;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.repository.ReadSession;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.StoredSnapshot;
import org.hevelius.repository.WriteSession;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;
import org.jspecify.annotations.Nullable;

/**
 * Captures directory trees into the repository of their dataset. All directories of one snapshot go
 * into one snapshot of the repository, in whose tree the manifest stands as well, so that they
 * become visible by one atomic act.
 */
public final class DirectoryProvider implements SnapshotProvider {
  private final RepositoryPool pool;
  private final OwnPlaces own;
  private final String program;
  private final Consumer<String> notices;

  /**
   * Makes the provider.
   *
   * @param program name and version of this program, as snapshots record it
   * @param notices told in a sentence of what could not be read although the work goes on
   */
  public DirectoryProvider(RepositoryPool pool, String program, Consumer<String> notices) {
    this.pool = pool;
    this.own = pool.ownPlaces();
    this.program = program;
    this.notices = notices;
  }

  @Override
  public SourceSpec.Kind kind() {
    return SourceSpec.Kind.DIR;
  }

  @Override
  public void probe(SourceSpec source) {
    requireTakable(source);
    try {
      boolean _ = isEmpty(source);
    } catch (FileSystemException e) {
      throw unreadable(source, e);
    }
  }

  @Override
  public List<Support> capabilities(SourceSpec source) {
    String copied = "files are read one by one and stored in the repository";
    return Arrays.stream(Capability.values())
        .map(
            capability ->
                switch (capability) {
                  case ATOMIC_SET -> capability.no(copied);
                  case RECURSIVE, EXCLUDES, LABELS -> capability.yes();
                  case HOLD -> capability.no("a repository can't hold; Hevelius does");
                  case NATIVE_DIFF -> capability.yes("equal directories are known without reading");
                  case EXACT_RECLAIM -> capability.yes("as pruning plans it");
                  case IMMUTABLE_TO_OWNER ->
                      capability.no("unless the repository belongs to another account");
                  case BROWSE_PATH, CLONE, ROLLBACK, ROLLBACK_KEEPS_NEWER -> capability.no(copied);
                  case EXPIRY, SCHEDULE -> capability.no("Hevelius keeps the times");
                  case REPLICATION -> capability.no("the repository can be copied");
                })
        .toList();
  }

  @Override
  public Presence presence(SourceSpec source) {
    try {
      return isEmpty(source) ? Presence.EMPTY : Presence.THERE;
    } catch (FileSystemException e) {
      if (e.reason() == FileSystemException.Reason.NOT_FOUND) {
        return Presence.MISSING;
      }
      throw unreadable(source, e);
    }
  }

  /** Of a directory that is gone, that of the nearest one above it, where it will be made again. */
  @Override
  public OptionalLong room(SourceSpec source) {
    for (Path at = Path.of(source.location()); at != null; at = at.getParent()) {
      try {
        return OptionalLong.of(pool.environment().files().freeBytes(RawPath.ofText(at.toString())));
      } catch (FileSystemException e) {
        if (e.reason() != FileSystemException.Reason.NOT_FOUND) {
          return OptionalLong.empty();
        }
      }
    }
    return OptionalLong.empty();
  }

  private boolean isEmpty(SourceSpec source) {
    try (Directory directory = pool.environment().files().open(RawPath.ofText(source.location()))) {
      return directory.list().isEmpty();
    }
  }

  private static HeveliusException unreadable(SourceSpec source, FileSystemException e) {
    boolean noDirectory = e.reason() == FileSystemException.Reason.NOT_A_DIRECTORY;
    return new HeveliusException(
        noDirectory ? Category.INVALID : Category.UNAVAILABLE,
        "the source %s can't be read: %s".formatted(source, e.getMessage()),
        List.of(
            noDirectory
                ? "a dir: source is a directory; name the one that holds the file"
                : "check the path, its permissions, and that its disk is mounted"),
        e);
  }

  private void requireTakable(SourceSpec source) {
    if (source.kind() != SourceSpec.Kind.DIR) {
      throw new HeveliusException(
          Category.INVALID, source + " is no directory source; they are written dir:/path");
    }
    if (source.location().equals("/") || isWithin(source.location(), "/.hevelius")) {
      throw new HeveliusException(
          Category.INVALID,
          source + " can't be a source: the manifest of a snapshot stands at /.hevelius",
          "name the directories that hold data, such as dir:/data, one source each");
    }
    own.around(source.location())
        .ifPresent(
            place -> {
              throw new HeveliusException(
                  Category.INVALID,
                  "%s can't be a source: it lies in Hevelius' own directory %s"
                      .formatted(source, place),
                  "keep data and repositories apart");
            });
  }

  private static boolean isWithin(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }

  @Override
  public PendingCapture capture(CaptureRequest request) {
    request.sources().forEach(this::requireTakable);
    request.sources().stream().map(request::readFrom).forEach(this::requireTakable);
    return new CaptureRun(pool, own, program, request).run();
  }

  @Override
  public SnapshotTree open(Capture capture) {
    ReadLease lease = pool.read(capture.repository(), StoredCaptures.id(capture));
    try {
      return EngineFailures.translate(
          () -> {
            StoredSnapshot stored = StoredCaptures.snapshot(lease.session(), capture);
            Node root = StoredCaptures.directory(lease.session(), stored, capture.source());
            return new RepositoryTree(lease, root, notices);
          });
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  @Override
  public SnapshotTree live(Dataset dataset, SourceSpec source) {
    return EngineFailures.translate(
        () ->
            new LiveTree(
                pool.environment().files(),
                RawPath.ofText(source.location()),
                own.excludes(dataset, source)));
  }

  @Override
  public void restore(RestoreOrder order) {
    new RestoreRun(pool, own, order, notices).run();
  }

  @Override
  public List<Capture> annotate(List<Capture> captures, Manifest manifest) {
    if (captures.isEmpty()) {
      return List.of();
    }
    Capture first = oneSnapshot(captures);
    List<CaptureCounts> counts = captures.stream().map(CaptureCounts::of).toList();
    String json = SnapshotTags.json(manifest.withCounts(counts));
    List<String> tags = SnapshotTags.of(manifest.snapshot());
    try (WriteSession session = pool.write(first.repository())) {
      StoredSnapshot rewritten =
          EngineFailures.writing(
              () -> {
                StoredSnapshot old = StoredCaptures.snapshot(session.reading(), first);
                requireOurs(session.reading(), old, first);
                StoredSnapshot now = session.rewrite(old, StoredCaptures.MANIFEST, json, tags);
                // What an interrupted or concurrent annotation of the same snapshot has left.
                for (StoredSnapshot form : otherForms(session.reading(), old)) {
                  session.forget(form.id());
                }
                return now;
              });
      String id = rewritten.id().toString();
      return captures.stream()
          .map(
              capture ->
                  CaptureCounts.of(capture).capture(capture.provider(), id, capture.repository()))
          .toList();
    }
  }

  private static Capture oneSnapshot(List<Capture> captures) {
    Capture first = captures.getFirst();
    for (Capture capture : captures) {
      if (!capture.id().equals(first.id()) || !capture.repository().equals(first.repository())) {
        throw new HeveliusException(
            Category.INVALID,
            "captures of two snapshots can't be changed as one: %s and %s"
                .formatted(StoredCaptures.brief(first), StoredCaptures.brief(capture)));
      }
    }
    return first;
  }

  private void requireOurs(ReadSession session, StoredSnapshot stored, Capture capture) {
    if (!isOurs(session, stored)) {
      throw new HeveliusException(
          Category.REFUSED,
          "snapshot %s in the repository \"%s\" was made by another program"
              .formatted(stored.id().brief(), capture.repository()),
          "nothing was changed; Hevelius changes and forgets only what it made");
    }
  }

  private boolean isOurs(ReadSession session, StoredSnapshot stored) {
    try {
      return StoredCaptures.isOurs(session, stored);
    } catch (RepositoryException e) {
      // Its tree can't be read any more; then its tag must say it.
      notices.accept(
          "the tree of snapshot %s can't be read: %s"
              .formatted(stored.id().brief(), e.getMessage()));
      return stored.file().tags().contains(StoredCaptures.TAG);
    }
  }

  /** Other records of one snapshot of ours, but none that is held or that a person made. */
  private static List<StoredSnapshot> otherForms(ReadSession session, StoredSnapshot stored) {
    return session.snapshots().stream()
        .filter(other -> other.firstId().equals(stored.firstId()))
        .filter(other -> !other.id().equals(stored.id()))
        .filter(other -> !other.file().tags().contains(StoredCaptures.REWRITTEN))
        .filter(other -> isSame(session, stored, other))
        .toList();
  }

  private static boolean isSame(ReadSession session, StoredSnapshot a, StoredSnapshot b) {
    try {
      Snapshot one = StoredCaptures.manifest(session, a).orElseThrow().snapshot();
      Snapshot other = StoredCaptures.manifest(session, b).orElseThrow().snapshot();
      return one.name().equals(other.name())
          && one.reference().equals(other.reference())
          && (!other.isHeld() || one.isHeld());
    } catch (RepositoryException | HeveliusException | NoSuchElementException e) {
      return false;
    }
  }

  @Override
  public void forget(List<Capture> captures) {
    for (Capture capture : captures) {
      Id id = StoredCaptures.id(capture);
      pool.requireWritable(capture.repository());
      try (ReadLease lease = pool.readToForget(capture.repository(), id)) {
        EngineFailures.translated(() -> forget(lease.session(), id, capture));
      }
    }
  }

  private void forget(ReadSession session, Id id, Capture capture) {
    StoredSnapshot stored = StoredCaptures.exact(session, id).orElse(null);
    if (stored != null) {
      requireOurs(session, stored, capture);
      // The recorded form last: while it is there, an interrupted removal counts as not done.
      otherForms(session, stored).forEach(form -> session.forget(form.id()));
      session.forget(id);
    } else if (isUnreadable(capture, id)) {
      // Nothing in it can be asked any more; that it is ours says who asks for exactly this id.
      session.forget(id);
    }
  }

  private boolean isUnreadable(Capture capture, Id id) {
    try {
      pool.repository(capture.repository()).snapshot(id);
      return false;
    } catch (RepositoryException e) {
      if (e.kind() == RepositoryException.Kind.NOT_FOUND) {
        return false;
      }
      if (e.kind() == RepositoryException.Kind.DAMAGED) {
        return true;
      }
      throw e;
    }
  }

  @Override
  public boolean exists(Capture capture) {
    Id id = StoredCaptures.id(capture);
    Storage storage;
    try {
      storage = pool.repository(capture.repository()).storage();
    } catch (HeveliusException e) {
      throw e.category() == Category.NOT_FOUND ? unknowable(capture, e) : e;
    }
    return EngineFailures.translate(
        () -> {
          boolean there = storage.contains(Handle.of(FileKind.SNAPSHOT, id));
          if (!there && !storage.exists()) {
            throw unknowable(capture, null);
          }
          return there;
        });
  }

  /** A disk that isn't mounted must never make a capture count as gone. */
  private static HeveliusException unknowable(Capture capture, @Nullable Exception cause) {
    HeveliusException unknowable =
        new HeveliusException(
            Category.UNAVAILABLE,
            "whether snapshot %s is there can't be known: the repository \"%s\" isn't"
                    .formatted(StoredCaptures.brief(capture), capture.repository())
                + " where it should be",
            "nothing was changed; check that its disk is mounted");
    if (cause != null) {
      unknowable.initCause(cause);
    }
    return unknowable;
  }

  @Override
  public Stream<Recovered> recover() {
    return new Recovery(pool, notices).recover();
  }

  @Override
  public List<Recovered> recover(Dataset dataset, LongPredicate wanted) {
    return new Recovery(pool, notices).recover(dataset, wanted);
  }
}
