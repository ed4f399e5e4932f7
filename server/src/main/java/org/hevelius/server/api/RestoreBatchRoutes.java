package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;

import java.time.Instant;
import java.util.List;
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
import org.hevelius.core.usecase.BatchView;
import org.hevelius.core.usecase.Batches;
import org.hevelius.core.usecase.Choice;
import org.hevelius.core.usecase.RestoreBatches;
import org.hevelius.core.usecase.RestorePlan;
import org.hevelius.core.usecase.Restores;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/**
 * Restores, reverts and undos of several datasets as one plan. The right is needed on each of them;
 * without it on one nothing is done. What a caller may not read is in no hierarchy for it.
 */
final class RestoreBatchRoutes {
  private static final int MOST_PLANS = 10;
  private static final String PLANS = API + "/restores/plans";

  /**
   * What is to be planned.
   *
   * @param kind restore, revert, undo or redo; restore when it isn't given
   * @param snapshots the versions that are brought back; not for undo and redo
   * @param bases for a revert the versions whose changes are taken back
   * @param datasets for undo and redo names and hierarchies; when none is given all that were
   *     restored or reverted at once
   * @param to absolute path of a directory; for a restore either this or in place
   */
  private record Wish(
      @Nullable String kind,
      @Nullable List<String> snapshots,
      @Nullable List<String> bases,
      @Nullable List<String> datasets,
      @Nullable List<String> where,
      @Nullable List<String> tagged,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable List<String> paths,
      @Nullable String to,
      @Nullable Boolean inPlace,
      @Nullable Boolean delete,
      @Nullable Boolean compareContent,
      @Nullable Boolean verify)
      implements Chosen {
    boolean takesBack() {
      return "undo".equals(kind) || redo();
    }

    boolean redo() {
      return "redo".equals(kind);
    }

    List<String> confined() {
      return Bodies.list(paths).stream().map(Names::parse).toList();
    }
  }

  /** The datasets of which something would be taken back next. */
  private record Last(List<String> datasets) {}

