package org.hevelius.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.hevelius.core.access.Action;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.NameIndexing;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** The table of routes over an open home, which all requests share. */
public final class Api {
  private final List<Route> routes;

  /**
   * Routes over a home.
   *
   * @param runs where long operations run; the caller closes it before the home
   * @param targets where callers may restore to
   */
  public Api(Hevelius home, Clock clock, Runs runs, SideTargets targets) {
    this(home, clock, runs, targets, null, Map.of(), List.of());
  }

  /**
   * Routes over a home.
   *
   * @param ahead what keeps the index of file names up to date; null when each search does
   * @param checks what else must work for the service to be ready, by its name
   * @param sources of numbers beside those of the home
   */
  public Api(
      Hevelius home,
      Clock clock,
      Runs runs,
      SideTargets targets,
      @Nullable NameIndexing ahead,
      Map<String, BooleanSupplier> checks,
      List<MetricSource> sources) {
    Parts parts =
        new Parts(
            home,
            clock,
            runs,
            new Idempotency(home.requestKeys(UUID.randomUUID().toString()), runs),
            targets,
            ahead);
    List<Route> all = new ArrayList<>();
    all.addAll(new DatasetRoutes(parts).routes());
    all.addAll(new SnapshotRoutes(parts).routes());
    all.addAll(new MarkRoutes(parts).routes());
    all.addAll(new PlaceRoutes(parts).routes());
    all.addAll(new TreeRoutes(parts).routes());
    all.addAll(new VersionRoutes(parts).routes());
    all.addAll(new PublicationRoutes(parts).routes());
    all.addAll(new RestoreRoutes(parts).routes());
    all.addAll(new BatchRoutes(parts).routes());
    all.addAll(new RestoreBatchRoutes(parts).routes());
    all.addAll(new CleanupRoutes(parts).routes());
    all.addAll(new AccountRoutes(parts).routes());
    all.addAll(new CareRoutes(parts).routes());
    all.addAll(new DrillRoutes(parts).routes());
    all.addAll(new PolicyRoutes(parts).routes());
    all.addAll(new EventRoutes(parts).routes());
    all.addAll(new ReportRoutes(parts).routes());
    all.addAll(new RunRoutes(runs).routes());
    all.addAll(new JobRoutes(parts).routes());
    all.addAll(new NoticeRoutes(parts).routes());
    all.addAll(new StorageRoutes(parts).routes());
    all.addAll(new NativeRoutes(parts).routes());
    all.addAll(new RollbackRoutes(parts).routes());
    all.addAll(new ClusterRoutes(parts).routes());
    all.addAll(new HealthRoutes(home, checks, clock).routes());
    List<MetricSource> numbers = new ArrayList<>(sources);
    numbers.addFirst(home.gauges());
    if (ahead != null) {
      numbers.add(ahead);
    }
    all.addAll(new MetricRoutes(numbers, clock).routes());
    all.add(
        new Route(
            "GET",
            "/openapi.yaml",
            Action.READ,
            new Route.Open(),
            (request, nobody) -> description()));
    routes = List.copyOf(all);
  }

  /** All routes. */
  public List<Route> routes() {
    return routes;
  }

  private static Response description() {
    InputStream yaml = Api.class.getResourceAsStream("/org/hevelius/server/openapi.yaml");
    if (yaml == null) {
      throw new IllegalStateException("the description of the interface isn't in the program");
    }
    try (yaml) {
      byte[] bytes = yaml.readAllBytes();
      return new Response(
          200,
          List.of(),
          new Response.Bytes(
              "application/yaml", new java.io.ByteArrayInputStream(bytes), bytes.length));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
