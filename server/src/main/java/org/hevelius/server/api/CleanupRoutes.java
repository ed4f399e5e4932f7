package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;

import java.util.List;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.retention.RetentionRules;
import org.hevelius.core.usecase.Cleanup;
import org.hevelius.core.usecase.CleanupView;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Cleanups: planned, shown, and carried out by the plan's id. */
final class CleanupRoutes {
  /**
   * What is to be planned.
   *
   * @param dataset null for all, each judged by itself
   * @param rules none for what the policies say, or else the usual ones; a brake of a policy is
   *     never overruled here
   * @param prune whether bytes are freed too, which concerns whole repositories
   */
  private record Wish(
      @Nullable String dataset, @Nullable List<KeepRule> rules, @Nullable Boolean prune) {}

  private record Order(@Nullable String plan) {}

  private record Shown(
      Cleanup.Plan plan, @Nullable String dataset, @Nullable RetentionRules rules, boolean prune) {
    Route.Need need() {
      return CleanupRoutes.need(dataset, prune);
    }

    String tag() {
      return "\"" + plan.id() + "\"";
    }
  }

  private final Parts parts;
  private final Plans<Shown> plans;

  CleanupRoutes(Parts parts) {
    this.parts = parts;
    this.plans = new Plans<>(parts.clock());
  }

  List<Route> routes() {
    return List.of(
        route("POST", "/cleanups/plans", (request, caller) -> wished(request), this::plan),
        route(
            "GET",
            "/cleanups/plans/{plan}",
            (request, caller) -> plans.get(request.parameter("plan")).need(),
            this::show),
        route("POST", "/cleanups", (request, caller) -> ordered(request).need(), this::execute));
  }

  private static Route route(String method, String path, Route.Judge judge, Route.Handler handler) {
    return new Route(method, API + path, Action.DELETE, new Route.ByRequest(judge), handler);
  }

  /** What is freed may be of any dataset, so that pruning takes the right on all. */
  private static Route.Need need(@Nullable String dataset, boolean prune) {
    DatasetName top =
        dataset == null || prune
            ? null
            : switch (Selection.Term.parse(dataset)) {
              case Selection.One(DatasetName name) -> name;
              case Selection.Below(DatasetName name) -> name;
              case Selection.All() -> null;
            };
    return new Route.Need(Action.DELETE, top);
  }

  private static Route.Need wished(Request request) {
    Wish wish = Bodies.read(request, Wish.class);
    return need(wish.dataset(), Bodies.flag(wish.prune()));
  }

  private Response plan(Request request, Principal caller) {
    Query _ = Query.of(request);
    Wish wish = Bodies.read(request, Wish.class);
    List<KeepRule> kept = Bodies.list(wish.rules());
    @Nullable RetentionRules rules =
        kept.isEmpty() ? null : RetentionRules.of(kept.stream().map(KeepRule::rule).toList());
    boolean prune = Bodies.flag(wish.prune());
    Cleanup.Plan plan = parts.as(caller).cleanup().plan(wish.dataset(), rules, prune);
    Shown shown = new Shown(plan, wish.dataset(), rules, prune);
    plans.keep(plan.id(), shown);
    return Response.of(201, CleanupView.of(plan))
        .with("ETag", shown.tag())
        .with("Location", API + "/cleanups/plans/" + plan.id());
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = plans.get(request.parameter("plan"));
    return Response.ok(CleanupView.of(shown.plan())).with("ETag", shown.tag());
  }

  private Shown ordered(Request request) {
    return plans.get(Bodies.required(Bodies.read(request, Order.class).plan(), "plan"));
  }

  private Response execute(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = ordered(request);
    Cleanup cleanup = parts.as(caller).cleanup();
    return parts
        .idempotency()
        .once(
            request,
            caller,
            () -> {
              Etags.require(request, shown.tag(), "plan " + shown.plan().id());
              Cleanup.Plan now = cleanup.plan(shown.dataset(), shown.rules(), shown.prune());
              if (!now.id().equals(shown.plan().id())) {
                throw Etags.changed("what plan " + shown.plan().id() + " is about");
              }
              return parts.accepted(
                  caller,
                  Run.Subject.of("cleanup", shown.need().dataset(), Action.DELETE),
                  (progress, canceled) ->
                      CleanupView.of(cleanup.execute(shown.plan(), false, progress, canceled)));
            });
  }
}
