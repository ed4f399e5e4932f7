package org.hevelius.app.remote;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Batch;
import org.hevelius.core.usecase.Batches;
import org.hevelius.core.usecase.Choice;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.Datasets;
import org.hevelius.core.usecase.DeletionView;
import org.hevelius.core.usecase.Mark;
import org.hevelius.core.usecase.Several;
import org.hevelius.core.usecase.Snapshots;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Does the same to several datasets or snapshots through a service, one run for all of them. */
final class RemoteBatches implements Several.BatchUses {
  private final Connection connection;
  private final RemoteDatasets datasets;
  private final Map<String, String> planTags = new HashMap<>();

  RemoteBatches(Connection connection, RemoteDatasets datasets) {
    this.connection = connection;
    this.datasets = datasets;
  }

  @Override
  public List<Dataset> datasets(Selection selection) {
    return selection.among(datasets.list().stream().map(Datasets.Summary::dataset).toList());
  }

  @Override
  public List<Snapshot> snapshots(Choice choice) {
    return selected(Ask.of("selections"), choice);
  }

  @Override
  public List<Snapshot> oneOfEach(Choice choice) {
    return selected(Ask.of("selections").with("oneOfEach", true), choice);
  }

  private List<Snapshot> selected(Ask ask, Choice choice) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put(choice.isQuery() ? "datasets" : "snapshots", choice.named());
    wish.put("where", choice.where());
    wish.put("tagged", choice.tagged());
    put(wish, "since", choice.since());
    put(wish, "until", choice.until());
    JsonNode page = connection.change("POST", ask, wish, Map.of()).as(JsonNode.class);
    return page.path("items").valueStream().map(Wire::snapshot).toList();
  }

  private static void put(Map<String, Object> wish, String field, @Nullable Instant moment) {
    if (moment != null) {
      wish.put(field, moment.toString());
    }
  }

  private static List<String> references(List<Snapshot> snapshots) {
    return snapshots.stream().map(Snapshot::reference).toList();
  }

  @Override
  public Batch<Creation.Result> create(
      List<Dataset> meant,
      Creation.Request request,
      Progress progress,
      Consumer<? super Batch.Item<Creation.Result>> done,
      BooleanSupplier canceled) {
    if (meant.isEmpty()) {
      return new Batch<>(List.of(), List.of());
    }
    Map<String, Object> wish = RemoteCreation.wish(request);
    wish.put("datasets", meant.stream().map(dataset -> dataset.name().text()).toList());
    Connection.Answer accepted = connection.start(Ask.of("snapshots"), wish, Map.of());
    JsonNode end = Following.end(connection, accepted, progress, canceled);
    Batch<Creation.Result> batch = Wire.batch(end, RemoteCreation::result);
    batch.items().forEach(done);
    return batch;
  }

  @Override
  public Batch<Snapshot> mark(List<Snapshot> snapshots, Mark mark, BooleanSupplier canceled) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("snapshots", references(snapshots));
    switch (mark) {
      case Mark.Held(var kind, String reason) ->
          wish.put("hold", Map.of("kind", word(kind), "reason", reason));
      case Mark.Released(var kind) -> wish.put("release", word(kind));
      case Mark.Tagged _, Mark.Described _, Mark.Good _, Mark.Bad _, Mark.All _ -> {
        Map<String, @Nullable Object> change = new TreeMap<>();
        say(change, mark);
        wish.put("change", change);
      }
    }
    Connection.Answer accepted = connection.start(Ask.of("marks"), wish, Map.of());
    return Wire.batch(Following.end(connection, accepted, Progress.NONE, canceled), Wire::snapshot);
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Adds the fields of a change. */
  private static void say(Map<String, @Nullable Object> change, Mark mark) {
    switch (mark) {
      case Mark.Tagged(Map<String, String> add, List<String> remove) -> {
        Map<String, @Nullable String> tags = new TreeMap<>(add);
        remove.forEach(key -> tags.putIfAbsent(key, null));
        change.put("tags", tags);
      }
      case Mark.Described described -> {
        change.put("description", described.description());
        change.put("shortName", described.shortName());
        change.put("milestone", described.milestone());
      }
      case Mark.Good(boolean good, String note) ->
          change.put("knownGood", Map.of("good", good, "note", note));
      case Mark.Bad(boolean bad, String note) ->
          change.put("knownBad", Map.of("bad", bad, "note", note));
      case Mark.All(List<Mark> marks) -> marks.forEach(one -> say(change, one));
      case Mark.Held _, Mark.Released _ ->
          throw new IllegalArgumentException("a hold is no change of words");
    }
  }

  @Override
  public Batches.Deletion planDelete(List<Snapshot> snapshots, boolean force) {
    Connection.Answer answer =
        connection.change(
            "POST",
            Ask.of("deletions/plans"),
            Map.of("snapshots", references(snapshots), "force", force),
            Map.of());
    JsonNode view = answer.as(JsonNode.class);
    String id = view.path("plan").asString("");
    planTags.put(id, answer.tag());
    return new Batches.Deletion(id, Wire.batch(view, RemoteBatches::deletion));
  }

  private static Snapshots.DeletePlan deletion(JsonNode document) {
    return RemoteSnapshots.deletion(Wire.MAPPER.treeToValue(document, DeletionView.class));
  }

  @Override
  public Batch<Snapshots.DeletePlan> delete(Batches.Deletion deletion, BooleanSupplier canceled) {
    String tag = Objects.requireNonNull(planTags.get(deletion.id()), "a plan of this connection");
    Connection.Answer accepted =
        connection.start(
            Ask.of("deletions"), Map.of("plan", deletion.id()), Map.of("If-Match", tag));
    return Wire.batch(
        Following.end(connection, accepted, Progress.NONE, canceled), RemoteBatches::deletion);
  }
}
