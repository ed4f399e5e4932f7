package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.usecase.Batch;
import org.hevelius.core.usecase.Batches;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.CreationView;
import org.hevelius.core.usecase.RestoreBatchView;
import org.hevelius.core.usecase.RestoreBatches;
import org.hevelius.core.usecase.RestorePlan;
import org.hevelius.core.usecase.Restores;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots and restores of several datasets at once. The right is needed on each of them; without
 * it on one nothing is done. What a caller may not read is in no hierarchy for it.
 */
final class BatchRoutes {
  private static final int MOST_PLANS = 10;
  private static final String PLANS = API + "/restores/plans";

  /**
   * Snapshots that are to be taken.
   *
   * @param datasets names, {@code cosmos7/**} or {@code **}
   * @param where tags that each dataset must have
   */
  private record SnapshotsWish(
      @Nullable List<String> datasets,
      @Nullable List<String> where,
      @Nullable String description,
      @Nullable String shortName,
      @Nullable Map<String, String> tags,
      @Nullable String milestone,
      @Nullable Boolean permanent,
      @Nullable String keep,
      @Nullable Instant expires) {}

  /**
   * What is to be planned.
   *
   * @param snapshots references, also such as {@code cosmos7/**@latest}
   * @param to absolute path of a directory; either this or in place
   */
  private record RestoresWish(
      @Nullable List<String> snapshots,
      @Nullable List<String> where,
      @Nullable List<String> paths,
      @Nullable String to,
      @Nullable Boolean inPlace,
      @Nullable Boolean delete,
      @Nullable Boolean compareContent,
      @Nullable Boolean verify) {}

  private record Order(@Nullable String plan) {}

  /**
   * A plan that was shown.
   *
   * @param datasets all that it is about, those included that couldn't be planned
   */
  private record Shown(
      RestoreBatches.Plan plan, List<DatasetName> datasets, boolean inPlace, String settings) {
    String tag() {
      return Etags.text(plan.id() + settings);
    }

    Action action() {
      return inPlace ? Action.RESTORE_IN_PLACE : Action.RESTORE_ASIDE;
    }

    Route.Need need(Action action, Principal caller) {
      return BatchRoutes.need(datasets, action, caller);
    }
  }

  private final Parts parts;
  private final Plans<Shown> plans;

  BatchRoutes(Parts parts) {
    this.parts = parts;
    this.plans = new Plans<>(parts.clock(), MOST_PLANS);
  }

  List<Route> routes() {
    return List.of(
        route("POST", API + "/snapshots", Action.CREATE, this::needToCreate, this::create),
        route("POST", PLANS, Action.RESTORE_ASIDE, this::needToPlan, this::plan),
        route(
            "GET",
            PLANS + "/{plan}",
            Action.RESTORE_ASIDE,
            (request, caller) ->
                plans.get(request.parameter("plan")).need(Action.RESTORE_ASIDE, caller),
            this::show),
        route(
            "POST",
            API + "/restores",
            Action.RESTORE_ASIDE,
            (request, caller) -> {
              Shown shown = ordered(request);
              return shown.need(shown.action(), caller);
            },
            this::execute));
  }

  private static Route route(
      String method, String path, Action least, Route.Judge judge, Route.Handler handler) {
    return new Route(method, path, least, new Route.ByRequest(judge), handler);
  }

  /** The right on all of them, of which the last look is the gate's. */
  private static Route.Need need(List<DatasetName> datasets, Action action, Principal caller) {
    datasets.forEach(dataset -> caller.require(action, dataset));
    return new Route.Need(action, datasets.getFirst());
  }

  private Batches batches(Principal caller) {
    return parts.as(caller).batches().seeing(dataset -> caller.may(Action.READ, dataset));
  }

  private static Action toCreate(SnapshotsWish wish) {
    return Bodies.flag(wish.permanent()) ? Action.HOLD : Action.CREATE;
  }

  private List<Dataset> datasets(SnapshotsWish wish, Principal caller) {
    Selection selection = Selection.of(Bodies.list(wish.datasets()), Bodies.list(wish.where()));
    return batches(caller).datasets(selection);
  }

  private Route.Need needToCreate(Request request, Principal caller) {
    SnapshotsWish wish = Bodies.read(request, SnapshotsWish.class);
    return need(
        datasets(wish, caller).stream().map(Dataset::name).toList(), toCreate(wish), caller);
  }

