package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.DATASET;
import static org.hevelius.server.api.Parts.SNAPSHOT;
import static org.hevelius.server.api.Parts.onDataset;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.ChangeLog;
import org.hevelius.core.usecase.Lineage;
import org.hevelius.core.usecase.LineageView;
import org.hevelius.core.usecase.LogView;
import org.hevelius.core.usecase.ProvDocument;
import org.hevelius.core.usecase.SnapshotView;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** How versions follow from each other: the change log of a dataset, and lineage. */
final class VersionRoutes {
  private static final int USUAL_FILES = 5;

  /**
   * A lineage with all that is known of those in it.
   *
   * @param snapshots those that are there, each once
   */
  private record Whole(@JsonUnwrapped LineageView lineage, List<SnapshotView> snapshots) {}

  private final Parts parts;

  VersionRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        onDataset("GET", DATASET + "/log", Action.READ, this::log),
        onDataset("GET", SNAPSHOT + "/lineage", Action.READ, this::lineage));
  }

  private Response log(Request request, Principal caller) {
    Query query = Query.of(request, "since", "until", "author", "files", "limit", "cursor");
    int limit = query.limit();
    DatasetName dataset = Query.dataset(request);
    @Nullable String author = query.text("author").orElse(null);
    int files = number(query, "files", USUAL_FILES, 0, ChangeLog.MOST_FILES);
    SnapshotQuery wanted =
        parts
            .home()
            .snapshots()
            .query(dataset.text())
            .between(query.instant("since"), query.instant("until"))
            .after(place(query, dataset));
    List<ChangeLog.Entry> entries =
        parts.home().changeLog().entries(wanted, author, files, Parts::never).limit(limit).toList();
    boolean more =
        entries.size() == limit
            && parts
                .home()
                .snapshots()
                .list(wanted.after(entries.getLast().snapshot()))
                .anyMatch(snapshot -> author == null || snapshot.author().equals(author));
    return Response.ok(
        new Page<>(
            entries.stream().map(LogView::of).toList(),
            more ? cursor(entries.getLast().snapshot()) : null));
  }

  private static String cursor(Snapshot last) {
    return Query.next(last.createdAt(), last.version());
  }

  private static SnapshotQuery.@Nullable Position place(Query query, DatasetName dataset) {
    List<String> parts = query.cursor(2);
    try {
      return parts.isEmpty()
          ? null
          : new SnapshotQuery.Position(
              Instant.parse(parts.getFirst()), dataset, Long.parseLong(parts.getLast()));
    } catch (DateTimeException | NumberFormatException e) {
      throw Query.badCursor();
    }
  }

  private static int number(Query query, String name, int usual, int least, int most) {
    String text = query.text(name).orElse(String.valueOf(usual));
    int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw new HeveliusException(
          Category.INVALID,
          "\"%s\" is a whole number from %d to %d, not %s".formatted(name, least, most, text));
    }
    return number;
  }

  private Response lineage(Request request, Principal caller) {
    Query query = Query.of(request, "direction", "depth", "snapshots", "format");
    int depth = number(query, "depth", Lineage.DEEPEST, 1, Lineage.DEEPEST);
    Snapshot snapshot = parts.home().snapshots().show(parts.reference(request));
    Lineage.Around around =
        parts
            .home()
            .lineage()
            .around(snapshot, direction(query), depth, d -> caller.may(Action.READ, d));
    switch (query.text("format").orElse("json")) {
      case "json" -> {}
      case "prov" -> {
        return Response.ok(ProvDocument.of(snapshot, around.up(), around.down()));
      }
      default ->
          throw new HeveliusException(
              Category.INVALID,
              "there is no format \"" + query.required("format") + "\"",
              "there are: json, prov");
    }
    LineageView view = LineageView.of(snapshot, around);
    return Response.ok(
        query.flag("snapshots")
            ? new Whole(
                view,
                around.steps().stream()
                    .flatMap(step -> Optional.ofNullable(step.snapshot()).stream())
                    .distinct()
                    .map(SnapshotView::of)
                    .toList())
            : view);
  }

  private static Lineage.Direction direction(Query query) {
    return switch (query.text("direction").orElse("both")) {
      case "both" -> Lineage.Direction.BOTH;
      case "up" -> Lineage.Direction.UP;
      case "down" -> Lineage.Direction.DOWN;
      case "impact" -> Lineage.Direction.IMPACT;
      default ->
          throw new HeveliusException(
              Category.INVALID,
              "\"direction\" can't be " + query.required("direction"),
              "there are: both, up, down, impact");
    };
  }
}
