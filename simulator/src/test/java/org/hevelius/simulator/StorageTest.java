package org.hevelius.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.hevelius.simulator.state.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views, quotas, folders, the cluster and its measurements. */
class StorageTest {
  @TempDir Path root;
  private Stage stage;
  private Client vms;

  @BeforeEach
  void start() {
    stage = Stage.at(root);
    vms = stage.vms;
  }

  @AfterEach
  void stop() {
    stage.close();
    assertThat(stage.log).isEmpty();
  }

  @Test
  void aViewIsADirectoryThatOutlivesIt() {
    Client.Reply view = vms.get("/api/views/1/").is(200);
    assertThat(view.string("policy")).isEqualTo("default");
    assertThat(view.number("logical_capacity")).isEqualTo(11);
    assertThat(vms.send("PUT", "/api/views/1/", "{'alias': '/o'}").is(200).string("alias"))
        .isEqualTo("/o");
    vms.delete("/api/views/1/").is(204);
    assertThat(stage.data("prod/obs/a.txt")).exists();
  }

  @Test
  void aViewThatCanNotBeIsRefused() {
    String view = "{'path': '%s', 'policy_id': %d, 'protocols': ['%s']%s}";
    assertThat(vms.post("/api/views/", view.formatted("/none", 1, "NFS", "")).is(400).detail())
        .isEqualTo("no such directory");
    assertThat(
            vms.post("/api/views/", view.formatted("/prod/obs/", 1, "NFS", ""))
                .is(400)
                .wrong("path"))
        .isEqualTo("This field must be unique.");
    assertThat(
            vms.post("/api/views/", view.formatted("/prod", 9, "NFS", ""))
                .is(400)
                .wrong("policy_id"))
        .isEqualTo("Invalid pk \"9\" - object does not exist.");
    assertThat(
            vms.post("/api/views/", view.formatted("/prod", 1, "FTP", ""))
                .is(400)
                .wrong("protocols"))
        .contains("not a valid choice");
    assertThat(
            vms.post("/api/views/", view.formatted("/prod", 1, "DATABASE", ""))
                .is(400)
                .wrong("bucket"))
        .isEqualTo("This field is required.");
    vms.post("/api/views/", view.formatted("/prod", 1, "S3", ", 'bucket': 'obs'")).is(400);
    assertThat(vms.patch("/api/views/1/", "{'path': '/prod'}").is(400).wrong("path"))
        .isEqualTo("This field cannot be changed.");
  }

  @Test
  void whatIsOnlyReadCanNotBeGiven() {
    vms.patch(
            "/api/views/1/",
            "{'logical_capacity': 1, 'sync': 'X', 'guid': 'x', 'abac_tags': ['t']}")
        .is(200);
    Client.Reply view = vms.get("/api/views/1/");
    assertThat(view.number("logical_capacity")).isEqualTo(11);
    assertThat(view.string("sync")).isEqualTo("SYNCED");
    assertThat(view.string("guid")).hasSize(36);
    assertThat(view.body().path("abac_tags").path(0).asString("")).isEqualTo("t");
  }

  @Test
  void policiesOfViewsAreCountedAndKeptWhileTheyAreUsed() {
    assertThat(
            vms.get("/api/viewpolicies/?name=default").body().path(0).path("count_views").asLong())
        .isEqualTo(1);
    assertThat(vms.get("/api/viewpolicies/").all("name"))
        .containsExactly("default", "s3_default_policy");
    vms.delete("/api/viewpolicies/1/").is(400);
    long id = vms.post("/api/viewpolicies/", "{'name': 'own', 'flavor': 'SMB'}").is(201).id();
    vms.patch("/api/viewpolicies/" + id, "{'enable_snapshot_lookup': false}").is(200);
    vms.delete("/api/viewpolicies/" + id + "/").is(204);
  }

  @Test
  void aQuotaCountsTheRealDirectoryAndChangesItsState() {
    Client.Reply quota =
        vms.post(
                "/api/quotas/",
                "{'name': 'q', 'path': '/prod/obs', 'soft_limit': 100, 'hard_limit': 1000,"
                    + " 'hard_limit_inodes': 50, 'grace_period': '2h'}")
            .is(201);
    assertThat(quota.number("used_capacity")).isEqualTo(11);
    assertThat(quota.number("used_inodes")).isEqualTo(3);
    assertThat(quota.string("state")).isEqualTo("OK");
    stage.snapshot("not counted");

    stage.write("prod/obs/big", "x".repeat(200));
    vms.patch("/api/quotas/recalc/", "").is(204);
    assertThat(vms.get("/api/quotas/1/").string("state")).isEqualTo("SOFT_EXCEEDED");
    assertThat(vms.get("/api/quotas/1/").string("time_to_block")).isEqualTo("PT2H");
    assertThat(vms.get("/api/alarms/").all("severity")).containsExactly("MINOR");
    vms.advance("3h");
    assertThat(vms.get("/api/quotas/1/").string("state")).isEqualTo("GRACE_EXPIRED");
    vms.patch("/api/quotas/1/reset_grace_period/", "").is(204);
    assertThat(vms.get("/api/quotas/1/").string("state")).isEqualTo("SOFT_EXCEEDED");

    stage.write("prod/obs/big", "x".repeat(2000));
    vms.patch("/api/quotas/recalc/", "").is(204);
    Client.Reply full = vms.get("/api/quotas/1/");
    assertThat(full.string("state")).isEqualTo("HARD_EXCEEDED");
    assertThat(full.number("percent_capacity")).isEqualTo(201);
    assertThat(vms.get("/api/alarms/").all("severity")).containsExactly("MAJOR");

    assertThat(
            vms.patch("/api/quotas/1/", "{'hard_limit': 9000, 'soft_limit': 8000}")
                .is(200)
                .string("state"))
        .isEqualTo("OK");
    assertThat(vms.objects("/api/alarms/")).isEmpty();
    assertThat(vms.get("/api/events/?object_type=Quota").all("event_message").getLast())
        .isEqualTo("Quota q on /prod/obs is OK");
  }

