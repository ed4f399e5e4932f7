package org.hevelius.app.remote;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.DeletionView;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.KeptBy;
import org.hevelius.core.usecase.LineageView;
import org.hevelius.core.usecase.SnapshotView;
import org.hevelius.core.usecase.Snapshots;
import org.hevelius.core.usecase.Trees;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Snapshots behind a service. */
final class RemoteSnapshots implements Facade.SnapshotUses {
  private static final int PAGE = 500;

  private record Place(SnapshotView snapshot, String path) {}

  private record Kept(long version, KeptBy kept) {}

  private record AllKept(List<Kept> items) {}

  private record Space(long version, long uniqueBytes) {}

  private record AllSpace(List<Space> items) {}

  private final Connection connection;
  private final Map<String, String> planTags = new HashMap<>();

  RemoteSnapshots(Connection connection) {
    this.connection = connection;
  }

  /** The place that somebody named. */
  Trees.Place place(String target, @Nullable String path) {
    Place place =
        connection.get(Ask.of("places").with("target", target).with("path", path), Place.class);
    return new Trees.Place(Wire.snapshot(place.snapshot()), place.path());
  }

  @Override
  public Stream<Snapshot> list(SnapshotQuery query) {
    Ask ask = Ask.of("snapshots").with("limit", PAGE);
    DatasetName dataset = query.dataset();
    if (dataset != null) {
      ask = ask.with("dataset", dataset + (query.below() ? "/**" : ""));
    }
    ask = query.words().isEmpty() ? ask : ask.with("q", String.join(" ", query.words()));
    for (String tag : query.tags()) {
      ask = ask.with("tag", tag);
    }
    ask =
        ask.with("since", query.since())
            .with("until", query.until())
            .with("knownGood", query.knownGood())
            .with("held", query.held())
            .with(
                "kind", query.kind() == null ? null : query.kind().name().toLowerCase(Locale.ROOT));
    Stream<SnapshotView> views = connection.pages(ask, new TypeReference<>() {});
    return views.map(Wire::snapshot);
  }

  /** That a dataset isn't there is said when the snapshots are asked for. */
  @Override
  public SnapshotQuery query(@Nullable String datasets) {
    if (datasets == null || datasets.equals("**")) {
      return SnapshotQuery.all();
    }
    return datasets.endsWith("/**")
        ? SnapshotQuery.all().within(DatasetName.of(datasets.substring(0, datasets.length() - 3)))
        : SnapshotQuery.of(DatasetName.of(datasets));
  }

  @Override
  public Map<Long, KeptBy> keptBy(DatasetName dataset) {
    Map<Long, KeptBy> kept = new HashMap<>();
    connection
        .get(Ask.of(dataset, "/retention"), AllKept.class)
        .items()
        .forEach(one -> kept.put(one.version(), one.kept()));
    return kept;
  }

  @Override
  public Map<Long, Long> uniqueBytes(DatasetName dataset, @Nullable Long version) {
    Map<Long, Long> bytes = new HashMap<>();
    connection
        .get(Ask.of(dataset, "/space").with("version", version), AllSpace.class)
        .items()
        .forEach(one -> bytes.put(one.version(), one.uniqueBytes()));
    return bytes;
  }

