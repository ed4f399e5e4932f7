package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.recognized;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.runner.Run.State;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.usecase.Jobs;
import org.hevelius.core.usecase.RecoveryView;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** What was due without being asked, and how each dataset stands. */
final class JobRoutes {
  private static final int READ_AT_ONCE = 1_000;

  private final Parts parts;

  JobRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        recognized("GET", API + "/jobs", this::list),
        new Route(
            "GET",
            API + "/jobs/{job}",
            Action.READ,
            new Route.ByRequest((request, _) -> seen(job(request))),
            this::show),
        recognized("GET", API + "/recoveries", this::recoveries),
        new Route(
            "GET",
            API + "/recoveries/{recovery}",
            Action.READ,
            new Route.ByRequest(
                (request, _) ->
                    new Route.Need(Action.READ, DatasetName.of(recovery(request).dataset()))),
            this::recovery),
        recognized("GET", API + "/due", this::due),
        recognized("GET", API + "/status", this::status));
  }

  private Jobs.View job(Request request) {
    String id = request.parameter("job");
    if (!id.matches("[1-9][0-9]{0,17}")) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no run " + id);
    }
    return parts.home().jobs().show(Long.parseLong(id));
  }

  private static Route.Need seen(Jobs.View job) {
    return new Route.Need(
        Action.READ, job.dataset() == null ? null : DatasetName.of(job.dataset()));
  }

  private static boolean visible(Principal caller, Jobs.View job) {
    String dataset = job.dataset();
    return dataset == null
        ? caller.mayEverywhere(Action.READ)
        : caller.may(Action.READ, DatasetName.of(dataset));
  }

  private Response list(Request request, Principal caller) {
    Query query = Query.of(request, "dataset", "state", "limit", "cursor");
    int limit = query.limit();
    List<String> place = query.cursor(1);
    if (!place.isEmpty() && !place.getFirst().matches("[1-9][0-9]{0,17}")) {
      throw Query.badCursor();
    }
    String dataset = query.text("dataset").map(name -> DatasetName.of(name).text()).orElse(null);
    State state = query.text("state").map(Jobs::state).orElse(null);
    long before = place.isEmpty() ? Long.MAX_VALUE : Long.parseLong(place.getFirst());
    List<Jobs.View> found = found(caller, dataset, state, before, limit + 1);
    return Response.ok(
        found.size() <= limit
            ? new Page<>(found, null)
            : new Page<>(found.subList(0, limit), Query.next(found.get(limit - 1).id())));
  }

  private List<Jobs.View> found(
      Principal caller, @Nullable String dataset, @Nullable State state, long from, int wanted) {
    List<Jobs.View> found = new ArrayList<>();
    long before = from;
    while (found.size() < wanted) {
      List<Jobs.View> page =
          parts.home().jobs().page(new RunStore.Query(dataset, null, state, before, READ_AT_ONCE));
      page.stream()
          .filter(job -> visible(caller, job))
          .limit(wanted - found.size())
          .forEach(found::add);
      if (page.size() < READ_AT_ONCE) {
        break;
      }
      before = page.getLast().id();
    }
    return found;
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(job(request));
  }

  private RecoveryView recovery(Request request) {
    String id = request.parameter("recovery");
    if (!id.matches("[1-9][0-9]{0,17}")) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no recovery " + id);
    }
    return parts.home().recoveries().show(Long.parseLong(id));
  }

  private Response recovery(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(recovery(request));
  }

  private Response recoveries(Request request, Principal caller) {
    Query query = Query.of(request, "dataset", "limit");
    String dataset = query.text("dataset").orElse(null);
    if (dataset != null) {
      caller.require(Action.READ, DatasetName.of(dataset));
    }
    List<RecoveryView> seen =
        parts.home().recoveries().list(dataset, READ_AT_ONCE).stream()
            .filter(recovery -> caller.may(Action.READ, DatasetName.of(recovery.dataset())))
            .limit(query.limit())
            .toList();
    return Response.ok(new Page<>(seen, null));
  }

  private Response due(Request request, Principal caller) {
    Query query = Query.of(request, "dataset");
    String dataset = query.text("dataset").orElse(null);
    if (dataset != null) {
      caller.require(Action.READ, DatasetName.of(dataset));
    }
    return Response.ok(
        new Page<>(parts.home().jobs().due(dataset, name -> caller.may(Action.READ, name)), null));
  }

  private Response status(Request request, Principal caller) {
    Query _ = Query.of(request);
    Jobs.Status all = parts.home().jobs().status();
    return Response.ok(
        new Jobs.Status(
            all.time(),
            all.service(),
            all.datasets().stream()
                .filter(status -> caller.may(Action.READ, DatasetName.of(status.dataset())))
                .toList(),
            caller.mayEverywhere(Action.READ) ? all.repositories() : List.of(),
            all.upkeep(),
            all.warnings()));
  }
}
