package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.everywhere;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.audit.TrailFilter;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.usecase.Care;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Checks, repositories and the audit trail. */
final class CareRoutes {
  private record Wish(
      @Nullable String repository, @Nullable Double readPercent, @Nullable String part) {}

  private final Parts parts;

  CareRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        everywhere("POST", API + "/checks", Action.MAINTAIN, this::check),
        everywhere("GET", API + "/repositories", Action.MAINTAIN, this::repositories),
        everywhere("GET", API + "/repositories/{repository}", Action.MAINTAIN, this::repository),
        everywhere("GET", API + "/audit", Action.MAINTAIN, this::audit),
        everywhere("GET", API + "/audit/verification", Action.MAINTAIN, this::verification));
  }

  private Response check(Request request, Principal caller) {
    Query _ = Query.of(request);
    Wish wish = Bodies.read(request, Wish.class);
    double percent = wish.readPercent() == null ? 0 : wish.readPercent();
    if (!(percent >= 0 && percent <= 100)) {
      throw new HeveliusException(
          Category.INVALID, "\"readPercent\" is a share from 0 to 100", "nothing was checked");
    }
    if (wish.part() != null && percent > 0) {
      throw new HeveliusException(
          Category.INVALID, "\"readPercent\" and \"part\" exclude each other");
    }
    if (wish.repository() != null) {
      var _ = known(wish.repository());
    }
    return parts.started(
        request,
        caller,
        Run.Subject.of("check", null, Action.MAINTAIN),
        (progress, canceled) ->
            parts
                .as(caller)
                .care()
                .checkup(wish.repository(), percent, wish.part(), progress, canceled));
  }

  private Repositories ports() {
    return parts.home().care().repositories();
  }

  private String known(String name) {
    if (!ports().names().contains(name)) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "there is no repository called \"" + name + "\"",
          "there are: " + String.join(", ", ports().names()));
    }
    return name;
  }

  private Response repositories(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(
        new Page<>(ports().names().stream().map(name -> ports().info(name)).toList(), null));
  }

  private Response repository(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(ports().info(known(request.parameter("repository"))));
  }

  /** The newest first. */
  private Response audit(Request request, Principal caller) {
    Query query =
        Query.of(request, "dataset", "actor", "action", "since", "until", "limit", "cursor");
    List<String> place = query.cursor(1);
    if (!place.isEmpty() && !place.getFirst().matches("[1-9][0-9]{0,17}")) {
      throw Query.badCursor();
    }
    long before = place.isEmpty() ? Long.MAX_VALUE : Long.parseLong(place.getFirst());
    TrailFilter filter =
        new TrailFilter(
            query.text("dataset").orElse(null),
            query.text("actor").orElse(null),
            query.text("action").orElse(null),
            query.instant("since"),
            query.instant("until"));
    Care.TrailPage page = parts.home().care().trail(filter, before, query.limit());
    Long rest = page.before();
    return Response.ok(new Page<>(page.entries(), rest == null ? null : Query.next(rest)));
  }

  private Response verification(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(parts.home().care().verifyTrail());
  }
}
