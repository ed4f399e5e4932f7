package org.hevelius.providers.directory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.repository.ReadSession;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.StoredSnapshot;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.SnapshotFile;
import org.jspecify.annotations.Nullable;

/** Finds in all repositories the snapshots that Hevelius made, by the manifests in their trees. */
final class Recovery {
  private final RepositoryPool pool;
  private final Consumer<String> notices;

  Recovery(RepositoryPool pool, Consumer<String> notices) {
    this.pool = pool;
    this.notices = notices;
  }

  private record Found(StoredSnapshot stored, Manifest manifest) {}

  /**
   * All snapshots, repository by repository, read as the stream is consumed. A repository that
   * can't be opened ends it: a catalog that was rebuilt without it would have lost snapshots.
   */
  Stream<Recovered> recover() {
    return pool.entries().stream().flatMap(entry -> recover(entry.name(), _ -> true));
  }

  /** The wanted versions of a dataset, oldest first; the tags say whose manifest is to be read. */
  List<Recovered> recover(Dataset dataset, LongPredicate wanted) {
    Predicate<StoredSnapshot> candidate =
        stored ->
            SnapshotTags.version(stored.file().tags(), dataset.name()).stream().anyMatch(wanted);
    try (Stream<Recovered> found = recover(dataset.repository(), candidate)) {
      return found
          .filter(one -> one.manifest().snapshot().dataset().equals(dataset.name()))
          .filter(one -> wanted.test(one.manifest().snapshot().version()))
          .sorted(Comparator.comparingLong(one -> one.manifest().snapshot().version()))
          .toList();
    }
  }

  private Stream<Recovered> recover(String repository, Predicate<StoredSnapshot> candidate) {
    ReadLease lease = pool.readNow(repository);
    Map<Id, List<StoredSnapshot>> forms = new LinkedHashMap<>();
    for (StoredSnapshot stored : lease.session().snapshots()) {
      if (candidate.test(stored)) {
        forms.computeIfAbsent(stored.firstId(), id -> new ArrayList<>()).add(stored);
      }
    }
    return forms.values().stream()
        .map(records -> newest(lease.session(), repository, records))
        .<Recovered>mapMulti(
            (found, downstream) ->
                found.ifPresent(f -> downstream.accept(recovered(f, repository))))
        .onClose(lease::close);
  }

  /** Of several records of one snapshot the one whose manifest was written last. */
  private Optional<Found> newest(
      ReadSession session, String repository, List<StoredSnapshot> records) {
    return records.stream()
        .map(stored -> found(session, repository, stored))
        .flatMap(Optional::stream)
        .max(
            Comparator.comparing((Found found) -> found.manifest().written())
                .thenComparing(
                    found -> !found.stored().file().tags().contains(StoredCaptures.REWRITTEN)));
  }

  private Optional<Found> found(ReadSession session, String repository, StoredSnapshot stored) {
    try {
      return StoredCaptures.manifest(session, stored).map(manifest -> new Found(stored, manifest));
    } catch (RepositoryException e) {
      return unreadable(repository, stored, EngineFailures.of(e));
    } catch (HeveliusException e) {
      return unreadable(repository, stored, e);
    }
  }

  private Optional<Found> unreadable(
      String repository, StoredSnapshot stored, HeveliusException e) {
    if (e.category() != Category.DAMAGED
        && e.category() != Category.REFUSED
        && e.category() != Category.NOT_FOUND) {
      throw e;
    }
    notices.accept(
        "snapshot %s in the repository \"%s\" can't be taken into the catalog: %s"
            .formatted(stored.id().brief(), repository, e.getMessage()));
    return Optional.empty();
  }

  private static Recovered recovered(Found found, String repository) {
    String id = found.stored().id().toString();
    List<Capture> captures =
        counts(found).stream()
            .map(count -> count.capture(StoredCaptures.PROVIDER, id, repository))
            .toList();
    return new Recovered(found.manifest(), captures);
  }

  /** What the manifest says; one without counts leaves the sources and what the record sums up. */
  private static List<CaptureCounts> counts(Found found) {
    if (!found.manifest().counts().isEmpty()) {
      return found.manifest().counts();
    }
    SnapshotFile file = found.stored().file();
    List<String> paths = file.paths();
    SnapshotFile.Summary summary = paths.size() == 1 ? file.summary() : null;
    return paths.stream()
        .map(path -> new SourceSpec(SourceSpec.Kind.DIR, path))
        .map(source -> counts(source, summary))
        .toList();
  }

  static CaptureCounts counts(SourceSpec source, SnapshotFile.@Nullable Summary summary) {
    return summary == null
        ? new CaptureCounts(source, 0, 0, 0, 0, 0)
        : new CaptureCounts(
            source,
            summary.totalFilesProcessed(),
            summary.dirsNew() + summary.dirsChanged() + summary.dirsUnmodified(),
            summary.totalBytesProcessed(),
            summary.dataAdded(),
            summary.dataAddedPacked());
  }
}
