package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.everywhere;

import java.util.List;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** The channels by which people are told, what waits for them, and trials of them. */
final class NoticeRoutes {
  private static final int MOST = 10_000;

  private record Wish(@Nullable String channel) {}

  private final Parts parts;

  NoticeRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        everywhere("GET", API + "/channels", Action.MAINTAIN, this::list),
        everywhere("POST", API + "/channels/trials", Action.MAINTAIN, this::test));
  }

  private Response list(Request request, Principal caller) {
    Query query = Query.of(request, "limit");
    return Response.ok(parts.home().notices().list(query.limit(MOST)));
  }

  /** A message goes out at once: who sends the request again gets the first answer. */
  private Response test(Request request, Principal caller) {
    Query _ = Query.of(request);
    String channel = Bodies.read(request, Wish.class).channel();
    return parts
        .idempotency()
        .once(
            request,
            caller,
            () -> Response.ok(new Page<>(parts.as(caller).notices().test(channel), null)));
  }
}
