package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.DATASET;
import static org.hevelius.server.api.Parts.onDataset;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.usecase.RollbackPlan;
import org.hevelius.core.usecase.RollbackView;
import org.hevelius.core.usecase.Rollbacks;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Rollbacks: planned with all that each way destroys, shown, and carried out by the plan's id. */
final class RollbackRoutes {
  private static final String ROLLBACKS = DATASET + "/rollbacks";

  /**
   * What is to be planned.
   *
   * @param way the word of one; null for the one that destroys nothing
   * @param destroy how many things may be destroyed; null for none
   */
  private record Wish(@Nullable String snapshot, @Nullable String way, @Nullable Integer destroy) {}

  private record Order(@Nullable String plan) {}

  private final Parts parts;
  private final Plans<RollbackPlan> plans;

  RollbackRoutes(Parts parts) {
    this.parts = parts;
    this.plans = new Plans<>(parts.clock());
  }

  List<Route> routes() {
    return List.of(
        onDataset("POST", ROLLBACKS + "/plans", Action.RESTORE_IN_PLACE, this::plan),
        onDataset("GET", ROLLBACKS + "/plans/{plan}", Action.RESTORE_IN_PLACE, this::show),
        onDataset("POST", ROLLBACKS, Action.RESTORE_IN_PLACE, this::execute));
  }

  private static String tag(RollbackPlan plan) {
    return Etags.text(plan.id() + " " + plan.confirmed());
  }

  private Response plan(Request request, Principal caller) {
    Query _ = Query.of(request);
    DatasetName dataset = Query.dataset(request);
    Wish wish = Bodies.read(request, Wish.class);
    String reference = parts.reference(dataset, Bodies.required(wish.snapshot(), "snapshot"));
    RollbackPlan plan =
        parts
            .as(caller)
            .rollbacks()
            .plan(new Rollbacks.Request(reference, wish.way(), wish.destroy()));
    plans.keep(plan.id(), plan);
    return Response.of(201, view(plan, caller))
        .with("ETag", tag(plan))
        .with("Location", request.path() + "/" + plan.id());
  }

  /** Datasets that the caller may not read are not named; their versions are counted. */
  private static RollbackView view(RollbackPlan plan, Principal caller) {
    return RollbackView.of(
        new RollbackPlan(
            plan.id(),
            plan.snapshot(),
            plan.ways().stream().map(way -> seen(way, caller)).toList(),
            plan.chosen(),
            plan.confirmed()));
  }

  private static RollbackPlan.Way seen(RollbackPlan.Way way, Principal caller) {
    List<RollbackPlan.Lost> lost = way.lost().stream().map(one -> seen(one, caller)).toList();
    List<String> effects = way.effects().stream().map(one -> seen(one, caller)).toList();
    boolean all = lost.equals(way.lost()) && effects.equals(way.effects());
    return new RollbackPlan.Way(
        way.way(),
        way.parts(),
        lost,
        effects,
        all || way.forbidden().isEmpty()
            ? way.forbidden()
            : List.of("it would destroy what another dataset needs"));
  }

  private static String seen(String effect, Principal caller) {
    String also = RollbackPlan.ALSO_CHANGED;
    return !effect.startsWith(also)
            || caller.may(
                Action.READ,
                DatasetName.of(effect.substring(also.length()).replaceFirst(" .*", "")))
        ? effect
        : also + "one that you may not read";
  }

  private static RollbackPlan.Lost seen(RollbackPlan.Lost lost, Principal caller) {
    String reference = lost.reference();
    return reference == null || caller.may(Action.READ, dataset(reference))
        ? lost
        : new RollbackPlan.Lost(
            lost.source(), lost.what(), "of another dataset", null, lost.ours(), lost.bytes());
  }

  private static DatasetName dataset(String reference) {
    return DatasetName.of(reference.substring(0, reference.lastIndexOf('@')));
  }

  private RollbackPlan known(Request request, String id) {
    RollbackPlan plan = plans.get(id);
    if (!plan.snapshot().dataset().equals(Query.dataset(request))) {
      throw new HeveliusException(
          Category.NOT_FOUND, "there is no plan " + id + " for " + Query.dataset(request));
    }
    return plan;
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    RollbackPlan plan = known(request, request.parameter("plan"));
    return Response.ok(view(plan, caller)).with("ETag", tag(plan));
  }

  private Response execute(Request request, Principal caller) {
    Query _ = Query.of(request);
    RollbackPlan plan =
        known(request, Bodies.required(Bodies.read(request, Order.class).plan(), "plan"));
    Rollbacks rollbacks = parts.as(caller).rollbacks();
    return parts
        .idempotency()
        .once(
            request,
            caller,
            () -> {
              Etags.require(request, tag(plan), "plan " + plan.id());
              if (!rollbacks.holds(plan)) {
                throw Etags.changed("the data that plan " + plan.id() + " is about");
              }
              requireRights(plan, caller);
              return parts.accepted(
                  caller,
                  Run.Subject.of("rollback", plan.snapshot().dataset(), Action.RESTORE_IN_PLACE),
                  (progress, canceled) ->
                      RollbackView.of(rollbacks.execute(plan, progress, canceled)));
            });
  }

  /** Other datasets may have versions in the same storage; what destroys them deletes them. */
  private void requireRights(RollbackPlan plan, Principal caller) {
    RollbackPlan allowed = parts.as(caller).rollbacks().requireAllowed(plan);
    for (String reference : Rollbacks.allowed(allowed).references()) {
      DatasetName dataset = dataset(reference);
      if (!caller.may(Action.DELETE, dataset)) {
        throw new HeveliusException(
            Category.DENIED,
            caller.may(Action.READ, dataset)
                ? "this way destroys %s, which you may not delete".formatted(reference)
                : "this way destroys versions of another dataset, which you may not delete",
            "nothing was touched; bring the files back by a restore");
      }
    }
  }
}
