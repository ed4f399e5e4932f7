package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;

/**
 * Lists the snapshots that other programs made in a repository, or of a source by its own storage,
 * among our own, to be browsed, found, compared and restored. Nothing is written there, and none of
 * them is ever changed or forgotten by us.
 */
public final class Adoption {
  private final Context context;

  Adoption(Context context) {
    this.context = context;
  }

  /**
   * What became of one dataset.
   *
   * @param adopted how many snapshots are new in the catalog
   * @param known how many were there already
   */
  public record Adopted(String dataset, List<String> sources, long adopted, long known) {
    /** Copies the list. */
    public Adopted {
      sources = List.copyOf(sources);
    }
  }

  /** Takes over what isn't in the catalog yet; can be repeated, to get what has come since. */
  public List<Adopted> adopt(String repository) {
    return context.audited(
        "repository adopt",
        repository,
        () ->
            take(
                "repository adopt",
                repository,
                repository,
                context.repositories().adoptable(repository)));
  }

  /**
   * Takes over the snapshots that other programs and other homes made of a source by its own
   * storage; can be repeated too.
   *
   * @throws HeveliusException INVALID when its storage doesn't snapshot by itself
   */
  public List<Adopted> adopt(SourceSpec source) {
    return context.audited(
        "adopt",
        source.toString(),
        () -> {
          if (context.provider(source) instanceof NativeStorage storage) {
            Belonging belonging = Belonging.of(context);
            List<Recovered> others =
                storage.adoptable(source).stream()
                    .filter(found -> found.captures().stream().noneMatch(belonging::isListed))
                    .toList();
            return take("adopt", source.toString(), "", others);
          }
          throw new HeveliusException(
              Category.INVALID,
              source + " lies in storage that doesn't snapshot by itself",
              "the snapshots of other programs in a repository: hevelius repository adopt NAME");
        });
  }

  private List<Adopted> take(
      String action, String target, String repository, List<Recovered> adoptable) {
    Map<DatasetName, List<Recovered>> found = new LinkedHashMap<>();
    for (Recovered recovered : adoptable) {
      found
          .computeIfAbsent(recovered.manifest().dataset().name(), _ -> new ArrayList<>())
          .add(recovered);
    }
    List<Adopted> results = new ArrayList<>();
    found.forEach((name, versions) -> results.add(take(action, repository, name, versions)));
    context
        .catalog()
        .append(
            context.done(
                action, target, results.stream().mapToLong(Adopted::adopted).sum() + " snapshots"));
    return results;
  }

  private Adopted take(
      String action, String repository, DatasetName name, List<Recovered> versions) {
    Dataset dataset = versions.getFirst().manifest().dataset();
    if (context.catalog().dataset(name).isEmpty()) {
      context
          .catalog()
          .addDataset(dataset, context.done("dataset add", name.toString(), "adopted"));
    }
    Set<String> known = new HashSet<>();
    try (Stream<Snapshot> there = context.catalog().snapshots(SnapshotQuery.of(name))) {
      there
          .flatMap(snapshot -> snapshot.captures().stream())
          .filter(capture -> capture.repository().equals(repository))
          .map(Capture::id)
          .forEach(known::add);
    }
    long adopted = 0;
    for (Recovered version : versions) {
      if (version.captures().stream().noneMatch(capture -> known.contains(capture.id()))) {
        record(action, version);
        adopted++;
      }
    }
    List<String> sources = dataset.sources().stream().map(Object::toString).toList();
    return new Adopted(name.toString(), sources, adopted, versions.size() - adopted);
  }

  private void record(String action, Recovered found) {
    Snapshot foreign = found.manifest().snapshot();
    Optional<Snapshot> previous = context.catalog().latest(foreign.dataset());
    Reservation reserved = context.catalog().reserve(foreign.dataset(), foreign.name());
    Snapshot snapshot =
        foreign
            .edit(reserved.version())
            .name(reserved.name())
            .parentVersion(previous.map(Snapshot::version).orElse(null))
            .captures(found.captures())
            .build();
    context.catalog().record(snapshot, context.done(action, snapshot.reference(), ""));
  }

  /**
   * What the catalog has adopted and storage still holds: for a rebuild, which finds only what we
   * made by itself.
   */
  List<Recovered> stillThere() {
    List<Recovered> adopted = new ArrayList<>();
    for (Dataset dataset : context.catalog().datasets()) {
      try (Stream<Snapshot> all = context.catalog().snapshots(SnapshotQuery.of(dataset.name()))) {
        all.filter(snapshot -> snapshot.kind() == SnapshotKind.ADOPTED)
            .filter(
                snapshot ->
                    snapshot.captures().stream()
                        .allMatch(capture -> context.provider(capture.source()).exists(capture)))
            .map(
                snapshot ->
                    new Recovered(
                        new Manifest(
                            dataset, snapshot.version(), snapshot, null, snapshot.createdAt()),
                        snapshot.captures()))
            .forEach(adopted::add);
      }
    }
    return adopted;
  }
}
