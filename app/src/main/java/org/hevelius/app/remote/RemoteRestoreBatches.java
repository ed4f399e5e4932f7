package org.hevelius.app.remote;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.usecase.Batch;
import org.hevelius.core.usecase.Origin;
import org.hevelius.core.usecase.RestoreBatches;
import org.hevelius.core.usecase.RestorePlan;
import org.hevelius.core.usecase.RestoreView;
import org.hevelius.core.usecase.Restores;
import org.hevelius.core.usecase.Several;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Restores several datasets as one plan through a service, which holds it. */
final class RemoteRestoreBatches implements Several.RestoreBatchUses {
  private record Extra(String dataset, RestorePlan.Count extras) {}

  private final Connection connection;
  private final RemoteSnapshots snapshots;
  private final Map<String, String> planTags = new HashMap<>();

  /** To which plan of several a plan of one belongs. */
  private final Map<String, String> belongsTo = new HashMap<>();

  private final Map<String, Map<String, RestorePlan.Count>> extras = new HashMap<>();

  RemoteRestoreBatches(Connection connection, RemoteSnapshots snapshots) {
    this.connection = connection;
    this.snapshots = snapshots;
  }

  @Override
  public RestoreBatches.Plan plan(
      List<Snapshot> named,
      RestoreBatches.Request request,
      Progress progress,
      Consumer<? super Batch.Item<RestoreBatches.Part>> planned,
      BooleanSupplier canceled) {
    Map<String, Object> wish = wish("restore", named, request.paths());
    String to = request.to();
    if (to == null) {
      wish.put("inPlace", true);
    } else {
      wish.put("to", to);
    }
    wish.put("delete", request.delete());
    wish.put("compareContent", request.compareContent());
    wish.put("verify", request.verify());
    return planned(wish, named, request.compareContent(), request.verify(), planned);
  }

  @Override
  public RestoreBatches.Plan planRevert(
      List<Snapshot> from,
      List<Snapshot> to,
      List<String> paths,
      Progress progress,
      Consumer<? super Batch.Item<RestoreBatches.Part>> planned,
      BooleanSupplier canceled) {
    Map<String, Object> wish = wish("revert", from, paths);
    wish.put("bases", to.stream().map(Snapshot::reference).toList());
    List<Snapshot> both = Stream.concat(from.stream(), to.stream()).toList();
    return planned(wish, both, false, true, planned);
  }

  @Override
  public RestoreBatches.Plan planUndo(
      List<DatasetName> datasets,
      boolean redo,
      Progress progress,
      Consumer<? super Batch.Item<RestoreBatches.Part>> planned,
      BooleanSupplier canceled) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("kind", redo ? "redo" : "undo");
    wish.put("datasets", datasets.stream().map(DatasetName::text).toList());
    return planned(wish, List.of(), false, true, planned);
  }

  private static Map<String, Object> wish(
      String kind, List<Snapshot> snapshots, List<String> paths) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("kind", kind);
    wish.put("snapshots", snapshots.stream().map(Snapshot::reference).toList());
    if (!paths.isEmpty()) {
      wish.put("paths", paths.stream().map(Names::show).toList());
    }
    return wish;
  }

  private RestoreBatches.Plan planned(
      Map<String, Object> wish,
      List<Snapshot> known,
      boolean compareContent,
      boolean verify,
      Consumer<? super Batch.Item<RestoreBatches.Part>> planned) {
    Connection.Answer answer = connection.change("POST", Ask.of("restores/plans"), wish, Map.of());
    JsonNode view = answer.as(JsonNode.class);
    String id = view.path("plan").asString("");
    planTags.put(id, answer.tag());
    Map<String, Snapshot> byReference = new HashMap<>();
    known.forEach(snapshot -> byReference.put(snapshot.reference(), snapshot));
    Batch<RestoreBatches.Part> parts =
        Wire.batch(view, one -> part(view(one), byReference, compareContent, verify));
    parts.results().forEach(part -> belongsTo.put(part.plan().id(), id));
    parts.items().forEach(planned);
    return new RestoreBatches.Plan(id, parts);
  }

  private static RestoreView view(JsonNode document) {
    return Wire.MAPPER.treeToValue(document, RestoreView.class);
  }

  private RestoreBatches.Part part(
      RestoreView view, Map<String, Snapshot> known, boolean compareContent, boolean verify) {
    String base = view.base();
    RestorePlan plan =
        RemoteRestores.plan(
            view,
            snapshot(view.reference(), known),
            base == null ? null : snapshot(base, known),
            compareContent,
            verify);
    Map<String, Origin> origins = new HashMap<>();
    for (RestoreView.Action action : view.actions()) {
      @Nullable Origin origin = action.origin();
      if (origin != null) {
        origins.put(action.path(), origin);
      }
    }
    return new RestoreBatches.Part(plan, origins);
  }

  private Snapshot snapshot(String reference, Map<String, Snapshot> known) {
    return known.computeIfAbsent(reference, snapshots::show);
  }

  @Override
  public RestorePlan.Count extras(RestorePlan one, Progress progress, BooleanSupplier canceled) {
    if (!one.inPlace() || one.delete() || one.base() != null) {
      return new RestorePlan.Count(0, 0);
    }
    String id = Objects.requireNonNull(belongsTo.get(one.id()), "a plan of this connection");
    return extras
        .computeIfAbsent(id, this::extras)
        .getOrDefault(one.want().dataset().text(), new RestorePlan.Count(0, 0));
  }

  private Map<String, RestorePlan.Count> extras(String id) {
    JsonNode page = connection.get(Ask.of("restores/plans/" + id + "/extras"), JsonNode.class);
    Map<String, RestorePlan.Count> counts = new HashMap<>();
    page.path("items")
        .valueStream()
        .map(item -> Wire.MAPPER.treeToValue(item, Extra.class))
        .forEach(extra -> counts.put(extra.dataset(), extra.extras()));
    return counts;
  }

  @Override
  public Batch<Restores.Result> execute(
      RestoreBatches.Plan plan,
      Progress progress,
      Consumer<? super Batch.Item<Restores.Result>> done,
      BooleanSupplier canceled) {
    String tag = Objects.requireNonNull(planTags.get(plan.id()), "a plan of this connection");
    Connection.Answer accepted =
        connection.start(Ask.of("restores"), Map.of("plan", plan.id()), Map.of("If-Match", tag));
    JsonNode end = Following.end(connection, accepted, progress, canceled);
    Map<String, RestorePlan> plans = new HashMap<>();
    plan.plans().results().forEach(one -> plans.put(one.id(), one));
    Batch<Restores.Result> batch = Wire.batch(end, one -> result(view(one), plans));
    batch.items().forEach(done);
    return batch;
  }

  private Restores.Result result(RestoreView view, Map<String, RestorePlan> plans) {
    String guard = view.guard();
    return new Restores.Result(
        Objects.requireNonNull(plans.get(view.plan()), "a plan of this connection"),
        guard == null ? null : snapshots.show(guard),
        view.counts(),
        view.problems(),
        Wire.told(view.started()),
        Wire.told(view.finished()));
  }
}
