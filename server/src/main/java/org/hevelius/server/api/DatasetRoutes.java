package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.DATASET;
import static org.hevelius.server.api.Parts.everywhere;
import static org.hevelius.server.api.Parts.onDataset;
import static org.hevelius.server.api.Parts.recognized;

import java.util.List;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.usecase.DatasetView;
import org.hevelius.core.usecase.Datasets;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Datasets as resources. */
final class DatasetRoutes {
  private record Addition(
      @Nullable String name,
      @Nullable List<String> sources,
      @Nullable String description,
      @Nullable List<String> excludes,
      @Nullable String repository) {}

  private record Change(
      @Nullable String description,
      @Nullable List<String> addSources,
      @Nullable List<String> removeSources,
      @Nullable List<String> addExcludes,
      @Nullable List<String> removeExcludes,
      @Nullable List<String> addTags,
      @Nullable List<String> removeTags) {}

  private final Parts parts;

  DatasetRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        recognized("GET", API + "/datasets", this::list),
        everywhere("POST", API + "/datasets", Action.CONFIGURE, this::add),
        onDataset("GET", DATASET, Action.READ, this::show),
        onDataset("GET", DATASET + "/storage", Action.READ, this::storage),
        // A source can be any directory that the service's user can read.
        everywhere("PATCH", DATASET, Action.CONFIGURE, this::set),
        onDataset("DELETE", DATASET, Action.CONFIGURE, this::remove));
  }

  private Response list(Request request, Principal caller) {
    Query query = Query.of(request, "limit", "cursor");
    int limit = query.limit();
    List<String> place = query.cursor(1);
    List<DatasetView> found =
        parts.home().datasets().list().stream()
            .filter(summary -> caller.may(Action.READ, summary.dataset().name()))
            .filter(
                summary ->
                    place.isEmpty()
                        || summary.dataset().name().text().compareTo(place.getFirst()) > 0)
            .limit(limit + 1L)
            .map(DatasetView::of)
            .toList();
    return Response.ok(
        found.size() <= limit
            ? new Page<>(found, null)
            : new Page<>(found.subList(0, limit), Query.next(found.get(limit - 1).name())));
  }

  private Response add(Request request, Principal caller) {
    Query _ = Query.of(request);
    Addition body = Bodies.read(request, Addition.class);
    return parts
        .idempotency()
        .once(
            request,
            caller,
            () -> {
              String name = Bodies.required(body.name(), "name");
              DatasetView view =
                  DatasetView.of(
                      parts
                          .as(caller)
                          .datasets()
                          .add(
                              new Datasets.AddRequest(
                                  name,
                                  Bodies.required(body.sources(), "sources"),
                                  body.description() == null ? "" : body.description(),
                                  Bodies.list(body.excludes()),
                                  body.repository())));
              return Response.of(201, view)
                  .with("ETag", Etags.of(view))
                  .with("Location", API + "/datasets/" + Query.segment(name));
            });
  }

  private DatasetView view(Request request) {
    DatasetName name = Query.dataset(request);
    return DatasetView.of(parts.home().datasets().show(name.text()));
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Etags.tagged(request, view(request));
  }

  private Response storage(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(parts.home().datasets().storage(Query.dataset(request).text()));
  }

  private Response set(Request request, Principal caller) {
    Query _ = Query.of(request);
    Change body = Bodies.read(request, Change.class);
    DatasetView before = view(request);
    Etags.permit(request, Etags.of(before), before.name());
    DatasetView after =
        DatasetView.of(
            parts
                .as(caller)
                .datasets()
                .set(
                    new Datasets.SetRequest(
                        before.name(),
                        body.description(),
                        Bodies.list(body.addSources()),
                        Bodies.list(body.removeSources()),
                        Bodies.list(body.addExcludes()),
                        Bodies.list(body.removeExcludes()),
                        Bodies.list(body.addTags()),
                        Bodies.list(body.removeTags()))));
    return Response.ok(after).with("ETag", Etags.of(after));
  }

  private Response remove(Request request, Principal caller) {
    Query _ = Query.of(request);
    DatasetView before = view(request);
    Etags.permit(request, Etags.of(before), before.name());
    var _ = parts.as(caller).datasets().remove(before.name());
    return Response.nothing();
  }
}
