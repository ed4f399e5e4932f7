package org.hevelius.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.hevelius.simulator.resource.Shapes;
import org.hevelius.simulator.state.Json;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds the stand-in to the published interface: what is served, what is sent to it here, and each
 * field and type that it answers. The facts are kept beside this test; where the interface itself
 * is at hand, they are held to it as well.
 */
class ContractTest {
  /** Names the file of the published interface, as JSON, also when it is compressed. */
  private static final String VARIABLE = "HEVELIUS_VMS_OPENAPI";

  /** Read by clients, and not in the published interface. */
  private static final Set<String> EXTRA =
      Set.of("protectedpaths.restore_status", "globalsnapstreams.async_task");

  private static final Map<String, Set<String>> OPERATIONS = Shapes.operations();

  @TempDir Path root;

  @Test
  void whatIsServedIsInTheInterface() throws IOException {
    try (Simulator simulator =
        Simulator.start(Simulator.Settings.forTests(root), java.time.Clock.systemUTC(), _ -> {})) {
      assertThat(simulator.served()).hasSizeGreaterThan(90);
      assertThat(OPERATIONS.keySet()).containsAll(simulator.served());
    }
  }

  @Test
  void whatIsSentAndAnsweredHasTheFieldsAndTypesOfTheInterface() {
    try (Stage stage = Stage.at(root)) {
      furnish(stage);
      int seen = 0;
      for (String collection : Shapes.collections()) {
        if (!OPERATIONS.containsKey("GET /" + collection + "/")) {
          continue;
        }
        for (ObjectNode object : stage.vms.objects("/api/" + collection + "/")) {
          check(collection, object);
          check(
              collection,
              stage
                  .vms
                  .get("/api/" + collection + "/" + Json.string(object, "id") + "/")
                  .is(200)
                  .body());
          seen++;
        }
      }
      assertThat(seen).isGreaterThan(40);
    }
  }

  /** Makes at least one of each kind. */
  private static void furnish(Stage stage) {
    long snapshot = stage.snapshot("s");
    long path =
        stage.protectedPath(
            "[{'every': '6h', 'start-at': '2025-01-16 00:00:00', 'keep-local': '3d'}]");
    sent(
        stage, "POST /quotas/", "{'name': 'q', 'path': '/prod', 'soft_limit': 1, 'hard_limit': 5}");
    sent(stage, "POST /viewpolicies/", "{'name': 'own', 'flavor': 'SMB', 'nfs_no_squash': ['*']}");
    sent(stage, "POST /tenants/", "{'name': 'lab', 'use_smb_native': true}");
    sent(stage, "POST /webhooks/", "{'url': 'http://127.0.0.1/', 'name': 'w'}");
    sent(stage, "POST /qospolicies/", "{'name': 'gold', 'mode': 'STATIC', 'is_gold': true}");
    sent(stage, "POST /users/", "{'name': 'maya', 'uid': 1001, 'allow_create_bucket': true}");
    stage.vms.post("/api/users/1/access_keys/", "{}").is(200);
    sent(stage, "POST /groups/", "{'name': 'lab', 'gid': 1001}");
    sent(stage, "POST /s3lifecyclerules/", "{'name': 'old', 'view_id': 1, 'expiration_days': 9}");
    sent(stage, "POST /apitokens/", "{'owner': 'admin', 'expiry_date': '30d'}");
    sent(
        stage,
        "POST /nativereplicationremotetargets/",
        "{'name': 'far', 'leading_vip': '10.0.0.1', 'pool_id': 1}");
    sent(
        stage,
        "POST /replicationtargets/",
        "{'name': 's3', 'type': 'CUSTOM_S3', 'bucket_name': 'b', 'access_key': 'k',"
            + " 'http_protocol': 'https'}");
    sent(
        stage,
        "POST /globalsnapstreams/",
        "{'name': 'c', 'loanee_root_path': '/c', 'loanee_snapshot_id': %d}".formatted(snapshot));
    sent(
        stage,
        "POST /protectedpaths/" + path + "/restore/",
        "{'name': 'r', 'loanee_snapshot_id': %d}".formatted(snapshot));
    stage.vms.advance("7h");
    sent(stage, "PATCH /views/1/", "{'alias': '/o', 's3_versioning': true}");
    sent(stage, "PATCH /protectedpaths/" + path + "/", "{'enabled': false}");
    sent(stage, "PATCH /protectionpolicies/1/", "{'prefix': 'night'}");
    sent(stage, "PATCH /snapshots/" + snapshot + "/", "{'locked': true}");
    stage.vms.patch("/simulator/objects/dnodes/1", "{'state': 'FAILED'}").is(200);
  }

