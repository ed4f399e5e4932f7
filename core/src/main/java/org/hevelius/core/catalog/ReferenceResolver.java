package org.hevelius.core.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.snapshot.Reference;
import org.hevelius.core.snapshot.Snapshot;

/** Finds the one snapshot that a reference names, or says what may have been meant. */
public final class ReferenceResolver {
  private static final int CANDIDATES = 5;
  private static final int SEARCHED = 1000;

  private final Catalog catalog;

  /** A resolver over a catalog. */
  public ReferenceResolver(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The snapshot that the text names.
   *
   * @throws HeveliusException INVALID when it is no reference; NOT_FOUND with what may have been
   *     meant; CONFLICT with the candidates when an id prefix fits several snapshots
   */
  public Snapshot resolve(String text) {
    Reference reference;
    try {
      reference = Reference.parse(text);
    } catch (HeveliusException e) {
      throw withDataset(text).orElse(e);
    }
    return resolve(reference);
  }

  /**
   * The snapshot that the reference names.
   *
   * @throws HeveliusException as {@link #resolve(String)}
   */
  public Snapshot resolve(Reference reference) {
    return switch (reference) {
      case Reference.Version(DatasetName dataset, long version) ->
          catalog.snapshot(dataset, version).orElseThrow(() -> noVersion(dataset, version));
      case Reference.Latest(DatasetName dataset) ->
          standing(dataset).orElseThrow(() -> none(dataset));
      case Reference.KnownGood(DatasetName dataset) ->
          newest(SnapshotQuery.of(dataset).onlyKnownGood()).orElseThrow(() -> noKnownGood(dataset));
      case Reference.AsOf(DatasetName dataset, String moment, Instant before) ->
          newest(SnapshotQuery.of(dataset).between(null, before))
              .orElseThrow(() -> noneBefore(dataset, moment));
      case Reference.ShortName(DatasetName dataset, String name) ->
          catalog.byShortName(dataset, name).orElseThrow(() -> noShortName(dataset, name));
      case Reference.FullName(String name) -> catalog.byName(name).orElseThrow(() -> noName(name));
      case Reference.IdPrefix(String hex) -> byId(hex);
    };
  }

  /**
   * The dataset of that name.
   *
   * @throws HeveliusException NOT_FOUND with what may have been meant
   */
  public Dataset dataset(DatasetName name) {
    return catalog.dataset(name).orElseThrow(() -> noDataset(name));
  }

  /** The newest snapshot of a dataset that its storage still has; of none that has, the newest. */
  public Optional<Snapshot> standing(DatasetName dataset) {
    Optional<Snapshot> latest = catalog.latest(dataset);
    return latest
        .filter(snapshot -> !snapshot.isGone())
        .or(() -> latest.flatMap(_ -> newest(SnapshotQuery.of(dataset))));
  }

  private Optional<Snapshot> newest(SnapshotQuery query) {
    return catalog
        .snapshots(query.limit(1))
        .findFirst()
        .map(first -> first.isGone() ? older(query).orElse(first) : first);
  }

  private Optional<Snapshot> older(SnapshotQuery query) {
    try (Stream<Snapshot> all = catalog.snapshots(query)) {
      return all.filter(snapshot -> !snapshot.isGone()).findFirst();
    }
  }

  private Snapshot byId(String hex) {
    List<Snapshot> found = catalog.byIdPrefix(hex, CANDIDATES + 1);
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw notFound("no snapshot has an id that begins with " + hex, List.of());
    }
    List<String> advice = new ArrayList<>(List.of("give more digits, or one of"));
    found.stream().limit(CANDIDATES).forEach(snapshot -> advice.add(candidate(snapshot)));
    throw new HeveliusException(
        Category.CONFLICT,
        "several snapshots have an id that begins with " + hex,
        advice.toArray(String[]::new));
  }

  /** What to say when somebody typed only a dataset or only a short name. */
  private Optional<HeveliusException> withDataset(String text) {
    for (Dataset dataset : catalog.datasets()) {
      if (dataset.name().text().equals(text)) {
        return Optional.of(
            new HeveliusException(
                Category.INVALID,
                "\"" + text + "\" is a dataset, not a snapshot",
                "its newest snapshot is " + text + "@latest; all: hevelius list " + text));
      }
      Optional<Snapshot> named = catalog.byShortName(dataset.name(), text);
      if (named.isPresent()) {
        return Optional.of(
            new HeveliusException(
                Category.INVALID,
                "\"" + text + "\" is a short name; its dataset belongs in front of it",
                didYouMean(named.orElseThrow())));
      }
    }
    return Optional.empty();
  }

