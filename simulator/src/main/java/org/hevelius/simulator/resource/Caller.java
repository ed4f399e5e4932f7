package org.hevelius.simulator.resource;

import org.hevelius.simulator.state.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who asks.
 *
 * @param tenant the tenant that the request is limited to; null for none
 * @param base what all addresses of the interface begin with, such as {@code
 *     https://127.0.0.1:8443/api/latest/}
 */
public record Caller(String user, @Nullable Long tenant, String base) {
  /** The tenant that a request is about: the one it names, else the caller's, else the first. */
  public long tenantOf(JsonNode body) {
    if (Json.has(body, "tenant_id")) {
      return Json.number(body, "tenant_id");
    }
    return tenant == null ? 1 : tenant;
  }

  /** Whether something of this tenant is shown. */
  public boolean sees(long other) {
    return tenant == null || tenant == other;
  }
}
