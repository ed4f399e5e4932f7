package org.hevelius.providers.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.Names;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.providers.files.LiveTree;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.repository.StoredSnapshot;
import org.hevelius.repository.WriteSession;
import org.hevelius.repository.backup.Backup;
import org.hevelius.repository.backup.BackupCounters;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.fs.RawPath;

/** Reads and stores the directories of one snapshot. */
final class CaptureRun {
  private static final long LEAST_FREE_BYTES = 64L << 20;

  private final RepositoryPool pool;
  private final OwnPlaces own;
  private final String program;
  private final CaptureRequest request;
  private final List<BackupCounters> counters = new CopyOnWriteArrayList<>();

  CaptureRun(RepositoryPool pool, OwnPlaces own, String program, CaptureRequest request) {
    this.pool = pool;
    this.own = own;
    this.program = program;
    this.request = request;
  }

  PendingCapture run() {
    String repository = request.dataset().repository();
    pool.requireWritable(repository);
    requireSpace(repository);
    Instant started = pool.environment().clock().instant();
    WriteSession session = pool.write(repository);
    try (SourceCount count = isKnown() ? SourceCount.none() : count();
        Progress.Phase _ = request.progress().begin("reading", () -> state(count))) {
      return EngineFailures.writing(() -> capture(session, started));
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private void requireSpace(String repository) {
    long free = pool.repository(repository).storage().freeBytes();
    if (free < LEAST_FREE_BYTES) {
      throw new HeveliusException(
          Category.FULL,
          "no space left for the repository at %s (%d MiB free)"
              .formatted(pool.location(pool.entry(repository)), free >> 20),
          "nothing was read or written; all earlier snapshots are intact;"
              + " run `hevelius cleanup --dry-run` to see what retention would free");
    }
  }

  private PendingCapture capture(WriteSession session, Instant started) {
    List<Backup.Captured> captured = new ArrayList<>();
    Id parentId = null;
    for (SourceSpec source : request.sources()) {
      StoredSnapshot parent = parent(session, source).orElse(null);
      parentId = parentId == null && parent != null ? parent.id() : parentId;
      captured.add(session.capture(source(source), parent, counters::add, request.canceled()));
    }
    return new PendingDirectories(
        session,
        request.dataset().repository(),
        request.sources(),
        captured,
        new PendingDirectories.Facts(started, parentId, request.dataset().excludes(), program));
  }

  private Backup.Source source(SourceSpec source) {
    SourceSpec from = request.readFrom(source);
    return new Backup.Source(
        source.location(), from.location(), own.excludes(request.dataset(), from));
  }

  /**
   * The snapshot with which unchanged files are found: the one of the version before, else the
   * newest one of the same directory on this machine.
   */
  private Optional<StoredSnapshot> parent(WriteSession session, SourceSpec source) {
    Capture before = request.parents().get(source);
    if (before != null && before.repository().equals(request.dataset().repository())) {
      Optional<StoredSnapshot> exact =
          StoredCaptures.exact(session.reading(), StoredCaptures.id(before));
      if (exact.isPresent()) {
        return exact;
      }
    }
    String host = pool.environment().owner().hostname();
    return session.snapshots().stream()
        .filter(stored -> stored.file().paths().contains(source.location()))
        .filter(stored -> stored.file().hostname().equals(host))
        .max(Comparator.comparing(stored -> stored.file().time()));
  }

  /** Whether a total is known from the version before, which must have had all the sources. */
  private boolean isKnown() {
    return request.parents().keySet().containsAll(request.sources());
  }

  private SourceCount count() {
    return request.progress().wantsTotals()
        ? SourceCount.begin(
            request.sources().stream()
                .map(
                    source ->
                        new LiveTree(
                            pool.environment().files(),
                            RawPath.ofText(source.location()),
                            own.excludes(request.dataset(), source)))
                .toList())
        : SourceCount.none();
  }

  private Progress.State state(SourceCount count) {
    long files = 0;
    long bytes = 0;
    String current = null;
    for (BackupCounters counter : counters) {
      files += counter.files() + counter.others();
      bytes += counter.bytesSeen();
      current = counter.current();
    }
    SourceCount.Total total = isKnown() ? before() : count.total();
    return new Progress.State(
        files,
        total.files() == 0 ? 0 : Math.max(files, total.files()),
        bytes,
        total.bytes() == 0 ? 0 : Math.max(bytes, total.bytes()),
        current == null ? null : Names.show(current));
  }

  /** As much as the version before had. */
  private SourceCount.Total before() {
    List<Capture> captures =
        request.sources().stream()
            .flatMap(source -> Optional.ofNullable(request.parents().get(source)).stream())
            .toList();
    return new SourceCount.Total(
        captures.stream().mapToLong(Capture::files).sum(),
        captures.stream().mapToLong(Capture::bytes).sum());
  }
}
