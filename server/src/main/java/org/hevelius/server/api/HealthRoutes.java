package org.hevelius.server.api;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.audit.TrailFilter;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Whether the service lives, and whether it can do its work. */
final class HealthRoutes {
  /** For the list of repositories, before each of them has its own limit. */
  private static final String REPOSITORIES = "repositories";

  /**
   * One thing that was looked at.
   *
   * @param problem what is wrong; null when nothing is, and where anybody reads it
   */
  record Check(String name, boolean ok, @Nullable String problem) {}

  /** All that was looked at. */
  record Health(boolean ready, List<Check> checks) {
    Health {
      checks = List.copyOf(checks);
    }
  }

  private final Repositories repositories;
  private final Clock clock;
  private final Duration limit;
  private final List<Probe> probes = new ArrayList<>();
  private final Map<String, Probe> places = new ConcurrentHashMap<>();
  private volatile List<String> names = List.of();

  HealthRoutes(Hevelius home, Map<String, BooleanSupplier> more, Clock clock) {
    this(home, home.care().repositories(), more, clock, Probe.LIMIT);
  }

  /**
   * Routes over what must work.
   *
   * @param limit how long each look may take
   */
  HealthRoutes(
      Hevelius home,
      Repositories repositories,
      Map<String, BooleanSupplier> more,
      Clock clock,
      Duration limit) {
    this.repositories = repositories;
    this.clock = clock;
    this.limit = limit;
    put(
        "catalog",
        () -> {
          var _ = home.snapshots().list(SnapshotQuery.all().limit(1)).findFirst();
        });
    put("audit", () -> home.care().trail(TrailFilter.ALL, Long.MAX_VALUE, 1));
    put(REPOSITORIES, () -> names = repositories.names());
    more.forEach(
        (name, works) ->
            put(
                name,
                () -> {
                  if (!works.getAsBoolean()) {
                    throw new HeveliusException(
                        Category.UNAVAILABLE, name + " doesn't beat", "start the service anew");
                  }
                }));
  }

  private void put(String name, Probe.Look look) {
    probes.add(new Probe(name, look, clock, limit));
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/health/live", Action.READ, new Route.Open(), HealthRoutes::live),
        new Route("GET", "/health/ready", Action.READ, new Route.Open(), this::ready),
        Parts.everywhere("GET", Parts.API + "/health", Action.READ, this::detailed));
  }

  private static Response live(Request request, Principal nobody) {
    return Response.ok(new Health(true, List.of()));
  }

  /** What is wrong is nobody's business here: it names places. */
  private Response ready(Request request, Principal nobody) {
    List<Check> all = checks();
    List<Check> few = new ArrayList<>();
    for (Probe probe : probes) {
      boolean ok = all.stream().filter(check -> belongs(check, probe.name())).allMatch(Check::ok);
      few.add(new Check(probe.name(), ok, null));
    }
    return response(few);
  }

  private static boolean belongs(Check check, String name) {
    return check.name().equals(name)
        || (name.equals(REPOSITORIES) && check.name().startsWith("repository "));
  }

  private Response detailed(Request request, Principal caller) {
    return response(checks());
  }

  private static Response response(List<Check> checks) {
    boolean ready = checks.stream().allMatch(Check::ok);
    return Response.of(ready ? 200 : 503, new Health(ready, checks));
  }

  /** All at once, so that several that hang cost the time of one. */
  private List<Check> checks() {
    probes.forEach(Probe::start);
    List<Check> checks = new ArrayList<>();
    places().forEach(Probe::start);
    for (Probe probe : probes) {
      checks.add(check(probe));
      if (probe.name().equals(REPOSITORIES)) {
        // Only now are they known for certain.
        places().forEach(Probe::start);
        places().forEach(place -> checks.add(check(place)));
      }
    }
    return checks;
  }

  private List<Probe> places() {
    return names.stream()
        .map(
            name ->
                places.computeIfAbsent(
                    name,
                    _ ->
                        new Probe(
                            "repository " + name, () -> repositories.probe(name), clock, limit)))
        .toList();
  }

  private static Check check(Probe probe) {
    String problem = probe.problem();
    return new Check(probe.name(), problem.isEmpty(), problem.isEmpty() ? null : problem);
  }
}
