package org.hevelius.server.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;

/** Whether the service lives, and whether it can do its work. */
final class HealthRoutes {
  /**
   * One thing that was looked at; what is wrong with it stands in the log and not here, where
   * anybody reads it.
   */
  record Check(String name, boolean ok) {}

  /** All that was looked at. */
  record Health(boolean ready, List<Check> checks) {
    Health {
      checks = List.copyOf(checks);
    }
  }

  private final Map<String, BooleanSupplier> checks = new LinkedHashMap<>();

  HealthRoutes(Hevelius home, Map<String, BooleanSupplier> more) {
    put("catalog", () -> home.snapshots().list(SnapshotQuery.all().limit(1)).findFirst());
    put("audit", () -> home.care().trail(1));
    put("repositories", () -> home.care().repositories().names());
    checks.putAll(more);
  }

  /** A check that fails by throwing. */
  private void put(String name, Supplier<Object> check) {
    checks.put(
        name,
        () -> {
          var _ = check.get();
          return true;
        });
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/health/live", Action.READ, new Route.Open(), HealthRoutes::live),
        new Route("GET", "/health/ready", Action.READ, new Route.Open(), this::ready));
  }

  private static Response live(Request request, Principal nobody) {
    return Response.ok(new Health(true, List.of()));
  }

  private Response ready(Request request, Principal nobody) {
    List<Check> results =
        checks.entrySet().stream().map(e -> new Check(e.getKey(), works(e.getValue()))).toList();
    boolean ready = results.stream().allMatch(Check::ok);
    return Response.of(ready ? 200 : 503, new Health(ready, results));
  }

  private static boolean works(BooleanSupplier check) {
    try {
      return check.getAsBoolean();
    } catch (RuntimeException e) {
      return false;
    }
  }
}
