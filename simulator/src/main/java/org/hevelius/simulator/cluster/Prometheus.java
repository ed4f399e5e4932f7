package org.hevelius.simulator.cluster;

import java.util.List;
import java.util.Map;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.state.Json;
import tools.jackson.databind.node.ObjectNode;

/** A few measurements in the text form of Prometheus. */
public final class Prometheus {
  private record Gauge(String name, String resource, String field, String label) {}

  private static final List<Gauge> GAUGES =
      List.of(
          new Gauge("vast_cluster_logical_space", "clusters", "logical_space", "name"),
          new Gauge(
              "vast_cluster_logical_space_in_use", "clusters", "logical_space_in_use", "name"),
          new Gauge(
              "vast_cluster_physical_space_in_use", "clusters", "physical_space_in_use", "name"),
          new Gauge(
              "vast_cluster_auxiliary_space_in_use", "clusters", "auxiliary_space_in_use", "name"),
          new Gauge("vast_view_logical_capacity", "views", "logical_capacity", "path"),
          new Gauge("vast_view_physical_capacity", "views", "physical_capacity", "path"),
          new Gauge("vast_quota_used_capacity", "quotas", "used_capacity", "name"),
          new Gauge("vast_quota_hard_limit", "quotas", "hard_limit", "name"),
          new Gauge("vast_quota_soft_limit", "quotas", "soft_limit", "name"));

  private final Map<String, Resource> resources;

  /** Measurements of these resources. */
  public Prometheus(Map<String, Resource> resources) {
    this.resources = resources;
  }

  /** All, or those of one kind such as {@code views}. */
  public String text(String kind, Caller caller) {
    StringBuilder text = new StringBuilder();
    for (Gauge gauge : GAUGES) {
      Resource resource = resources.get(gauge.resource());
      if (resource != null && (kind.equals("all") || kind.equals(gauge.resource()))) {
        text.append("# TYPE ").append(gauge.name()).append(" gauge\n");
        for (ObjectNode shown : resource.list(caller)) {
          text.append(gauge.name())
              .append('{')
              .append(gauge.label())
              .append("=\"")
              .append(escaped(Json.string(shown, gauge.label())))
              .append("\"} ")
              .append(shown.path(gauge.field()).asDouble(0))
              .append('\n');
        }
      }
    }
    return text.toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
