package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.recognized;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.usecase.EventView;
import org.hevelius.core.usecase.Events;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Events: taken in, and listed. */
final class EventRoutes {
  private static final String BELOW = "/**";
  private static final int AT_ONCE = 500;

  private record Wish(
      @Nullable String event,
      @Nullable String dataset,
      @Nullable String phase,
      @Nullable Map<String, String> attributes,
      @Nullable String id,
      @Nullable Boolean resume) {}

  private final Parts parts;

  EventRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        recognized("GET", API + "/events", this::list),
        new Route(
            "POST",
            API + "/events",
            Action.CREATE,
            new Route.ByRequest(
                (request, caller) ->
                    new Route.Need(
                        Action.CREATE, top(Bodies.required(wish(request).dataset(), "dataset")))),
            this::emit));
  }

  private static Wish wish(Request request) {
    return Bodies.read(request, Wish.class);
  }

  /** The dataset that a scope is about, or that all in it are below; null for all there are. */
  private static @Nullable DatasetName top(String scope) {
    if (scope.equals("**")) {
      return null;
    }
    return DatasetName.of(
        scope.endsWith(BELOW) ? scope.substring(0, scope.length() - BELOW.length()) : scope);
  }

  private Response emit(Request request, Principal caller) {
    Query _ = Query.of(request);
    Wish wish = wish(request);
    String scope = Bodies.required(wish.dataset(), "dataset");
    Events.Request event =
        new Events.Request(
            Bodies.required(wish.event(), "event"),
            scope,
            wish.phase() == null ? "" : wish.phase(),
            wish.attributes() == null ? Map.of() : wish.attributes(),
            id(wish, request, caller),
            Bodies.flag(wish.resume()));
    return parts.started(
        request,
        caller,
        Run.Subject.of("event", top(scope), Action.CREATE),
        (progress, canceled) ->
            parts
                .as(caller)
                .events()
                .emit(event, name -> caller.may(Action.CREATE, name), progress, canceled));
  }

  /** A key that is sent again names the same event, also after the service was started anew. */
  private static @Nullable String id(Wish wish, Request request, Principal caller) {
    String id = wish.id();
    return id != null
        ? id
        : request
            .header("Idempotency-Key")
            .map(
                key ->
                    "key-"
                        + Etags.digest(
                                (caller.name() + "\n" + key).getBytes(StandardCharsets.UTF_8))
                            .substring(0, 32))
            .orElse(null);
  }

  private Response list(Request request, Principal caller) {
    Query query = Query.of(request, "dataset", "name", "limit", "cursor");
    int limit = query.limit();
    String dataset = query.text("dataset").orElse(null);
    if (dataset != null) {
      caller.require(Action.READ, DatasetName.of(dataset));
    }
    String name = query.text("name").orElse(null);
    List<String> place = query.cursor(1);
    String before = place.isEmpty() ? null : place.getFirst();
    List<EventView> found = new ArrayList<>();
    boolean more = true;
    while (more && found.size() <= limit) {
      List<EventView> page = parts.home().events().list(dataset, name, before, AT_ONCE);
      page.stream()
          .map(event -> event.seenBy(d -> caller.may(Action.READ, d)))
          .filter(event -> isSeen(event, caller))
          .forEach(found::add);
      more = page.size() == AT_ONCE;
      before = page.isEmpty() ? before : page.getLast().id();
    }
    return Response.ok(
        found.size() <= limit
            ? new Page<>(found, null)
            : new Page<>(found.subList(0, limit), Query.next(found.get(limit - 1).id())));
  }

  /** An event is seen by who may read one of its results, or all that it is about. */
  private static boolean isSeen(EventView event, Principal caller) {
    if (!event.results().isEmpty()) {
      return true;
    }
    DatasetName top = top(event.dataset());
    return top == null ? caller.mayEverywhere(Action.READ) : caller.may(Action.READ, top);
  }
}
