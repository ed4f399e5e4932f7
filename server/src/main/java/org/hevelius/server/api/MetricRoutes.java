package org.hevelius.server.api;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;

/** The numbers of the service, for Prometheus. */
final class MetricRoutes {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final List<MetricSource> sources;
  private final Clock clock;
  private Instant made = Instant.MIN;
  private byte[] text = {};

  MetricRoutes(List<MetricSource> sources, Clock clock) {
    this.sources = List.copyOf(sources);
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/metrics", Action.READ, new Route.Everywhere(), this::metrics));
  }

  private Response metrics(Request request, Principal caller) {
    byte[] now = text();
    return new Response(
        200,
        List.of(),
        new Response.Bytes(MetricText.TYPE, new ByteArrayInputStream(now), now.length));
  }

  /** However many ask, the numbers are computed once in a few seconds. */
  synchronized byte[] text() {
    Instant now = clock.instant();
    if (made.equals(Instant.MIN) || now.isBefore(made) || now.isAfter(made.plus(FRESH))) {
      text =
          MetricText.of(sources.stream().flatMap(source -> source.metrics().stream()).toList())
              .getBytes(StandardCharsets.UTF_8);
      made = now;
    }
    return text;
  }
}