  private HeveliusException noVersion(DatasetName dataset, long version) {
    long highest = catalog.highestVersion(dataset);
    if (catalog.dataset(dataset).isEmpty()) {
      return noDataset(dataset);
    }
    String message =
        version <= highest
            ? "%s@%d isn't there any more; its number is never given again"
                .formatted(dataset, version)
            : "%s has no version %d yet".formatted(dataset, version);
    return notFound(
        message,
        catalog.latest(dataset).map(latest -> "the newest is  " + candidate(latest)).stream()
            .toList());
  }

  private HeveliusException noShortName(DatasetName dataset, String name) {
    if (catalog.dataset(dataset).isEmpty()) {
      return noDataset(dataset);
    }
    List<Snapshot> named =
        catalog
            .snapshots(SnapshotQuery.of(dataset))
            .limit(SEARCHED)
            .filter(snapshot -> snapshot.shortName() != null)
            .toList();
    List<String> nearest =
        Suggestions.nearest(
            name,
            named.stream().map(snapshot -> Objects.requireNonNull(snapshot.shortName())).toList(),
            CANDIDATES);
    return notFound(
        "no snapshot of %s is called \"%s\"; references match exactly".formatted(dataset, name),
        nearest.stream()
            .map(near -> didYouMean(catalog.byShortName(dataset, near).orElseThrow()))
            .toList());
  }

  private HeveliusException noName(String name) {
    List<Snapshot> recent =
        catalog.snapshots(SnapshotQuery.all().text(head(name))).limit(SEARCHED).toList();
    List<String> nearest =
        Suggestions.nearest(name, recent.stream().map(Snapshot::name).toList(), CANDIDATES);
    return notFound(
        "no snapshot has the name " + name + "; names match exactly",
        nearest.stream().map(near -> "did you mean  " + near).toList());
  }

  /** The dataset's part of a generated name. */
  private static String head(String name) {
    return name.replaceFirst("_[0-9]{8}_[0-9]{6}_.*", "_");
  }

  private HeveliusException none(DatasetName dataset) {
    return catalog.dataset(dataset).isEmpty()
        ? noDataset(dataset)
        : notFound(
            dataset + " has no snapshot yet",
            List.of("take one: hevelius create " + dataset + " \"why\""));
  }

  private HeveliusException noKnownGood(DatasetName dataset) {
    return catalog.latest(dataset).isEmpty()
        ? none(dataset)
        : notFound(
            "no snapshot of " + dataset + " is marked as known to be good",
            List.of("mark one: hevelius known-good " + dataset + "@VERSION"));
  }

  private HeveliusException noneBefore(DatasetName dataset, String moment) {
    if (catalog.latest(dataset).isEmpty()) {
      return none(dataset);
    }
    Optional<Snapshot> oldest = catalog.snapshots(SnapshotQuery.of(dataset)).reduce((_, b) -> b);
    return notFound(
        dataset + " has no snapshot that was taken by " + moment + " (UTC)",
        oldest
            .map(first -> "the oldest is of " + first.createdAt() + ":  " + candidate(first))
            .stream()
            .toList());
  }

  private HeveliusException noDataset(DatasetName wanted) {
    List<String> known = catalog.datasets().stream().map(dataset -> dataset.name().text()).toList();
    List<String> advice = new ArrayList<>();
    Suggestions.nearest(wanted.text(), known, CANDIDATES)
        .forEach(near -> advice.add("did you mean  " + near));
    if (advice.isEmpty()) {
      advice.add(
          known.isEmpty()
              ? "there are no datasets yet: hevelius dataset add " + wanted + " dir:/path"
              : "all datasets: hevelius dataset list");
    }
    return notFound("there is no dataset " + wanted, advice);
  }

  private static HeveliusException notFound(String message, List<String> advice) {
    return new HeveliusException(Category.NOT_FOUND, message, advice.toArray(String[]::new));
  }

  private static String didYouMean(Snapshot snapshot) {
    return "did you mean  " + candidate(snapshot);
  }

  private static String candidate(Snapshot snapshot) {
    String shortName = snapshot.shortName();
    return snapshot.reference()
        + "  "
        + (shortName == null ? snapshot.description().lines().findFirst().orElse("") : shortName);
  }
}
