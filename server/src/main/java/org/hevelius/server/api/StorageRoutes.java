package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.everywhere;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.storage.AccessProfile;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.QuotaPlan;
import org.hevelius.core.storage.StorageSettingsReader;
import org.hevelius.core.usecase.StorageUses;
import org.hevelius.core.usecase.StorageView;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Storage systems: views, quotas, health and performance. */
final class StorageRoutes {
  private static final String STORAGE = API + "/storage/";
  private static final Duration BACK = Duration.ofDays(1);

  private record ViewWish(
      @Nullable String view,
      @Nullable String profile,
      @Nullable Long soft,
      @Nullable Long hard,
      @Nullable List<String> protocols,
      @Nullable String bucket) {}

  private record LimitsWish(
      @Nullable String view,
      @Nullable Long soft,
      @Nullable Long hard,
      @Nullable Boolean noSoft,
      @Nullable Boolean noHard) {}

  private record Expansion(
      @Nullable String view,
      @Nullable BigDecimal factor,
      @Nullable Long ceiling,
      @Nullable String plan) {}

  private final Parts parts;

  StorageRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        everywhere("GET", STORAGE + "views", Action.READ, this::views),
        everywhere("POST", STORAGE + "views", Action.CONFIGURE, this::create),
        everywhere("GET", STORAGE + "view", Action.READ, this::view),
        everywhere("GET", STORAGE + "quotas", Action.READ, this::quotas),
        everywhere("POST", STORAGE + "quotas", Action.CONFIGURE, this::limit),
        everywhere("GET", STORAGE + "expansions", Action.READ, this::plan),
        everywhere("POST", STORAGE + "expansions", Action.CONFIGURE, this::expand),
        everywhere("GET", STORAGE + "health", Action.READ, this::health),
        everywhere("GET", STORAGE + "events", Action.READ, this::events),
        everywhere("GET", STORAGE + "performance", Action.READ, this::performance));
  }

  private StorageUses storage(Principal caller) {
    return parts.as(caller).storage();
  }

  private static @Nullable String where(Request request) {
    return Query.of(request, "where").text("where").orElse(null);
  }

  private Response views(Request request, Principal caller) {
    return Response.ok(storage(caller).views(where(request)));
  }

  private Response view(Request request, Principal caller) {
    return Response.ok(storage(caller).view(Query.of(request, "view").required("view")));
  }

  private Response quotas(Request request, Principal caller) {
    return Response.ok(storage(caller).quotas(where(request)));
  }

  private Response health(Request request, Principal caller) {
    return Response.ok(storage(caller).health(where(request)));
  }

  private Response events(Request request, Principal caller) {
    Query query = Query.of(request, "where", "since", "least");
    Instant since = query.instant("since");
    return Response.ok(
        storage(caller)
            .events(
                query.text("where").orElse(null),
                since == null ? parts.clock().instant().minus(BACK) : since,
                Grade.parse(query.text("least").orElse(Grade.OK.text()))));
  }

  private Response performance(Request request, Principal caller) {
    Query query = Query.of(request, "where", "since");
    Instant since = query.instant("since");
    return Response.ok(
        new Page<>(
            storage(caller)
                .performance(
                    query.text("where").orElse(null),
                    since == null ? parts.clock().instant().minus(BACK) : since),
            null));
  }

  private Response create(Request request, Principal caller) {
    Query _ = Query.of(request);
    ViewWish wish = Bodies.read(request, ViewWish.class);
    NewView made =
        new NewView(
            SourceSpec.parse(Bodies.required(wish.view(), "view")),
            AccessProfile.of(Bodies.required(wish.profile(), "profile")),
            new Limits(wish.soft(), wish.hard()),
            Bodies.list(wish.protocols()),
            wish.bucket());
    return parts
        .idempotency()
        .once(request, caller, () -> Response.of(201, storage(caller).createView(made)));
  }

  private Response limit(Request request, Principal caller) {
    Query _ = Query.of(request);
    LimitsWish wish = Bodies.read(request, LimitsWish.class);
    String view = Bodies.required(wish.view(), "view");
    StorageView.LimitWish limits =
        new StorageView.LimitWish(
            wish.soft(), wish.hard(), Bodies.flag(wish.noSoft()), Bodies.flag(wish.noHard()));
    return parts
        .idempotency()
        .once(request, caller, () -> Response.ok(storage(caller).setLimits(view, limits)));
  }

  private Response plan(Request request, Principal caller) {
    Query query = Query.of(request, "view", "factor", "ceiling");
    return Response.ok(
        storage(caller)
            .planExpansion(
                query.required("view"),
                query.text("factor").map(StorageSettingsReader::factor).orElse(null),
                query.text("ceiling").map(StorageRoutes::bytes).orElse(null)));
  }

  private static long bytes(String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new HeveliusException(
          HeveliusException.Category.INVALID, "\"ceiling\" is a number of bytes, not " + text);
    }
    return Long.parseLong(text);
  }

  /** Carries out a plan by its name: the plan is made again, and must be the same. */
  private Response expand(Request request, Principal caller) {
    Query _ = Query.of(request);
    Expansion wish = Bodies.read(request, Expansion.class);
    String view = Bodies.required(wish.view(), "view");
    String named = Bodies.required(wish.plan(), "plan");
    return parts
        .idempotency()
        .once(
            request,
            caller,
            () -> {
              StorageUses storage = storage(caller);
              QuotaPlan now = storage.planExpansion(view, wish.factor(), wish.ceiling());
              return Response.ok(
                  storage.expand(
                      new QuotaPlan(
                          named,
                          now.view(),
                          now.factor(),
                          now.ceiling(),
                          now.decision(),
                          now.wanted(),
                          now.reason())));
            });
  }
}
