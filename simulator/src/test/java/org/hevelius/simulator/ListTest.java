package org.hevelius.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.hevelius.simulator.state.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListTest {
  @TempDir Path root;
  private Stage stage;
  private Client vms;

  @BeforeEach
  void start() {
    stage = Stage.at(root);
    vms = stage.vms;
    for (int i = 1; i <= 5; i++) {
      stage.snapshot("cal-" + i);
    }
  }

  @AfterEach
  void stop() {
    stage.close();
    assertThat(stage.log).isEmpty();
  }

  private java.util.List<String> names(String query) {
    return vms.get("/api/snapshots/?" + query).is(200).all("name");
  }

  @Test
  void aListIsBareUnlessAPageIsAskedFor() {
    assertThat(vms.get("/api/latest/snapshots").body().isArray()).isTrue();
    Client.Reply page = vms.get("/api/v2/snapshots/?page_size=2&name__contains=cal").is(200);
    assertThat(page.number("count")).isEqualTo(5);
    assertThat(page.body().path("previous").isNull()).isTrue();
    assertThat(page.string("next"))
        .isEqualTo(
            stage.simulator().address()
                + "/api/v2/snapshots/?page=2&page_size=2&name__contains=cal");
    Client.Reply second = vms.get(page.string("next")).is(200);
    assertThat(second.body().path("results").path(0).path("name").asString("")).isEqualTo("cal-3");
    Client.Reply last = vms.get(second.string("next")).is(200);
    assertThat(last.body().path("next").isNull()).isTrue();
    assertThat(last.body().path("results").size()).isEqualTo(1);
    assertThat(vms.get("/api/snapshots/?page=9").is(404).detail()).isEqualTo("Invalid page.");
    vms.get("/api/snapshots/?page=x").is(404);
  }

  @Test
  void theEnvelopeComesUnaskedWhenToldSo() {
    vms.patch("/simulator/settings", "{'lists': 'envelope', 'page_size': 3}").is(200);
    assertThat(vms.get("/api/snapshots/").body().path("results").size()).isEqualTo(3);
    stage.restart();
    assertThat(stage.vms.get("/api/snapshots/").number("count")).isEqualTo(5);
    stage.vms.patch("/simulator/settings", "{'lists': 7}").is(400);
    stage.vms.patch("/simulator/settings", "{'list': 'x'}").is(400);
  }

  @Test
  void filtersWorkAsClientsWriteThem() {
    assertThat(names("id=2")).containsExactly("cal-2");
    assertThat(names("id__in=1,3")).containsExactly("cal-1", "cal-3");
    assertThat(names("name=cal-4")).containsExactly("cal-4");
    assertThat(names("name__exact=cal-4")).containsExactly("cal-4");
    assertThat(names("name__endswith=5")).containsExactly("cal-5");
    assertThat(names("name__startswith=cal&name__not_in=cal-1,cal-2"))
        .containsExactly("cal-3", "cal-4", "cal-5");
    assertThat(names("name__icontains=CAL-1")).containsExactly("cal-1");
    assertThat(names("name__regex=%5Ecal-[12]$")).containsExactly("cal-1", "cal-2");
    assertThat(names("name__iregex=CAL-[12]")).hasSize(2);
    assertThat(names("id__gte=4")).containsExactly("cal-4", "cal-5");
    assertThat(names("id__lt=2")).containsExactly("cal-1");
    assertThat(names("locked=False")).hasSize(5);
    assertThat(names("locked=true")).isEmpty();
    assertThat(names("created__gte=2026-11-22T10:00:00")).hasSize(5);
    assertThat(names("created__gt=2026-11-23T00:00:00Z")).isEmpty();
    assertThat(names("path=/prod/obs&state=SUCCEED&tenant_name__icontains=DEF")).hasSize(5);
    assertThat(names("protection_policy__name=x")).isEmpty();
    assertThat(names("unknown=1")).hasSize(5);
    vms.get("/api/snapshots/?name__regex=[").is(400);
  }

  @Test
  void fieldsAreCutAndOrdersTaken() {
    assertThat(vms.get("/api/snapshots/?fields=id,path&id=1").text())
        .isEqualTo("[{\"id\":1,\"path\":\"/prod/obs\"}]");
    assertThat(vms.get("/api/snapshots/?fields=name&fields=id&id=1").body().path(0).size())
        .isEqualTo(2);
    assertThat(names("ordering=-name").getFirst()).isEqualTo("cal-5");
    assertThat(names("ordering=-id").getFirst()).isEqualTo("cal-5");
  }

  @Test
  void whatIsNotThereIs404AndWhatIsNotTakenIs405() {
    assertThat(vms.get("/api/snapshots/99/").is(404).body())
        .isEqualTo(Json.parse("{\"detail\":\"Not found.\"}"));
    vms.get("/api/nothing/").is(404);
    vms.get("/api/snapshots/x/").is(404);
    vms.post("/api/snapshots/1/explode/", "{}").is(404);
    vms.get("/other/").is(404);
    assertThat(vms.send("PUT", "/api/snapshots/1/", "{}").is(405).detail())
        .isEqualTo("Method \"PUT\" not allowed.");
    vms.post("/api/events/", "{}").is(405);
  }

  @Test
  void aBodyThatIsNoneIsRefused() {
    assertThat(vms.post("/api/snapshots/", "{").is(400).detail()).startsWith("JSON parse error");
    vms.post("/api/snapshots/", "[]").is(400);
    vms.post("/api/quotas/", "{'name': 'q', 'path': '/prod', 'hard_limit': 'many'}").is(400);
    vms.post("/api/quotas/", "{'name': 'q', 'path': '/prod', 'hard_limit': 99999999999999999999}")
        .is(400);
    vms.post("/api/views/", "{'path': 5, 'policy_id': true}").is(400);
    vms.post("/api/views/", "{'path': '/prod', 'policy_id': 1, 'protocols': 'NFS'}").is(400);
  }
}
