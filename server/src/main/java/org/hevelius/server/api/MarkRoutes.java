package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.SNAPSHOT;
import static org.hevelius.server.api.Parts.onDataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.usecase.DeletionView;
import org.hevelius.core.usecase.Mark;
import org.hevelius.core.usecase.SnapshotView;
import org.hevelius.core.usecase.Snapshots;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** What can be changed of a snapshot: its words and marks, its holds, and its being there. */
final class MarkRoutes {
  record Good(@Nullable Boolean good, @Nullable String note) {}

  record Bad(@Nullable Boolean bad, @Nullable String note) {}

  /** What is to be said of a snapshot; what isn't given stays. */
  record Change(
      @Nullable String description,
      @Nullable String shortName,
      @Nullable String milestone,
      @Nullable Map<String, @Nullable String> tags,
      @Nullable Good knownGood,
      @Nullable Bad knownBad) {
    /**
     * What is said, looked at before anything is changed.
     *
     * @param removed which of the tags that are to be removed are
     */
    Mark mark(Predicate<String> removed) {
      List<Mark> marks = new ArrayList<>();
      if (description != null || shortName != null || milestone != null) {
        marks.add(new Mark.Described(description, shortName, milestone));
      }
      Mark.Tagged tagged = tagged(removed);
      if (!tagged.isEmpty()) {
        marks.add(tagged);
      }
      if (knownGood != null && knownBad != null) {
        throw new HeveliusException(
            Category.INVALID, "both knownGood and knownBad are given", "nothing was changed");
      }
      if (knownGood != null) {
        boolean good = Bodies.required(knownGood.good(), "knownGood.good");
        marks.add(new Mark.Good(good, knownGood.note() == null ? "" : knownGood.note()));
      }
      if (knownBad != null) {
        boolean bad = Bodies.required(knownBad.bad(), "knownBad.bad");
        marks.add(new Mark.Bad(bad, knownBad.note() == null ? "" : knownBad.note()));
      }
      return new Mark.All(marks);
    }

    private Mark.Tagged tagged(Predicate<String> removed) {
      Map<String, String> added = new TreeMap<>();
      List<String> gone = new ArrayList<>();
      if (tags != null) {
        tags.forEach(
            (key, value) -> {
              if (value != null) {
                Map.Entry<String, String> tag = Tags.parse(Tags.text(key, value));
                added.put(tag.getKey(), tag.getValue());
              } else if (removed.test(key)) {
                gone.add(key);
              }
            });
      }
      return new Mark.Tagged(added, gone);
    }
  }

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
    Mark mark = body.mark(key -> before.tags().containsKey(key));
    return answer(mark.of(before.reference(), parts.as(caller).snapshots()));
  }

  /** The kind of a hold as it is named in paths and bodies. */
  static Hold.Kind kind(String name) {
    return switch (name) {
      case "permanent" -> Hold.Kind.PERMANENT;
      case "legal" -> Hold.Kind.LEGAL;
      default ->
          throw new HeveliusException(
              Category.NOT_FOUND,
              "there is no hold of the kind \"" + name + "\"",
              "there are: permanent, legal");
    };
  }

  private Response hold(Request request, Principal caller) {
    Why body = Bodies.read(request, Why.class);
    Snapshot before = seen(request);
    String reason = body.reason() == null ? "" : body.reason();
    return answer(
        parts
            .as(caller)
            .snapshots()
            .hold(before.reference(), kind(request.parameter("kind")), reason));
  }

  private Response release(Request request, Principal caller) {
    Snapshot before = seen(request);
    return answer(
        parts.as(caller).snapshots().release(before.reference(), kind(request.parameter("kind"))));
  }

  private Response planDeletion(Request request, Principal caller) {
    Query _ = Query.of(request);
    boolean force = Bodies.flag(Bodies.read(request, Force.class).force());
    Snapshots.DeletePlan plan =
        parts.as(caller).snapshots().planDelete(parts.reference(request), force);
    return Response.ok(DeletionView.of(plan, false)).with("ETag", "\"" + plan.id() + "\"");
  }

  /** The plan's id is made of all that the snapshot says, so the same id is the same deletion. */
  private Response delete(Request request, Principal caller) {
    Query query = Query.of(request, "force");
    Snapshots.DeletePlan plan =
        parts.as(caller).snapshots().planDelete(parts.reference(request), query.flag("force"));
    Etags.require(request, "\"" + plan.id() + "\"", plan.snapshot().reference());
    var _ = parts.as(caller).snapshots().delete(plan);
    return Response.ok(DeletionView.of(plan, true));
  }
}