  /** What one of them would remove besides. */
  private record Extra(String dataset, RestorePlan.Count extras) {}

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
      return Chosen.need(datasets, action, caller);
    }
  }

  private final Parts parts;
  private final Plans<Shown> plans;

  RestoreBatchRoutes(Parts parts) {
    this.parts = parts;
    this.plans = new Plans<>(parts.clock(), MOST_PLANS);
  }

  List<Route> routes() {
    return List.of(
        Parts.recognized("GET", API + "/restores/last", this::last),
        Chosen.route("POST", PLANS, Action.RESTORE_ASIDE, this::needToPlan, this::plan),
        Chosen.route("GET", PLANS + "/{plan}", Action.RESTORE_ASIDE, this::needToSee, this::show),
        Chosen.route(
            "GET", PLANS + "/{plan}/extras", Action.RESTORE_ASIDE, this::needToSee, this::extras),
        Chosen.route(
            "POST",
            API + "/restores",
            Action.RESTORE_ASIDE,
            (request, caller) -> {
              Shown shown = ordered(request);
              return shown.need(shown.action(), caller);
            },
            this::execute));
  }

  private Route.Need needToSee(Request request, Principal caller) {
    return plans.get(request.parameter("plan")).need(Action.RESTORE_ASIDE, caller);
  }

  private Batches batches(Principal caller) {
    return parts.as(caller).batches().seeing(dataset -> caller.may(Action.READ, dataset));
  }

  private RestoreBatches restores(Principal caller) {
    return parts.as(caller).restoreBatches().seeing(dataset -> caller.may(Action.READ, dataset));
  }

  private Response last(Request request, Principal caller) {
    Query query = Query.of(request, "redo");
    List<DatasetName> datasets = restores(caller).last(query.flag("redo"));
    return Response.ok(new Last(datasets.stream().map(DatasetName::text).toList()));
  }

  private Route.Need needToPlan(Request request, Principal caller) {
    Wish wish = Bodies.read(request, Wish.class);
    List<DatasetName> datasets =
        wish.takesBack()
            ? undone(wish, caller)
            : Chosen.datasets(batches(caller).oneOfEach(wish.choice()));
    return Chosen.need(datasets, Action.RESTORE_ASIDE, caller);
  }

  private List<DatasetName> undone(Wish wish, Principal caller) {
    if (!Bodies.list(wish.datasets()).isEmpty() || !Bodies.list(wish.where()).isEmpty()) {
      Selection selection = Selection.of(Bodies.list(wish.datasets()), Bodies.list(wish.where()));
      return batches(caller).datasets(selection).stream().map(Dataset::name).toList();
    }
    List<DatasetName> last = restores(caller).last(wish.redo());
    if (last.isEmpty()) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          wish.redo()
              ? "there is no undo to take back"
              : "there is no restore or revert to take back",
          "nothing was planned");
    }
    return last;
  }

  private Response plan(Request request, Principal caller) {
    Query _ = Query.of(request);
    Wish wish = Bodies.read(request, Wish.class);
    Shown shown =
        switch (wish.kind() == null ? "restore" : wish.kind()) {
          case "restore" -> restore(wish, caller);
          case "revert" -> revert(wish, caller);
          case "undo", "redo" -> undo(wish, caller);
          default ->
              throw new HeveliusException(
                  Category.INVALID,
                  "there is no kind \"" + wish.kind() + "\"",
                  "there are: restore, revert, undo, redo");
        };
    shown.plan().plans().results().forEach(this::checkTarget);
    plans.keep(shown.plan().id(), shown);
    return Response.of(201, BatchView.of(shown.plan()))
        .with("ETag", shown.tag())
        .with("Location", PLANS + "/" + shown.plan().id());
  }

  private Shown restore(Wish wish, Principal caller) {
    boolean inPlace = Bodies.flag(wish.inPlace());
    String to = wish.to();
    refuse(!Bodies.list(wish.bases()).isEmpty(), "bases", "it belongs to a revert");
    if (inPlace == (to != null)) {
      throw new HeveliusException(
          Category.INVALID,
          "say where the data should go: either \"to\" a directory or \"inPlace\": true",
          "nothing was planned");
    }
    if (to != null) {
      parts.targets().check(to);
    }
    List<Snapshot> snapshots = batches(caller).oneOfEach(wish.choice());
    List<DatasetName> names = Chosen.datasets(snapshots);
    // Datasets may have come since the right was looked at.
    Route.Need _ = Chosen.need(names, Action.RESTORE_ASIDE, caller);
    boolean verify = inPlace || Bodies.flag(wish.verify());
    RestoreBatches.Request wanted =
        new RestoreBatches.Request(
            wish.confined(),
            to,
            Bodies.flag(wish.delete()),
            Bodies.flag(wish.compareContent()),
            verify);
    return new Shown(
        restores(caller).plan(snapshots, wanted, Progress.NONE, _ -> {}, Parts::never),
        names,
        inPlace,
        verify + " " + Bodies.flag(wish.compareContent()));
  }

  private Shown revert(Wish wish, Principal caller) {
    refuse(wish.to() != null, "to", "a revert goes in place");
    List<Snapshot> from = batches(caller).snapshots(wish.choice());
    List<Snapshot> to =
        batches(caller).snapshots(Choice.of(Bodies.required(wish.bases(), "bases")));
    List<DatasetName> names = Chosen.datasets(from);
    Route.Need _ = Chosen.need(names, Action.RESTORE_ASIDE, caller);
    return new Shown(
        restores(caller)
            .planRevert(from, to, wish.confined(), Progress.NONE, _ -> {}, Parts::never),
        names,
        true,
        "");
  }

  private Shown undo(Wish wish, Principal caller) {
    boolean more =
        !Bodies.list(wish.snapshots()).isEmpty()
            || wish.to() != null
            || wish.inPlace() != null
            || wish.paths() != null;
    refuse(more, "snapshots, to, inPlace or paths", "an undo takes back all of what was done");
    List<DatasetName> names = undone(wish, caller);
    Route.Need _ = Chosen.need(names, Action.RESTORE_ASIDE, caller);
    boolean named = !Bodies.list(wish.datasets()).isEmpty() || !Bodies.list(wish.where()).isEmpty();
    return new Shown(
        restores(caller)
            .planUndo(named ? names : List.of(), wish.redo(), Progress.NONE, _ -> {}, Parts::never),
        names,
        true,
        "");
  }

  private static void refuse(boolean given, String field, String why) {
    if (given) {
      throw new HeveliusException(
          Category.INVALID, "\"" + field + "\" can't be given here: " + why, "nothing was planned");
    }
  }

  private Response extras(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = plans.get(request.parameter("plan"));
    RestoreBatches restores = restores(caller);
    List<Extra> extras =
        shown
            .plan()
            .plans()
            .results()
            .map(
                one ->
                    new Extra(
                        one.want().dataset().text(),
                        restores.extras(one, Progress.NONE, Parts::never)))
            .toList();
    return Response.ok(new Page<>(extras, null));
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
    return Response.ok(BatchView.of(shown.plan())).with("ETag", shown.tag());
  }

  private Shown ordered(Request request) {
    return plans.get(Bodies.required(Bodies.read(request, Order.class).plan(), "plan"));
  }

  private Response execute(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = ordered(request);
    RestoreBatches.Plan plan = shown.plan();
    RestoreBatches restores = restores(caller);
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
                    return BatchView.of(plan, done);
                  });
            });
  }
}