  @Test
  void aQuotaThatCanNotBeIsRefused() {
    vms.post("/api/quotas/", "{'name': 'q', 'path': '/none'}").is(400);
    long id =
        vms.post("/api/quotas/", "{'name': 'q', 'path': '/x', 'create_dir': true}").is(201).id();
    vms.post("/api/quotas/", "{'name': 'q', 'path': '/prod'}").is(400);
    vms.post("/api/quotas/", "{'name': 'r', 'path': '/x'}").is(400);
    vms.post("/api/quotas/", "{'name': 's', 'path': '/prod', 'soft_limit': 2, 'hard_limit': 1}")
        .is(400);
    vms.patch("/api/quotas/" + id + "/", "{'grace_period': 'soon'}").is(400);
    vms.patch("/api/quotas/" + id + "/", "{'hard_limit': -1}").is(400);
    vms.delete("/api/quotas/" + id + "/").is(204);
    assertThat(stage.data("x")).isDirectory();
  }

  @Test
  void foldersAreMadeLookedAtAndRemovedUnlessTheyAreUsed() {
    vms.post("/api/folders/create_folder/", "{'path': '/prod/new', 'tenant_id': 1}").is(200);
    assertThat(stage.data("prod/new")).isDirectory();
    vms.post("/api/folders/create_folder/", "{'path': '/prod/new'}").is(400);
    assertThat(
            vms.post("/api/folders/stat_path/", "{'path': '/prod/obs', 'tenant_id': 1}")
                .is(200)
                .number("children"))
        .isEqualTo(2);
    assertThat(
            vms.post("/api/folders/stat_path/", "{'path': '/none', 'tenant_id': 1}")
                .is(400)
                .detail())
        .isEqualTo("no such directory");
    vms.send("DELETE", "/api/folders/delete_folder/", "{'path': '/prod/new'}").is(200);
    assertThat(stage.data("prod/new")).doesNotExist();
    vms.send("DELETE", "/api/folders/delete_folder/", "{'path': '/prod'}").is(400);
    assertThat(stage.data("prod/obs/a.txt")).exists();
  }

  @Test
  void aFolderIsRemovedBeforeItsViewAsClientsDo() {
    vms.post("/api/views/", "{'path': '/share', 'policy_id': 1, 'create_dir': true}").is(201);
    vms.send("DELETE", "/api/folders/delete_folder/", "{'path': '/share'}").is(200);
    assertThat(stage.data("share")).doesNotExist();
    Object view = vms.get("/api/views/?path=/share").is(200).all("id").getFirst();
    vms.send("DELETE", "/api/views/" + view + "/", "").is(204);
  }

  @Test
  void nodesCanBeBrokenAndSaySo() {
    assertThat(vms.get("/api/cnodes/").all("state")).hasSize(4).containsOnly("ACTIVE");
    vms.patch("/simulator/objects/cnodes/2", "{'state': 'FAILED'}").is(200);
    assertThat(vms.get("/api/cnodes/?state=FAILED").all("name")).containsExactly("cnode-2");
    assertThat(vms.get("/api/alarms/").all("severity")).containsExactly("CRITICAL");
    vms.patch("/simulator/objects/cnodes/2", "{'state': 'ACTIVE'}").is(200);
    assertThat(vms.objects("/api/alarms/")).isEmpty();
    vms.patch("/simulator/objects/cnodes/2", "{'colour': 'red'}").is(400);
    vms.patch("/simulator/objects/nothing/2", "{}").is(404);
  }

  @Test
  void theClusterHasTheSpaceOfItsDisk() {
    Client.Reply cluster = vms.get("/api/clusters/1/").is(200);
    assertThat(cluster.number("logical_space")).isPositive();
    assertThat(cluster.number("logical_space_in_use")).isEqualTo(11);
    assertThat(cluster.string("psnt")).startsWith("SIM");
    assertThat(vms.get("/api/versions/?status=success").all("sys_version"))
        .containsExactly("5.5.0.0.0");
    assertThat(vms.get("/api/capacity/?path=/prod").text()).contains("/prod/obs");
  }

  @Test
  void measurementsComeNewestFirstForTheTimeThatIsAsked() {
    Client.Reply reply =
        vms.get(
                "/api/monitors/ad_hoc_query/?object_type=cluster&time_frame=1m"
                    + "&prop_list=Capacity,drr"
                    + "&prop_list=ProtoMetrics%2Cproto_name%3DProtoCommon%2Ciops")
            .is(200);
    assertThat(Json.text(reply.body().path("prop_list")))
        .isEqualTo(
            "[\"timestamp\",\"object_id\",\"Capacity,drr\","
                + "\"ProtoMetrics,proto_name=ProtoCommon,iops\"]");
    assertThat(reply.body().path("data").size()).isEqualTo(7);
    assertThat(reply.body().path("data").path(0).path(0).asString(""))
        .isEqualTo("2026-11-22T10:00:00Z");
    assertThat(reply.body().path("data").path(1).path(0).asString(""))
        .isEqualTo("2026-11-22T09:59:50Z");
    vms.get("/api/monitors/ad_hoc_query/?object_type=moon&prop_list=x").is(400);
    vms.get("/api/monitors/ad_hoc_query/?object_type=cluster").is(400);
    assertThat(vms.get("/api/prometheusmetrics/views/").is(200).text())
        .contains("vast_view_logical_capacity{path=\"/prod/obs\"} 11.0");
  }
}
