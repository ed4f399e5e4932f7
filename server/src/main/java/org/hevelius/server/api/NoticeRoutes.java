package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.everywhere;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** The channels by which people are told, what waits for them, trials of them, and alerts. */
final class NoticeRoutes {
  private static final int MOST = 10_000;

  private record Wish(@Nullable String channel) {}

  private record Said(@Nullable String note) {}

  private final Parts parts;

  NoticeRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        everywhere("GET", API + "/channels", Action.MAINTAIN, this::list),
        everywhere("POST", API + "/channels/trials", Action.MAINTAIN, this::test),
        everywhere("GET", API + "/alerts", Action.MAINTAIN, this::alerts),
        everywhere(
            "POST", API + "/alerts/{alert}/acknowledgment", Action.MAINTAIN, this::acknowledge));
  }

  private Response list(Request request, Principal caller) {
    Query query = Query.of(request, "limit");
    return Response.ok(parts.home().notices().list(query.limit(MOST)));
  }

  private Response alerts(Request request, Principal caller) {
    Query query = Query.of(request, "closed", "limit");
    return Response.ok(
        new Page<>(parts.home().notices().alerts(query.flag("closed"), query.limit(MOST)), null));
  }

  /** Who sends the request again gets what stands then: the first who said so stays. */
  private Response acknowledge(Request request, Principal caller) {
    Query _ = Query.of(request);
    String note = Bodies.read(request, Said.class).note();
    String id = request.parameter("alert");
    if (!id.matches("[1-9][0-9]{0,17}")) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no alert " + id);
    }
    return Response.ok(
        parts.as(caller).notices().acknowledge(Long.parseLong(id), note == null ? "" : note));
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