  private static void sent(Stage stage, String operation, String body) {
    String[] words = operation.split(" ", 2);
    Set<String> known = OPERATIONS.get(operation.replaceAll("/\\d+/", "/{id}/"));
    assertThat(known).as(operation).isNotNull();
    JsonNode read = Json.parse(body.replace('\'', '"'));
    assertThat(known).as(operation).containsAll(read.propertyNames());
    Client.Reply reply = stage.vms.send(words[0], "/api" + words[1], body);
    assertThat(reply.status()).as(operation + " " + reply.text()).isBetween(200, 201);
    if (!words[1].contains("apitokens")) {
      check(
          words[1].contains("restore") ? "globalsnapstreams" : words[1].split("/", -1)[1],
          reply.body());
    }
  }

  private static void check(String collection, JsonNode object) {
    Map<String, String> shape = Shapes.of(collection);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = collection + "." + field.getKey();
      String type = shape.get(field.getKey());
      if (type == null) {
        assertThat(EXTRA).contains(name);
      } else {
        assertThat(isOf(type, field.getValue()))
            .as(name + " is " + type + ", not " + field.getValue())
            .isTrue();
      }
    }
    assertThat(object.propertyNames()).as(collection).containsAll(shape.keySet());
  }

  /** The interface calls lists objects in some places, and null is anywhere. */
  private static boolean isOf(String type, JsonNode value) {
    return value.isNull()
        || switch (type) {
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "string" -> value.isString();
          case "array" -> value.isArray();
          default -> value.isContainer();
        };
  }

  @Test
  void theFactsKeptHereAreThoseOfTheInterface() throws IOException {
    String file = System.getenv(VARIABLE);
    if (file == null || !Files.exists(Path.of(file))) {
      System.out.println("SKIPPED: " + VARIABLE + " names no copy of the published interface");
      Assumptions.abort("no published interface");
      return;
    }
    JsonNode published = Json.parse(read(Path.of(file)));
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Set<String>> operation : OPERATIONS.entrySet()) {
      String[] words = operation.getKey().split(" ", 2);
      String address = words[1].substring(0, words[1].length() - 1);
      JsonNode methods = published.path("paths").path(address + "/");
      JsonNode found =
          (methods.isMissingNode() ? published.path("paths").path(address) : methods)
              .path(words[0].toLowerCase(java.util.Locale.ROOT));
      Set<String> taken = taken(published, found);
      if (found.isMissingNode() || !taken.containsAll(operation.getValue())) {
        wrong.add(operation + " " + taken);
      }
    }
    for (String collection : Shapes.collections()) {
      JsonNode schema = schema(published, collection);
      Shapes.of(collection)
          .forEach(
              (field, type) -> {
                JsonNode property = resolved(published, schema.path("properties").path(field));
                if (property.isMissingNode()
                    || (!Json.string(property, "type").isEmpty()
                        && !Json.string(property, "type").equals(type))) {
                  wrong.add(collection + "." + field + " " + type);
                }
              });
    }
    assertThat(wrong).isEmpty();
  }

  private static Set<String> taken(JsonNode published, JsonNode operation) {
    Set<String> all = new HashSet<>();
    for (JsonNode content : operation.path("requestBody").path("content")) {
      addFields(published, content.path("schema"), all);
    }
    return all;
  }

  private static void addFields(JsonNode published, JsonNode schema, Set<String> all) {
    JsonNode known = resolved(published, schema);
    all.addAll(known.path("properties").propertyNames());
    known.path("allOf").forEach(part -> addFields(published, part, all));
  }

  private static JsonNode schema(JsonNode published, String collection) {
    JsonNode answer =
        published
            .path("paths")
            .path("/" + collection + "/")
            .path("get")
            .path("responses")
            .path("200")
            .path("content")
            .path("application/json")
            .path("schema");
    return resolved(published, answer.path("items"));
  }

  private static JsonNode resolved(JsonNode published, JsonNode schema) {
    String reference = Json.string(schema, "$ref");
    return reference.isEmpty() ? schema : resolved(published, published.at(reference.substring(1)));
  }

  private static String read(Path file) throws IOException {
    try (InputStream in =
        file.toString().endsWith(".gz")
            ? new GZIPInputStream(Files.newInputStream(file))
            : new FilterInputStream(Files.newInputStream(file)) {}) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
