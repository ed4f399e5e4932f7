package org.hevelius.providers.vast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.simulator.resource.Shapes;
import org.junit.jupiter.api.Test;

/** Holds what is sent and read to the published interface, as the stand-in keeps it. */
class InterfaceTest {
  private static final Pattern READ = Pattern.compile("\\.path\\(\"([A-Za-z_0-9]+)\"");
  private static final Pattern SENT = Pattern.compile("\\.put\\(\"([A-Za-z_0-9]+)\"");

  /** What is read of each kind of object. */
  private static final Map<String, List<String>> FIELDS =
      Map.ofEntries(
          Map.entry(
              "snapshots",
              List.of(
                  "id",
                  "guid",
                  "name",
                  "path",
                  "created",
                  "expiration_time",
                  "state",
                  "locked",
                  "indestructible",
                  "unique_phys_estimation",
                  "protection_policy",
                  "tenant_id")),
          Map.entry(
              "clusters",
              List.of(
                  "name",
                  "psnt",
                  "sw_version",
                  "state",
                  "free_usable_capacity",
                  "free_physical_space",
                  "usable_capacity_bytes",
                  "physical_space")),
          Map.entry("versions", List.of("sys_version", "status")),
          Map.entry("tenants", List.of("id", "name")),
          Map.entry(
              "views",
              List.of(
                  "path",
                  "tenant_id",
                  "protocols",
                  "bucket",
                  "alias",
                  "s3_versioning",
                  "logical_capacity",
                  "physical_capacity",
                  "id",
                  "policy",
                  "qos_policy",
                  "internal")),
          Map.entry(
              "quotas",
              List.of(
                  "path",
                  "tenant_id",
                  "hard_limit",
                  "used_capacity",
                  "used_effective_capacity",
                  "id",
                  "soft_limit")),
          Map.entry(
              "protectedpaths",
              List.of(
                  "id",
                  "guid",
                  "name",
                  "source_dir",
                  "tenant_id",
                  "role",
                  "enabled",
                  "protection_policy_id",
                  "target_exported_dir",
                  "replication_target_name",
                  "peer_connection_state",
                  "state",
                  "health",
                  "failure_reason",
                  "last_restore_point_time")),
          Map.entry(
              "protectionpolicies",
              List.of("id", "guid", "name", "prefix", "clone_type", "frames", "tenant_id")),
          Map.entry("nativereplicationremotetargets", List.of("id", "name")),
          Map.entry(
              "globalsnapstreams", List.of("id", "name", "loanee_root_path", "loanee_snapshot_id")),
          Map.entry("vtasks", List.of("state", "messages")),
          Map.entry(
              "events",
              List.of(
                  "id",
                  "timestamp",
                  "severity",
                  "event_type",
                  "event_message",
                  "object_type",
                  "object_name",
                  "event_name")),
          Map.entry(
              "alarms",
              List.of(
                  "id",
                  "timestamp",
                  "object_id",
                  "acknowledged",
                  "severity",
                  "object_type",
                  "object_name",
                  "event_name",
                  "alarm_message")),
          Map.entry("cnodes", List.of("name", "state", "enabled")),
          Map.entry("dnodes", List.of("name", "state", "enabled")),
          Map.entry("viewpolicies", List.of("id", "name")));

  /** Answers without a shape of their own, by the reference of the operations. */
  private static final Set<String> OTHERS =
      Set.of(
          "restore_status",
          "async_task",
          "access",
          "refresh",
          "count",
          "next",
          "results",
          "is_directory",
          "children",
          "has_gn_streams",
          "is_dest_ppath",
          "is_source_ppath",
          "s3_versioning",
          "prop_list",
          "data",
          // What stands in a frame.
          "every");

  /** Parameters of queries, and words of our own for what is measured. */
  private static final Set<String> QUERIES =
      Set.of(
          "object_type",
          "timestamp__gte",
          "from_time",
          "to_time",
          "granularity",
          "iops",
          "read",
          "write",
          "latency",
          "used",
          "total");

  /** What stands in documents of our own. */
  private static final Set<String> OWN =
      Set.of(
          "form",
          "captures",
          "source",
          "number",
          "bytes",
          "manifest",
          "what",
          "begun",
          "phase",
          "guard",
          "token",
          "dataset",
          "policy_guid",
          "path_guid",
          "target",
          "directory",
          "since",
          "trouble");

