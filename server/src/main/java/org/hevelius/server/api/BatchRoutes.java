package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.BatchView;
import org.hevelius.core.usecase.Batches;
import org.hevelius.core.usecase.Choice;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.CreationView;
import org.hevelius.core.usecase.Lineage;
import org.hevelius.core.usecase.Mark;
import org.hevelius.core.usecase.SnapshotView;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/**
 * What is taken of, said of or done to several datasets and snapshots at once. The right is needed
 * on each of them; without it on one nothing is done. What a caller may not read is in no hierarchy
 * for it.
 */
final class BatchRoutes {
  private static final int MOST_PLANS = 10;
  private static final String PLANS = API + "/deletions/plans";

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
      @Nullable Instant expires,
      @Nullable List<String> derivedFrom,
      @Nullable List<String> calibratedWith,
      @Nullable String derivedBy) {
    Lineage.Said lineage() {
      return SnapshotRoutes.lineage(derivedFrom, calibratedWith, derivedBy);
    }
  }

  /** Which snapshots are meant. */
  private record What(
      @Nullable List<String> snapshots,
      @Nullable List<String> datasets,
      @Nullable List<String> where,
      @Nullable List<String> tagged,
      @Nullable Instant since,
      @Nullable Instant until)
      implements Chosen {}

  /**
   * What is to be said of each of several snapshots.
   *
   * @param release the kind of hold that ends; then snapshots are named exactly
   */
  private record MarksWish(
      @Nullable List<String> snapshots,
      @Nullable List<String> datasets,
      @Nullable List<String> where,
      @Nullable List<String> tagged,
      @Nullable Instant since,
      @Nullable Instant until,
      MarkRoutes.@Nullable Change change,
      @Nullable HoldWish hold,
      @Nullable String release)
      implements Chosen {
    Action action() {
      return hold == null && release == null ? Action.DESCRIBE : Action.HOLD;
    }

    Mark mark() {
      List<Mark> marks = new ArrayList<>();
      if (change != null) {
        marks.add(change.mark(_ -> true));
      }
      if (hold != null) {
        String reason = hold.reason() == null ? "" : hold.reason();
        marks.add(new Mark.Held(MarkRoutes.kind(Bodies.required(hold.kind(), "kind")), reason));
      }
      if (release != null) {
        marks.add(new Mark.Released(MarkRoutes.kind(release)));
      }
      if (marks.size() != 1) {
        throw new HeveliusException(
            Category.INVALID,
            "say one of \"change\", \"hold\" and \"release\"",
            "nothing was changed");
      }
      return marks.getFirst();
    }
  }

  private record HoldWish(@Nullable String kind, @Nullable String reason) {}

  /** Snapshots that are to be deleted. */
  private record DeletionWish(
      @Nullable List<String> snapshots,
      @Nullable List<String> datasets,
      @Nullable List<String> where,
      @Nullable List<String> tagged,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable Boolean force)
      implements Chosen {}

  private record Order(@Nullable String plan) {}

  /**
   * A plan that was shown.
   *
   * @param datasets all that it is about, those included whose snapshots may not be deleted
   */
  private record Shown(Batches.Deletion plan, List<DatasetName> datasets) {
    String tag() {
      return "\"" + plan.id() + "\"";
    }
  }

  private final Parts parts;
  private final Plans<Shown> deletions;

  BatchRoutes(Parts parts) {
    this.parts = parts;
    this.deletions = new Plans<>(parts.clock(), MOST_PLANS);
  }

  List<Route> routes() {
    return List.of(
        Parts.recognized("POST", API + "/selections", this::select),
        Chosen.route("POST", API + "/snapshots", Action.CREATE, this::needToCreate, this::create),
        Chosen.route("POST", API + "/marks", Action.DESCRIBE, this::needToMark, this::mark),
        Chosen.route(
            "POST",
            PLANS,
            Action.DELETE,
            (request, caller) ->
                Chosen.need(
                    Chosen.datasets(snapshots(request, DeletionWish.class, caller)),
                    Action.DELETE,
                    caller),
            this::plan),
        Chosen.route(
            "GET",
            PLANS + "/{plan}",
            Action.DELETE,
            (request, caller) ->
                Chosen.need(
                    deletions.get(request.parameter("plan")).datasets(), Action.DELETE, caller),
            this::show),
        Chosen.route(
            "POST",
            API + "/deletions",
            Action.DELETE,
            (request, caller) -> Chosen.need(ordered(request).datasets(), Action.DELETE, caller),
            this::execute));
  }

  private <T extends Chosen> List<Snapshot> snapshots(
      Request request, Class<T> wish, Principal caller) {
    return batches(caller).snapshots(Bodies.read(request, wish).choice());
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
    return Chosen.need(
        datasets(wish, caller).stream().map(Dataset::name).toList(), toCreate(wish), caller);
  }

  private Response create(Request request, Principal caller) {
    Query _ = Query.of(request);
    SnapshotsWish wish = Bodies.read(request, SnapshotsWish.class);
    List<Dataset> datasets = datasets(wish, caller);
    List<DatasetName> names = datasets.stream().map(Dataset::name).toList();
    // Datasets may have come since the right was looked at.
    Route.Need _ = Chosen.need(names, toCreate(wish), caller);
    SnapshotRoutes.requireRead(caller, wish.lineage());
    Creation.Request wanted =
        Creation.Request.of("", Bodies.required(wish.description(), "description"))
            .edit()
            .shortName(wish.shortName())
            .tags(wish.tags() == null ? Map.of() : wish.tags())
            .milestone(wish.milestone())
            .permanent(Bodies.flag(wish.permanent()))
            .keep(wish.keep())
            .expires(wish.expires())
            .madeFrom(wish.lineage())
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

  /** What a hierarchy or a condition means now, for one who wants to look before acting. */
  private Response select(Request request, Principal caller) {
    Query query = Query.of(request, "oneOfEach");
    Choice choice = Bodies.read(request, What.class).choice();
    List<Snapshot> found =
        query.flag("oneOfEach")
            ? batches(caller).oneOfEach(choice)
            : batches(caller).snapshots(choice);
    return Response.ok(new Page<>(found.stream().map(SnapshotView::of).toList(), null));
  }

  private Route.Need needToMark(Request request, Principal caller) {
    MarksWish wish = Bodies.read(request, MarksWish.class);
    return Chosen.need(
        Chosen.datasets(batches(caller).snapshots(wish.choice())), wish.action(), caller);
  }

  private Response mark(Request request, Principal caller) {
    Query _ = Query.of(request);
    MarksWish wish = Bodies.read(request, MarksWish.class);
    Mark mark = wish.mark();
    List<Snapshot> snapshots = batches(caller).snapshots(wish.choice());
    List<DatasetName> names = Chosen.datasets(snapshots);
    Route.Need _ = Chosen.need(names, wish.action(), caller);
    if (mark instanceof Mark.Released) {
      requireExact(wish, snapshots);
    }
    return parts.started(
        request,
        caller,
        new Run.Subject("mark", names, wish.action()),
        (progress, canceled) ->
            batches(caller).mark(snapshots, mark, canceled).map(SnapshotView::of));
  }

  /** What a hold protected may go afterwards: who ends several has seen which they are. */
  private static void requireExact(MarksWish wish, List<Snapshot> snapshots) {
    List<String> exact = snapshots.stream().map(Snapshot::reference).toList();
    if (!new LinkedHashSet<>(Bodies.list(wish.snapshots())).equals(new LinkedHashSet<>(exact))) {
      throw new HeveliusException(
          Category.INVALID,
          "holds of several snapshots end only where each is named, such as " + exact.getFirst(),
          "nothing was changed; POST /api/v1/selections tells which are meant");
    }
  }

  private Response plan(Request request, Principal caller) {
    Query _ = Query.of(request);
    DeletionWish wish = Bodies.read(request, DeletionWish.class);
    List<Snapshot> snapshots = batches(caller).snapshots(wish.choice());
    List<DatasetName> names = Chosen.datasets(snapshots);
    Route.Need _ = Chosen.need(names, Action.DELETE, caller);
    Shown shown =
        new Shown(batches(caller).planDelete(snapshots, Bodies.flag(wish.force())), names);
    deletions.keep(shown.plan().id(), shown);
    return Response.of(201, BatchView.of(shown.plan()))
        .with("ETag", shown.tag())
        .with("Location", PLANS + "/" + shown.plan().id());
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = deletions.get(request.parameter("plan"));
    return Response.ok(BatchView.of(shown.plan())).with("ETag", shown.tag());
  }

  private Shown ordered(Request request) {
    return deletions.get(Bodies.required(Bodies.read(request, Order.class).plan(), "plan"));
  }

  private Response execute(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = ordered(request);
    Batches.Deletion plan = shown.plan();
    Batches batches = batches(caller);
    return parts
        .idempotency()
        .once(
            request,
            caller,
            () -> {
              Etags.require(request, shown.tag(), "plan " + plan.id());
              if (!batches.holds(plan)) {
                throw Etags.changed("what plan " + plan.id() + " is about");
              }
              return parts.accepted(
                  caller,
                  new Run.Subject("delete", shown.datasets(), Action.DELETE),
                  (progress, canceled) -> BatchView.of(plan, batches.delete(plan, canceled)));
            });
  }
}
