package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.DATASET;
import static org.hevelius.server.api.Parts.onDataset;

import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.tree.Names;
import org.hevelius.core.usecase.Origin;
import org.hevelius.core.usecase.RestorePlan;
import org.hevelius.core.usecase.RestoreView;
import org.hevelius.core.usecase.Restores;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Restore, revert, undo and redo: a plan is a resource, and what is carried out is its id. */
final class RestoreRoutes {
  private static final int ORIGINS = 1_000;
  private static final String PLANS = DATASET + "/restores/plans";

  /**
   * What is to be planned.
   *
   * @param kind restore, revert, undo or redo
   * @param snapshot the version that is brought back; not for undo and redo
   * @param base for a revert the version whose changes are taken back
   * @param to absolute path of a directory; for a restore either this or in place
   */
  private record Wish(
      @Nullable String kind,
      @Nullable String snapshot,
      @Nullable String base,
      @Nullable List<String> paths,
      @Nullable String to,
      @Nullable Boolean inPlace,
      @Nullable Boolean delete,
      @Nullable Boolean compareContent,
      @Nullable Boolean verify) {}

  private record Order(@Nullable String plan) {}

  private record Shown(RestorePlan plan, Map<String, Origin> origins) {
    RestoreView view() {
      return RestoreView.of(plan, origins);
    }

    String tag() {
      return Etags.text(plan.id() + plan.verify() + plan.compareContent());
    }
  }

  private final Parts parts;
  private final Plans<Shown> plans;

  RestoreRoutes(Parts parts) {
    this.parts = parts;
    this.plans = new Plans<>(parts.clock());
  }

  List<Route> routes() {
    return List.of(
        onDataset("POST", PLANS, Action.RESTORE_ASIDE, this::plan),
        onDataset("GET", PLANS + "/{plan}", Action.RESTORE_ASIDE, this::show),
        onDataset("GET", PLANS + "/{plan}/extras", Action.RESTORE_ASIDE, this::extras),
        new Route(
            "POST",
            DATASET + "/restores",
            Action.RESTORE_ASIDE,
            new Route.ByRequest(this::needToExecute),
            this::execute));
  }

  private Response plan(Request request, Principal caller) {
    Query _ = Query.of(request);
    DatasetName dataset = Query.dataset(request);
    Wish wish = Bodies.read(request, Wish.class);
    Restores restores = parts.as(caller).restores();
    RestorePlan plan =
        switch (Bodies.required(wish.kind(), "kind")) {
          case "restore" -> restores.plan(restore(dataset, wish), Progress.NONE, Parts::never);
          case "revert" -> {
            refuse(wish.to() != null, "to", "a revert goes in place");
            yield restores.planRevert(
                reference(dataset, wish.snapshot(), "snapshot"),
                reference(dataset, wish.base(), "base"),
                paths(wish),
                Progress.NONE,
                Parts::never);
          }
          case "undo" -> restores.planUndo(plain(dataset, wish), Progress.NONE, Parts::never);
          case "redo" -> restores.planRedo(plain(dataset, wish), Progress.NONE, Parts::never);
          default ->
              throw new HeveliusException(
                  Category.INVALID,
                  "there is no kind \"" + wish.kind() + "\"",
                  "there are: restore, revert, undo, redo");
        };
    Shown shown = new Shown(plan, restores.origins(plan, ORIGINS, Parts::never));
    plans.keep(plan.id(), shown);
    return Response.of(201, shown.view())
        .with("ETag", shown.tag())
        .with("Location", request.path() + "/" + plan.id());
  }

  private Restores.Request restore(DatasetName dataset, Wish wish) {
    boolean inPlace = Bodies.flag(wish.inPlace());
    String to = wish.to();
    refuse(wish.base() != null, "base", "it belongs to a revert");
    if (inPlace == (to != null)) {
      throw new HeveliusException(
          Category.INVALID,
          "say where the data should go: either \"to\" a directory or \"inPlace\": true",
          "nothing was planned");
    }
    if (to != null) {
      parts.targets().check(to);
    }
    return new Restores.Request(
        reference(dataset, wish.snapshot(), "snapshot"),
        paths(wish),
        to,
        Bodies.flag(wish.delete()),
        Bodies.flag(wish.compareContent()),
        inPlace || Bodies.flag(wish.verify()));
  }

  private static String plain(DatasetName dataset, Wish wish) {
    refuse(wish.snapshot() != null, "snapshot", "the last restore or revert is meant");
    refuse(wish.base() != null, "base", "it belongs to a revert");
    refuse(wish.to() != null, "to", "it goes in place");
    refuse(!paths(wish).isEmpty(), "paths", "all of it is taken back");
    return dataset.text();
  }

  private static void refuse(boolean given, String field, String why) {
    if (given) {
      throw new HeveliusException(
          Category.INVALID, "\"" + field + "\" doesn't fit this kind: " + why);
    }
  }

  private String reference(DatasetName dataset, @Nullable String snapshot, String field) {
    return parts.reference(dataset, Bodies.required(snapshot, field));
  }

  private static List<String> paths(Wish wish) {
    return Bodies.list(wish.paths()).stream().map(Names::parse).toList();
  }

  /** The plan of that id, if it is one of the dataset in the path. */
  private Shown known(Request request, String id) {
    Shown shown = plans.get(id);
    if (!shown.plan().want().dataset().equals(Query.dataset(request))) {
      throw new HeveliusException(
          Category.NOT_FOUND, "there is no plan " + id + " for " + Query.dataset(request));
    }
    return shown;
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = known(request, request.parameter("plan"));
    return Response.ok(shown.view()).with("ETag", shown.tag());
  }

  private Response extras(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = known(request, request.parameter("plan"));
    return Response.ok(
        parts.as(caller).restores().extras(shown.plan(), Progress.NONE, Parts::never));
  }

  private Shown ordered(Request request) {
    return known(request, Bodies.required(Bodies.read(request, Order.class).plan(), "plan"));
  }

  private Route.Need needToExecute(Request request, Principal caller) {
    DatasetName dataset = Query.dataset(request);
    caller.require(Action.RESTORE_ASIDE, dataset);
    boolean inPlace = ordered(request).plan().inPlace();
    return new Route.Need(inPlace ? Action.RESTORE_IN_PLACE : Action.RESTORE_ASIDE, dataset);
  }

  private Response execute(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = ordered(request);
    RestorePlan plan = shown.plan();
    Restores restores = parts.as(caller).restores();
    return parts
        .idempotency()
        .once(
            request,
            caller,
            () -> {
              Etags.require(request, shown.tag(), "plan " + plan.id());
              String target = plan.target();
              if (target != null) {
                parts.targets().check(target);
              }
              if (!restores.holds(plan, Progress.NONE, Parts::never)) {
                throw Etags.changed("the data that plan " + plan.id() + " is about");
              }
              Action action = plan.inPlace() ? Action.RESTORE_IN_PLACE : Action.RESTORE_ASIDE;
              return parts.accepted(
                  caller,
                  Run.Subject.of("restore", plan.want().dataset(), action),
                  (progress, canceled) ->
                      RestoreView.of(restores.execute(plan, progress, canceled), shown.origins()));
            });
  }
}
