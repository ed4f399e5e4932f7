package org.hevelius.simulator.vms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hevelius.simulator.access.Logins;
import org.hevelius.simulator.cluster.Capacity;
import org.hevelius.simulator.cluster.Prometheus;
import org.hevelius.simulator.fault.Settings;
import org.hevelius.simulator.http.Answer;
import org.hevelius.simulator.http.Call;
import org.hevelius.simulator.resource.Caller;
import org.hevelius.simulator.resource.Lists;
import org.hevelius.simulator.resource.Outcome;
import org.hevelius.simulator.resource.Resource;
import org.hevelius.simulator.resource.Shapes;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.hevelius.simulator.view.Tenants;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The addresses of the management system: {@code /api/[VERSION/]COLLECTION/[ID/[ACTION/]]}, with or
 * without the slash at the end.
 */
final class Router {
  private static final Set<String> PROMETHEUS = Set.of("all", "views", "quotas");

  private final Map<String, Resource> resources;
  private final Logins logins;
  private final Tenants tenants;
  private final Settings settings;
  private final Prometheus prometheus;

  Router(Map<String, Resource> resources, Logins logins, Tenants tenants, Settings settings) {
    this.resources = resources;
    this.logins = logins;
    this.tenants = tenants;
    this.settings = settings;
    this.prometheus = new Prometheus(resources);
  }

  /** All that is served, as {@code METHOD /path/} with {@code {id}} for numbers. */
  Set<String> served() {
    Set<String> all = new TreeSet<>();
    resources.forEach(
        (name, resource) ->
            resource
                .served()
                .forEach(
                    (part, methods) ->
                        methods.forEach(
                            method ->
                                all.add(
                                    method
                                        + " /"
                                        + name
                                        + "/"
                                        + (part.isEmpty()
                                            ? ""
                                            : part.replaceFirst("^id", "{id}") + "/")))));
    all.add("POST /token/");
    all.add("POST /token/refresh/");
    PROMETHEUS.forEach(kind -> all.add("GET /prometheusmetrics/" + kind + "/"));
    return all;
  }

  /**
   * Answers a request.
   *
   * @throws Refusal as the system would answer
   */
  Answer answer(Call call) {
    List<String> parts = parts(call.decodedPath());
    if (parts.isEmpty()) {
      throw Refusal.notFound();
    }
    if (parts.getFirst().equals("token") && call.method().equals("POST")) {
      ObjectNode body = body(call);
      return json(
          200,
          parts.equals(List.of("token", "refresh")) ? logins.refresh(body) : logins.token(body));
    }
    String user = logins.recognize(call.headers());
    String tenant = call.header("x-tenant-name");
    Caller caller = new Caller(user, tenant.isEmpty() ? null : tenants.named(tenant), base(call));
    if (parts.getFirst().equals("prometheusmetrics")
        && parts.size() == 2
        && PROMETHEUS.contains(parts.get(1))) {
      return Answer.text(200, "text/plain; version=0.0.4", prometheus.text(parts.get(1), caller));
    }
    if (parts.equals(List.of("plugins", "usage")) && call.method().equals("POST")) {
      // In no published interface, and told by clients that expect nothing of it.
      return json(200, Json.object());
    }
    Resource resource = resources.get(parts.getFirst());
    if (resource == null) {
      throw Refusal.notFound();
    }
    return answer(call, resource, parts.subList(1, parts.size()), caller);
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
    parts.removeIf(String::isEmpty);
    if (!parts.isEmpty() && parts.getFirst().equals("api")) {
      parts.removeFirst();
    } else {
      throw Refusal.notFound();
    }
    if (!parts.isEmpty() && parts.getFirst().matches("latest|v\\d+")) {
      parts.removeFirst();
    }
    return parts;
  }

  private static String base(Call call) {
    return "https://" + call.header("host") + "/api/latest/";
  }

  private Answer answer(Call call, Resource resource, List<String> rest, Caller caller) {
    boolean numbered = !rest.isEmpty() && rest.getFirst().matches("\\d{1,18}");
    String part = rest.isEmpty() ? "" : numbered ? "id" + suffix(rest) : String.join("/", rest);
    Set<String> methods = resource.served().getOrDefault(part, Set.of());
    if (methods.isEmpty()) {
      throw Refusal.notFound();
    }
    if (!methods.contains(call.method())) {
      throw Resource.notAllowed(call.method());
    }
    if (rest.isEmpty()) {
      return collection(call, resource, caller);
    }
    ObjectNode body = body(call);
    if (!numbered) {
      return json(resource.word(call.method(), rest.getFirst(), body, query(call), caller));
    }
    long id = Long.parseLong(rest.getFirst());
    if (rest.size() > 1) {
      return json(resource.act(call.method(), id, rest.get(1), body, caller));
    }
    return json(
        switch (call.method()) {
          case "GET" -> Outcome.ok(resource.one(id, caller));
          case "DELETE" -> resource.delete(id, body, caller);
          default -> resource.update(id, body, caller);
        });
  }

  private static String suffix(List<String> rest) {
    return rest.size() == 1 ? "" : "/" + String.join("/", rest.subList(1, rest.size()));
  }

  private Answer collection(Call call, Resource resource, Caller caller) {
    if (resource instanceof Capacity capacity) {
      return json(capacity.query(query(call), caller));
    }
    if (call.method().equals("POST")) {
      return json(resource.create(body(call), caller));
    }
    Lists lists =
        new Lists(
            settings.text("lists").equals("envelope"),
            (int) Math.max(1, settings.number("page_size")));
    return json(
        200,
        lists.answer(
            resource.list(caller),
            call.query(),
            "https://" + call.header("host") + call.path(),
            Shapes.of(resource.name()).keySet()));
  }

  private static Resource.Query query(Call call) {
    Map<String, List<String>> query = call.query();
    return name -> query.getOrDefault(name, List.of());
  }

  /** An absent body is one without fields. */
  static ObjectNode body(Call call) {
    String text = call.text();
    if (text.isBlank()) {
      return Json.object();
    }
    if (Json.parse(text) instanceof ObjectNode body) {
      return body;
    }
    throw new Refusal(
        400,
        Json.object()
            .set("non_field_errors", Json.array().add("Invalid data. Expected a dictionary.")));
  }

  private static Answer json(Outcome outcome) {
    JsonNode body = outcome.body();
    return body == null ? Answer.empty(outcome.status()) : json(outcome.status(), body);
  }

  static Answer json(int status, JsonNode body) {
    return Answer.text(status, "application/json", Json.text(body));
  }
}