  private static final Map<String, List<String>> OPERATIONS =
      Map.ofEntries(
          Map.entry("POST /token/", List.of("username", "password")),
          Map.entry("POST /token/refresh/", List.of("refresh")),
          Map.entry("GET /clusters/", List.of()),
          Map.entry("GET /versions/", List.of()),
          Map.entry("GET /tenants/", List.of()),
          Map.entry("GET /views/", List.of()),
          Map.entry("GET /quotas/", List.of()),
          Map.entry("POST /quotas/", List.of("name", "path", "tenant_id", "create_dir")),
          Map.entry("PATCH /quotas/{id}/", List.of("soft_limit", "hard_limit")),
          Map.entry("DELETE /quotas/{id}/", List.of()),
          Map.entry(
              "POST /views/",
              List.of(
                  "name",
                  "path",
                  "tenant_id",
                  "policy_id",
                  "create_dir",
                  "protocols",
                  "bucket",
                  "qos_policy_id")),
          Map.entry("GET /viewpolicies/", List.of()),
          Map.entry(
              "POST /viewpolicies/",
              List.of("name", "flavor", "enable_access_to_snapshot_dir_in_subdirs")),
          Map.entry("GET /alarms/", List.of()),
          Map.entry("GET /events/", List.of()),
          Map.entry("GET /cnodes/", List.of()),
          Map.entry("GET /dnodes/", List.of()),
          Map.entry("GET /monitors/ad_hoc_query/", List.of()),
          Map.entry("GET /vtasks/{id}/", List.of()),
          Map.entry("GET /snapshots/", List.of()),
          Map.entry("GET /snapshots/{id}/", List.of()),
          Map.entry("POST /snapshots/", List.of("name", "path", "tenant_id")),
          Map.entry("PATCH /snapshots/{id}/", List.of("expiration_time", "locked")),
          Map.entry("DELETE /snapshots/{id}/", List.of()),
          Map.entry(
              "POST /snapshots/{id}/clone/",
              List.of("name", "loanee_root_path", "loanee_tenant_id", "enabled")),
          Map.entry("POST /folders/stat_path/", List.of("path", "tenant_id")),
          Map.entry("GET /protectedpaths/", List.of()),
          Map.entry("GET /protectedpaths/{id}/", List.of()),
          Map.entry(
              "POST /protectedpaths/",
              List.of(
                  "name",
                  "source_dir",
                  "protection_policy_id",
                  "enabled",
                  "tenant_id",
                  "target_exported_dir",
                  "capabilities")),
          Map.entry("PATCH /protectedpaths/{id}/", List.of("enabled", "protection_policy_id")),
          Map.entry("DELETE /protectedpaths/{id}/", List.of()),
          Map.entry("GET /protectionpolicies/", List.of()),
          Map.entry("GET /protectionpolicies/{id}/", List.of()),
          Map.entry(
              "POST /protectionpolicies/",
              List.of("name", "prefix", "clone_type", "frames", "tenant_id", "target_object_id")),
          Map.entry("PATCH /protectionpolicies/{id}/", List.of("frames")),
          Map.entry("DELETE /protectionpolicies/{id}/", List.of()),
          Map.entry("GET /nativereplicationremotetargets/", List.of()),
          Map.entry("GET /protectedpaths/{id}/validate/", List.of()),
          Map.entry("POST /protectedpaths/{id}/restore/", List.of("name", "loanee_snapshot_id")),
          Map.entry("PATCH /protectedpaths/{id}/commit/", List.of()),
          Map.entry("PATCH /protectedpaths/{id}/stop/", List.of()),
          Map.entry("GET /globalsnapstreams/", List.of()),
          Map.entry("DELETE /globalsnapstreams/{id}/", List.of("remove_dir")));

  @Test
  void everyFieldThatIsReadIsInTheInterface() {
    FIELDS.forEach(
        (kind, fields) -> assertThat(Shapes.of(kind).keySet()).as(kind).containsAll(fields));
  }

  @Test
  void everyOperationThatIsUsedTakesWhatIsSent() {
    OPERATIONS.forEach(
        (operation, fields) -> {
          assertThat(Shapes.operations()).containsKey(operation);
          assertThat(Shapes.operations().get(operation)).as(operation).containsAll(fields);
        });
  }

  @Test
  void nothingElseIsSentOrReadThanWhatIsNamedHere() throws IOException {
    Set<String> known = FIELDS.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    OPERATIONS.values().forEach(known::addAll);
    known.addAll(OTHERS);
    known.addAll(OWN);
    known.addAll(QUERIES);
    Set<String> used = new TreeSet<>();
    Path sources = Path.of("src/main/java/org/hevelius/providers/vast");
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (!file.getFileName().toString().startsWith("S3")) {
          String text = Files.readString(file);
          add(READ.matcher(text), used);
          add(SENT.matcher(text), used);
        }
      }
    }
    used.removeAll(Set.of("Authorization", "page_size", "fields"));
    assertThat(used).hasSizeGreaterThan(40);
    assertThat(known).containsAll(used);
  }

  private static void add(Matcher matcher, Set<String> used) {
    while (matcher.find()) {
      used.add(matcher.group(1));
    }
  }
}
