package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.recognized;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.server.http.EventSource;
import org.hevelius.server.http.ProblemException;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;

/** Long operations as resources, with their events. */
final class RunRoutes {
  /** How many may follow events at once. */
  static final int STREAMS = 100;

  private static final String RUN = API + "/runs/{run}";

  private final Runs runs;
  private final Semaphore streams = new Semaphore(STREAMS);

  RunRoutes(Runs runs) {
    this.runs = runs;
  }

  List<Route> routes() {
    return List.of(
        recognized("GET", API + "/runs", this::list),
        route("GET", RUN, Action.READ, this::seen, this::show),
        route("GET", RUN + "/events", Action.READ, this::seen, this::events),
        route("DELETE", RUN, Action.CREATE, this::needToCancel, this::cancel));
  }

  private static Route route(
      String method, String path, Action least, Route.Judge judge, Route.Handler handler) {
    return new Route(method, path, least, new Route.ByRequest(judge), handler);
  }

  private Run run(Request request) {
    return runs.get(request.parameter("run"));
  }

  private Route.Need seen(Request request, Principal caller) {
    return run(request).subject().need(caller, Action.READ);
  }

  /** Who may start it may cancel it. */
  private Route.Need needToCancel(Request request, Principal caller) {
    Run.Subject subject = run(request).subject();
    return subject.need(caller, subject.action());
  }

  private Response list(Request request, Principal caller) {
    Query query = Query.of(request, "limit");
    return Response.ok(
        new Page<>(
            runs.list().stream()
                .filter(run -> run.subject().isOpenTo(caller, Action.READ))
                .limit(query.limit())
                .map(Run::view)
                .toList(),
            null));
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(run(request).view());
  }

  private Response cancel(Request request, Principal caller) {
    Query _ = Query.of(request);
    Run run = run(request);
    if (run.ended()) {
      throw new HeveliusException(
          Category.CONFLICT, "run " + run.id() + " has ended already", "nothing was changed");
    }
    run.cancel();
    return Response.of(202, run.view());
  }

  private Response events(Request request, Principal caller) {
    Query _ = Query.of(request);
    String last = request.header("Last-Event-ID").orElse("0");
    if (!last.matches("[0-9]{1,18}")) {
      throw new HeveliusException(
          Category.INVALID, "Last-Event-ID is the id of an event, not \"" + last + "\"");
    }
    EventSource events = run(request).log().from(Long.parseLong(last));
    if (request.method().equals("HEAD")) {
      return new Response(200, List.of(), new Response.Nothing());
    }
    return new Response(
        200,
        List.of(),
        new Response.Events(
            sink -> {
              admit();
              try {
                events.run(sink);
              } finally {
                streams.release();
              }
            }));
  }

  private void admit() {
    if (!streams.tryAcquire()) {
      throw ProblemException.tooMany(
          Duration.ofSeconds(10),
          STREAMS + " readers follow events already",
          "try again, or ask for the run itself");
    }
  }
}
