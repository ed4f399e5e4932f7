package org.hevelius.server.api;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.hevelius.server.api.TestService.Answer;
import org.hevelius.server.http.Route;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of the interface, against which answers are held. */
final class Contract {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final JsonNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
  private final Set<String> seen = new ConcurrentSkipListSet<>();

  private Contract(JsonNode document) {
    this.document = document;
  }

  static Contract read() {
    Path file = Path.of(System.getProperty("hevelius.root", "..")).resolve("docs/openapi.yaml");
    return new Contract(new YAMLMapper().readTree(file.toFile()));
  }

  /** All operations, such as {@code GET /health/live}. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(e -> METHODS.contains(e.getKey()))
                    .forEach(
                        e ->
                            operations.put(
                                e.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                e.getValue())));
    return operations;
  }

  static String name(Route route) {
    return route.method() + " " + route.path();
  }

  /** What was answered so far: operations with statuses. */
  Set<String> seen() {
    return new TreeSet<>(seen);
  }

  /** Holds an answer against what is described. */
  void check(Route route, Answer answer) {
    JsonNode operation = operations().get(name(route));
    if (operation == null) {
      throw new AssertionError(name(route) + " isn't described");
    }
    JsonNode response = operation.get("responses").get(String.valueOf(answer.status()));
    if (response == null) {
      if (answer.status() < 400) {
        throw new AssertionError(name(route) + " " + answer.status() + " isn't described");
      }
      response = document.at("/components/responses/Problem");
    }
    seen.add(name(route) + " " + answer.status());
    for (Map.Entry<String, JsonNode> header :
        response.path("headers").properties().stream().toList()) {
      if (answer.header(header.getKey()).isEmpty()) {
        throw new AssertionError(name(route) + " lacks the header " + header.getKey());
      }
    }
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      if (answer.bytes().length > 0) {
        throw new AssertionError(name(route) + " has a body: " + answer.text());
      }
      return;
    }
    String type = answer.header("Content-Type").replaceFirst(";.*", "");
    if (!content.has(type)) {
      throw new AssertionError(name(route) + " is " + answer.header("Content-Type"));
    }
    if (type.endsWith("json")) {
      check(name(route), content.get(type).get("schema"), answer.json());
    }
  }

  private void check(String what, JsonNode schema, JsonNode value) {
    List<Error> errors = schemas.computeIfAbsent(schema, this::schema).validate(value);
    if (!errors.isEmpty()) {
      throw new AssertionError(what + ": " + errors + "\n" + value.toPrettyString());
    }
  }

  private Schema schema(JsonNode schema) {
    ObjectNode whole = ((ObjectNode) schema).deepCopy();
    whole.set("components", document.get("components"));
    return registry.getSchema(whole);
  }
}
