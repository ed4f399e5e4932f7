package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.SNAPSHOT;
import static org.hevelius.server.api.Parts.onDataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.usecase.DeletionView;
import org.hevelius.core.usecase.SnapshotView;
import org.hevelius.core.usecase.Snapshots;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** What can be changed of a snapshot: its words and marks, its holds, and its being there. */
final class MarkRoutes {
  private record Good(@Nullable Boolean good, @Nullable String note) {}

  private record Bad(@Nullable Boolean bad, @Nullable String note) {}

  private record Change(
      @Nullable String description,
      @Nullable String shortName,
      @Nullable String milestone,
      @Nullable Map<String, @Nullable String> tags,
      @Nullable Good knownGood,
      @Nullable Bad knownBad) {}

  private record Why(@Nullable String reason) {}

  private record Force(@Nullable Boolean force) {}

  private final Parts parts;

  MarkRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        onDataset("PATCH", SNAPSHOT, Action.DESCRIBE, this::change),
        onDataset("PUT", SNAPSHOT + "/holds/{kind}", Action.HOLD, this::hold),
        onDataset("DELETE", SNAPSHOT + "/holds/{kind}", Action.HOLD, this::release),
        onDataset("POST", SNAPSHOT + "/deletion-plan", Action.DELETE, this::planDeletion),
        onDataset("DELETE", SNAPSHOT, Action.DELETE, this::delete));
  }

  private Response answer(Snapshot snapshot) {
    SnapshotView view = SnapshotRoutes.shown(parts, snapshot);
    return Response.ok(view).with("ETag", Etags.of(view));
  }

  /** The snapshot, if it is still what the caller has seen. */
  private Snapshot seen(Request request) {
    Query _ = Query.of(request);
    Snapshot snapshot = parts.home().snapshots().show(parts.reference(request));
    Etags.permit(request, Etags.of(SnapshotRoutes.shown(parts, snapshot)), snapshot.reference());
    return snapshot;
  }

  private Response change(Request request, Principal caller) {
    Change body = Bodies.read(request, Change.class);
    Snapshot before = seen(request);
    // All is looked at before anything is changed.
    Map<String, String> added = new TreeMap<>();
    List<String> removed = new ArrayList<>();
    if (body.tags() != null) {
      body.tags()
          .forEach(
              (key, value) -> {
                if (value != null) {
                  Map.Entry<String, String> tag = Tags.parse(Tags.text(key, value));
                  added.put(tag.getKey(), tag.getValue());
                } else if (before.tags().containsKey(key)) {
                  removed.add(key);
                }
              });
    }
    Good good = body.knownGood();
    Boolean known = good == null ? null : Bodies.required(good.good(), "knownGood.good");
    Bad bad = body.knownBad();
    Boolean knownBad = bad == null ? null : Bodies.required(bad.bad(), "knownBad.bad");
    if (good != null && bad != null) {
      throw new HeveliusException(
          Category.INVALID, "both knownGood and knownBad are given", "nothing was changed");
    }
    Snapshots snapshots = parts.as(caller).snapshots();
    String reference = before.reference();
    boolean words =
        body.description() != null || body.shortName() != null || body.milestone() != null;
    Snapshot after =
        words
            ? snapshots.describe(reference, body.description(), body.shortName(), body.milestone())
            : before;
    if (!added.isEmpty() || !removed.isEmpty()) {
      after = snapshots.tag(reference, added, removed);
    }
    if (good != null && known != null) {
      after = snapshots.knownGood(reference, known, good.note() == null ? "" : good.note());
    }
    if (bad != null && knownBad != null) {
      after = snapshots.knownBad(reference, knownBad, bad.note() == null ? "" : bad.note());
    }
    return answer(after);
  }

  private static Hold.Kind kind(Request request) {
    return switch (request.parameter("kind")) {
      case "permanent" -> Hold.Kind.PERMANENT;
      case "legal" -> Hold.Kind.LEGAL;
      default ->
          throw new HeveliusException(
              Category.NOT_FOUND,
              "there is no hold of the kind \"" + request.parameter("kind") + "\"",
              "there are: permanent, legal");
    };
  }

  private Response hold(Request request, Principal caller) {
    Why body = Bodies.read(request, Why.class);
    Snapshot before = seen(request);
    String reason = body.reason() == null ? "" : body.reason();
    return answer(parts.as(caller).snapshots().hold(before.reference(), kind(request), reason));
  }

  private Response release(Request request, Principal caller) {
    Snapshot before = seen(request);
    return answer(parts.as(caller).snapshots().release(before.reference(), kind(request)));
  }

  /** Who may not change a policy may not get around its minimum keep either. */
  private Snapshots.DeletePlan planned(Request request, Principal caller, boolean force) {
    Snapshots snapshots = parts.as(caller).snapshots();
    Snapshots.DeletePlan plan = snapshots.planDelete(parts.reference(request), force);
    if (force && snapshots.isWithinMinimumKeep(plan.snapshot())) {
      caller.require(Action.CONFIGURE, plan.snapshot().dataset());
    }
    return plan;
  }

  private Response planDeletion(Request request, Principal caller) {
    Query _ = Query.of(request);
    boolean force = Bodies.flag(Bodies.read(request, Force.class).force());
    Snapshots.DeletePlan plan = planned(request, caller, force);
    return Response.ok(DeletionView.of(plan, false)).with("ETag", "\"" + plan.id() + "\"");
  }

  /** The plan's id is made of all that the snapshot says, so the same id is the same deletion. */
  private Response delete(Request request, Principal caller) {
    Query query = Query.of(request, "force");
    Snapshots.DeletePlan plan = planned(request, caller, query.flag("force"));
    Etags.require(request, "\"" + plan.id() + "\"", plan.snapshot().reference());
    var _ = parts.as(caller).snapshots().delete(plan);
    return Response.ok(DeletionView.of(plan, true));
  }
}