  private Response create(Request request, Principal caller) {
    Query _ = Query.of(request);
    SnapshotsWish wish = Bodies.read(request, SnapshotsWish.class);
    List<Dataset> datasets = datasets(wish, caller);
    List<DatasetName> names = datasets.stream().map(Dataset::name).toList();
    // Datasets may have come since the right was looked at.
    Route.Need _ = need(names, toCreate(wish), caller);
    Creation.Request wanted =
        Creation.Request.of("", Bodies.required(wish.description(), "description"))
            .edit()
            .shortName(wish.shortName())
            .tags(wish.tags() == null ? Map.of() : wish.tags())
            .milestone(wish.milestone())
            .permanent(Bodies.flag(wish.permanent()))
            .keep(wish.keep())
            .expires(wish.expires())
            .build();
    return parts.started(
        request,
        caller,
        new Run.Subject("create", names, Action.CREATE),
        (progress, canceled) ->
            batches(caller)
                .create(datasets, wanted, progress, _ -> {}, canceled)
                .map(CreationView::of));
  }

  private List<Snapshot> snapshots(RestoresWish wish, Principal caller) {
    return batches(caller)
        .snapshots(Bodies.required(wish.snapshots(), "snapshots"), Bodies.list(wish.where()));
  }

  private Route.Need needToPlan(Request request, Principal caller) {
    RestoresWish wish = Bodies.read(request, RestoresWish.class);
    return need(
        snapshots(wish, caller).stream().map(Snapshot::dataset).toList(),
        Action.RESTORE_ASIDE,
        caller);
  }

  private Response plan(Request request, Principal caller) {
    Query _ = Query.of(request);
    RestoresWish wish = Bodies.read(request, RestoresWish.class);
    boolean inPlace = Bodies.flag(wish.inPlace());
    String to = wish.to();
    if (inPlace == (to != null)) {
      throw new HeveliusException(
          Category.INVALID,
          "say where the data should go: either \"to\" a directory or \"inPlace\": true",
          "nothing was planned");
    }
    if (to != null) {
      parts.targets().check(to);
    }
    List<Snapshot> snapshots = snapshots(wish, caller);
    List<DatasetName> names = snapshots.stream().map(Snapshot::dataset).toList();
    Route.Need _ = need(names, Action.RESTORE_ASIDE, caller);
    boolean verify = inPlace || Bodies.flag(wish.verify());
    RestoreBatches.Plan plan =
        parts
            .as(caller)
            .restoreBatches()
            .plan(
                snapshots,
                new RestoreBatches.Request(
                    Bodies.list(wish.paths()).stream().map(Names::parse).toList(),
                    to,
                    Bodies.flag(wish.delete()),
                    Bodies.flag(wish.compareContent()),
                    verify),
                Progress.NONE,
                _ -> {},
                Parts::never);
    plan.plans().results().forEach(this::checkTarget);
    String settings = verify + " " + Bodies.flag(wish.compareContent());
    Shown shown = new Shown(plan, names, inPlace, settings);
    plans.keep(plan.id(), shown);
    return Response.of(201, RestoreBatchView.of(plan))
        .with("ETag", shown.tag())
        .with("Location", PLANS + "/" + plan.id());
  }

  /** A link may stand where the directory of a dataset would. */
  private void checkTarget(RestorePlan plan) {
    String target = plan.target();
    if (target != null) {
      parts.targets().check(target);
    }
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = plans.get(request.parameter("plan"));
    return Response.ok(RestoreBatchView.of(shown.plan())).with("ETag", shown.tag());
  }

  private Shown ordered(Request request) {
    return plans.get(Bodies.required(Bodies.read(request, Order.class).plan(), "plan"));
  }

  private Response execute(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = ordered(request);
    RestoreBatches.Plan plan = shown.plan();
    RestoreBatches restores = parts.as(caller).restoreBatches();
    return parts
        .idempotency()
        .once(
            request,
            caller,
            () -> {
              Etags.require(request, shown.tag(), "plan " + plan.id());
              plan.plans().results().forEach(this::checkTarget);
              if (!restores.holds(plan, Progress.NONE, Parts::never)) {
                throw Etags.changed("the data that plan " + plan.id() + " is about");
              }
              return parts.accepted(
                  caller,
                  new Run.Subject("restore", shown.datasets(), shown.action()),
                  (progress, canceled) -> {
                    Batch<Restores.Result> done =
                        restores.execute(plan, progress, _ -> {}, canceled);
                    return RestoreBatchView.of(plan, done);
                  });
            });
  }
}