  @Override
  public Optional<Snapshot> parent(Snapshot snapshot) {
    Long parent = snapshot.parentVersion();
    if (parent == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(show(snapshot.dataset() + "@" + parent));
    } catch (HeveliusException e) {
      if (e.category() == Category.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<Snapshot> badAncestors(Snapshot snapshot) {
    if (snapshot.derivation().ancestors().isEmpty()) {
      return List.of();
    }
    String part = "/snapshots/" + snapshot.version() + "/lineage";
    LineageView lineage =
        connection.get(Ask.of(snapshot.dataset(), part).with("direction", "up"), LineageView.class);
    return Objects.requireNonNullElse(lineage.up(), List.<LineageView.StepView>of()).stream()
        .filter(step -> step.knownBad() && !step.again())
        .map(step -> show(step.reference()))
        .toList();
  }

  @Override
  public Snapshot show(String reference) {
    return Wire.snapshot(
        connection
            .get(Ask.of("places").with("target", reference).with("exact", true), Place.class)
            .snapshot());
  }

  @Override
  public Snapshot tag(String reference, Map<String, String> add, List<String> remove) {
    Snapshot before = show(reference);
    Map<String, @Nullable String> tags = new TreeMap<>(add);
    for (String key : remove) {
      if (!before.tags().containsKey(key)) {
        throw new HeveliusException(
            Category.NOT_FOUND,
            before.reference() + " has no tag \"" + key + "\"",
            "it has: " + (before.tags().isEmpty() ? "none" : String.join(", ", before.tagTexts())));
      }
      tags.putIfAbsent(key, null);
    }
    return patch(before, Map.of("tags", tags));
  }

  @Override
  public Snapshot describe(
      String reference,
      @Nullable String description,
      @Nullable String shortName,
      @Nullable String milestone) {
    Map<String, Object> change = new TreeMap<>();
    put(change, "description", description);
    put(change, "shortName", shortName);
    put(change, "milestone", milestone);
    return patch(show(reference), change);
  }

  private static void put(Map<String, Object> change, String field, @Nullable String value) {
    if (value != null) {
      change.put(field, value);
    }
  }

  @Override
  public Snapshot knownGood(String reference, boolean good, String note) {
    return patch(show(reference), Map.of("knownGood", Map.of("good", good, "note", note)));
  }

  @Override
  public Snapshot knownBad(String reference, boolean bad, String note) {
    return patch(show(reference), Map.of("knownBad", Map.of("bad", bad, "note", note)));
  }

  private Snapshot patch(Snapshot snapshot, Map<String, ?> change) {
    return read(connection.change("PATCH", Ask.of(snapshot, ""), change, Map.of()));
  }

  private static Snapshot read(Connection.Answer answer) {
    return Wire.snapshot(answer.as(SnapshotView.class));
  }

  private static Ask hold(Snapshot snapshot, Hold.Kind kind) {
    return Ask.of(snapshot, "/holds/" + kind.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public Snapshot hold(String reference, Hold.Kind kind, String reason) {
    return read(
        connection.change("PUT", hold(show(reference), kind), Map.of("reason", reason), Map.of()));
  }

  @Override
  public Snapshot release(String reference, Hold.Kind kind) {
    return read(connection.change("DELETE", hold(show(reference), kind), null, Map.of()));
  }

  @Override
  public Snapshots.DeletePlan planDelete(String reference, boolean force) {
    Connection.Answer answer =
        connection.change(
            "POST", Ask.of(show(reference), "/deletion-plan"), Map.of("force", force), Map.of());
    DeletionView view = answer.as(DeletionView.class);
    planTags.put(view.plan(), answer.tag());
    return deletion(view);
  }

  /** The plan of a deletion. */
  static Snapshots.DeletePlan deletion(DeletionView view) {
    Snapshot snapshot = Wire.snapshot(view.snapshot());
    return new Snapshots.DeletePlan(
        view.plan(),
        snapshot,
        snapshot.captures().stream().mapToLong(Capture::bytes).sum(),
        view.newest(),
        view.derived(),
        view.force(),
        view.freed());
  }

  @Override
  public Snapshot delete(Snapshots.DeletePlan plan) {
    String tag = Objects.requireNonNull(planTags.get(plan.id()), "a plan of this connection");
    Connection.Answer answer =
        connection.change(
            "DELETE",
            Ask.of(plan.snapshot(), "").with("force", plan.force()),
            null,
            Map.of("If-Match", tag));
    return Wire.snapshot(answer.as(DeletionView.class).snapshot());
  }

  /** All snapshots of these references, which must all be there. */
  Map<String, Snapshot> named(@Nullable String dataset, List<String> references) {
    Map<String, Snapshot> found = new HashMap<>();
    try (Stream<Snapshot> all = list(query(dataset))) {
      all.forEach(snapshot -> found.put(snapshot.reference(), snapshot));
    }
    List<String> missing = new ArrayList<>(references);
    missing.removeIf(found::containsKey);
    if (!missing.isEmpty()) {
      throw new HeveliusException(
          Category.CONFLICT,
          missing.getFirst() + " was deleted while the plan was made",
          "nothing was changed; plan again");
    }
    return found;
  }
}
