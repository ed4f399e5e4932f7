package org.hevelius.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static final String SIX_HOURLY =
      "[{'every': '6h', 'start-at': '2025-01-16 00:00:00', 'keep-local': '1d',"
          + " 'keep-remote': '0s'}]";

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

  private java.util.List<String> names() {
    return vms.get("/api/snapshots/").all("name");
  }

  @Test
  void snapshotsAreTakenWhenTheyAreDueAndGoWhenTheyExpire() {
    stage.protectedPath(SIX_HOURLY);
    vms.advance("119m");
    assertThat(names()).isEmpty();
    vms.advance("1m");
    assertThat(names()).containsExactly("dev_2026-11-22T12:00:00.000000UTC");
    assertThat(stage.data("prod/obs/.snapshot/dev_2026-11-22T12:00:00.000000UTC/a.txt"))
        .hasContent("first");
    vms.advance("1d");
    assertThat(names())
        .containsExactly(
            "dev_2026-11-22T18:00:00.000000UTC",
            "dev_2026-11-23T00:00:00.000000UTC",
            "dev_2026-11-23T06:00:00.000000UTC",
            "dev_2026-11-23T12:00:00.000000UTC");
    assertThat(vms.get("/api/snapshots/").all("expiration_time").getFirst())
        .isEqualTo("2026-11-23T18:00:00Z");
    assertThat(vms.get("/api/snapshots/?protection_policy__name=p").all("protection_policy"))
        .hasSize(4);
    vms.advance("1Y");
    assertThat(names()).hasSize(4);
  }

  @Test
  void twoFramesThatAreDueTogetherMakeOneThatIsKeptLonger() {
    stage.protectedPath(
        "[{'every': '1h', 'start-at': '2026-01-01 00:00:00', 'keep-local': '2h'},"
            + " {'every': '2h', 'start-at': '2026-01-01T00:00:00', 'keep-local': '30d'}]");
    vms.advance("2h");
    assertThat(vms.get("/api/snapshots/").all("expiration_time"))
        .containsExactly("2026-11-22T13:00:00Z", "2026-12-22T12:00:00Z");
  }

  @Test
  void aPausedPathTakesNothingAndDoesNotMakeUpForIt() {
    long path = stage.protectedPath(SIX_HOURLY);
    assertThat(vms.patch("/api/protectedpaths/" + path + "/pause/", "").is(200).string("state"))
        .isEqualTo("Suspended");
    vms.advance("1d");
    assertThat(vms.patch("/api/protectedpaths/" + path + "/resume/", "").is(200).string("state"))
        .isEqualTo("Active");
    vms.advance("1h");
    assertThat(names()).isEmpty();
    vms.advance("6h");
    assertThat(names()).hasSize(1);
  }

  @Test
  void oneThatIsWantedNowIsTakenNow() {
    long path = stage.protectedPath("[]");
    vms.patch("/api/protectedpaths/" + path + "/replicate_now/", "{}").is(400);
    vms.patch(
            "/api/protectedpaths/" + path + "/replicate_now/",
            "{'time_expires_local': '3d', 'time_expires_target': '3d'}")
        .is(200);
    assertThat(names()).containsExactly("dev_2026-11-22T10:00:00.000000UTC");
  }

  @Test
  void aSnapshotThatCanNotBeTakenRaisesAnAlarmUntilOneCan() throws IOException {
    stage.protectedPath(SIX_HOURLY);
    Files.move(stage.data("prod/obs"), stage.data("prod/away"));
    vms.advance("3h");
    assertThat(vms.get("/api/alarms/").all("severity")).containsExactly("MAJOR");
    assertThat(vms.get("/api/alarms/").all("object_name")).containsExactly("pp");
    assertThat(vms.get("/api/protectionpolicies/").body().path(0).path("schedule_miss").asLong())
        .isEqualTo(1);
    assertThat(vms.get("/api/protectedpaths/").all("health")).containsExactly("ERROR");
    vms.patch("/api/alarms/1/", "{'acknowledged': true}").is(200);
    Files.move(stage.data("prod/away"), stage.data("prod/obs"));
    vms.advance("6h");
    assertThat(vms.objects("/api/alarms/")).isEmpty();
    assertThat(vms.get("/api/events/?severity__in=MAJOR,CRITICAL").all("event_type"))
        .containsExactly("SNAPSHOT_FAILED");
    assertThat(vms.get("/api/protectedpaths/").all("health")).containsExactly("OK");
  }

  @Test
  void theClockRunsByItselfUnlessItStands() {
    stage.protectedPath("[{'every': '1s', 'keep-local': '1h'}]");
    vms.patch("/simulator/clock", "{'frozen': false}").is(200);
    long end = System.nanoTime() + 20_000_000_000L;
    while (names().size() < 2 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(names()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void whatWasDueWhileItDidNotRunIsNotMadeUpForButWhatItKnowsStays() {
    stage.protectedPath(SIX_HOURLY);
    vms.advance("3h");
    stage.restart();
    vms = stage.vms;
    assertThat(vms.get("/simulator/clock").string("now")).isEqualTo("2026-11-22T13:00:00Z");
    assertThat(names()).hasSize(1);
    vms.advance("6h");
    assertThat(names()).hasSize(2);
  }

  @Test
  void theClockMovesFarWhenFewSnapshotsStayAndNotWhenTooManyDo() {
    long path = stage.protectedPath("[{'every': '1s', 'keep-local': '5s'}]");
    vms.advance("9Y");
    assertThat(names()).hasSize(5);
    vms.patch("/api/protectionpolicies/1/", "{'frames': [{'every': '1s'}]}").is(200);
    assertThat(vms.patch("/simulator/clock", "{'advance': '1d'}").is(400).wrong("advance"))
        .contains("86400 snapshots");
    vms.patch("/simulator/clock", "{'now': '2199-01-01 00:00:00'}").is(400);
    vms.patch("/api/protectedpaths/" + path + "/pause/", "").is(200);
    vms.patch("/simulator/clock", "{'advance': '9000Y'}").is(400);
    vms.patch("/simulator/clock", "{'advance': '999999999Y'}").is(400);
    vms.advance("900Y");
  }

  @Test
  void anIndestructiblePolicyKeepsItsPathAndItsSnapshots() {
    long path = stage.protectedPath(SIX_HOURLY);
    vms.patch("/api/protectionpolicies/1/", "{'indestructible': true}").is(200);
    vms.patch("/api/protectionpolicies/1/", "{'indestructible': false}").is(400);
    vms.patch("/api/protectedpaths/" + path + "/pause/", "").is(400);
    vms.patch("/api/protectedpaths/" + path + "/", "{'enabled': false}").is(400);
    vms.delete("/api/protectedpaths/" + path + "/").is(400);
    vms.advance("2h");
    vms.delete("/api/snapshots/1/").is(400);
    vms.advance("1d");
    vms.get("/api/snapshots/1/").is(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'every': '6x'}]",
        "[{'every': ''}]",
        "[{'every': '0s'}]",
        "[{'every': '1h', 'start-at': 'noon'}]",
        "[{'every': '1h', 'keep-local': 'long'}]",
        "{}"
      })
  void aFrameThatCanNotBeUnderstoodIsRefused(String frames) {
    assertThat(
            vms.post(
                    "/api/protectionpolicies/",
                    "{'name': 'p', 'prefix': 'x', 'clone_type': 'LOCAL', 'frames': %s}"
                        .formatted(frames))
                .is(400)
                .wrong("frames"))
        .isNotEmpty();
  }

  @Test
  void allUnitsThatClientsSendAreUnderstood() {
    int i = 0;
    for (String every :
        new String[] {"90s", "5m", "1D", "1w", "2W", "1M", "1y", "500ms", "12:00:00"}) {
      vms.post(
              "/api/protectionpolicies/",
              ("{'name': 'p%d', 'prefix': 'x', 'clone_type': 'LOCAL', 'frames':"
                      + " [{'every': '%s', 'keep-local': '3d'}]}")
                  .formatted(i++, every))
          .is(201);
    }
  }

  @Test
  void policiesThatAreUsedStayAndTypesAreChecked() {
    stage.protectedPath(SIX_HOURLY);
    vms.delete("/api/protectionpolicies/1/").is(400);
    vms.post(
            "/api/protectionpolicies/",
            "{'name': 'q', 'prefix': 'x', 'clone_type': 'NONE', 'frames': []}")
        .is(400);
    assertThat(
            vms.post(
                    "/api/protectionpolicies/",
                    "{'name': 'p', 'prefix': 'x', 'clone_type': 'LOCAL', 'frames': []}")
                .is(400)
                .wrong("name"))
        .isEqualTo("This field must be unique.");
    vms.post(
            "/api/protectedpaths/",
            "{'name': 'x', 'source_dir': '/prod', 'tenant_id': 1, 'protection_policy_id': 7}")
        .is(400);
    vms.delete("/api/protectedpaths/1/").is(200);
    vms.delete("/api/protectionpolicies/1/").is(204);
  }
}
