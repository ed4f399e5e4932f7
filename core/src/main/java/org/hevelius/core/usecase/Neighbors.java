package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Snapshot;

/** Which other datasets have data in the places of one: they change when it is put back. */
final class Neighbors {
  private final Context context;

  Neighbors(Context context) {
    this.context = context;
  }

  /** Their names with the sources that lie there. */
  List<String> of(Dataset dataset, List<SourceSpec> sources) {
    return context.catalog().datasets().stream()
        .filter(other -> !other.name().equals(dataset.name()))
        .flatMap(
            other ->
                other.sources().stream()
                    .filter(theirs -> sources.stream().anyMatch(ours -> overlap(ours, theirs)))
                    .map(theirs -> other.name() + " (" + theirs + ")"))
        .sorted()
        .toList();
  }

  /**
   * The newest version of each other place below or around these that was taken after a moment: a
   * way that takes everything since along could take it too.
   */
  List<String> newer(List<SourceSpec> sources, Instant since) {
    return context.catalog().datasets().stream()
        .flatMap(
            dataset ->
                dataset.sources().stream()
                    .filter(theirs -> !sources.contains(theirs))
                    .filter(theirs -> sources.stream().anyMatch(ours -> overlap(ours, theirs)))
                    .flatMap(theirs -> newer(dataset, theirs, since).stream()))
        .sorted()
        .toList();
  }

  private Optional<String> newer(Dataset dataset, SourceSpec source, Instant since) {
    try (Stream<Snapshot> all = context.catalog().snapshots(SnapshotQuery.of(dataset.name()))) {
      return all.filter(version -> version.createdAt().isAfter(since))
          .filter(
              version -> version.captures().stream().anyMatch(one -> one.source().equals(source)))
          .map(version -> "%s, whose source is %s".formatted(version.reference(), source))
          .findFirst();
    }
  }

  private static boolean overlap(SourceSpec one, SourceSpec other) {
    return one.kind() == other.kind()
        && (isIn(one.location(), other.location()) || isIn(other.location(), one.location()));
  }

  private static boolean isIn(String inner, String outer) {
    String directory = outer.endsWith("/") ? outer : outer + "/";
    return inner.equals(outer) || inner.startsWith(directory);
  }
}
