package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VersionVerbsTest {
  private final MemoryHome home = Samples.home();

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void tellsTheChangesFromVersionToVersionAsInTheTranscript() {
    home.at("2026-11-21T12:30:00Z")
        .raw(raw -> raw.remove("run.sh").file("big.dat", "x".repeat(99)));
    home.ok("create", "cosmos7/raw", "Run at last\nwith a second line", "--milestone", "Done");
    home.ok("known-good", "cosmos7/raw@3");
    home.at("2026-11-21T13:30:00Z");
    home.ok("create", "cosmos7/raw", "Nothing happened");
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("log", "cosmos7/raw").run("log", "cosmos7/raw", "--limit=1", "--files=1");
    transcript.run("log", "cosmos7/raw", "--until=2026-11-21T11:00", "--files=0");
    transcript.run("log", "cosmos7/raw", "--author", "sam").run("log", "cosmos7");
    transcript.run("log", "cosmos7/**").run("log", "cosmos7/raw", "--files=1001");
    home.ok("delete", "cosmos7/raw@3", "--yes");
    transcript.run("log", "cosmos7/raw", "--since=2026-11-21T13:00");
    transcript.isAsIn("log.txt");
  }

  @Test
  void tellsTheChangesToPrograms() {
    JsonNode log = json(home.ok("log", "cosmos7/raw", "--files", "2", "--json"));
    assertThat(log.size()).isEqualTo(2);
    assertThat(log.get(0).get("before").asLong()).isEqualTo(1);
    JsonNode changes = log.get(0).get("changes");
    assertThat(changes.get("renamed").get("files").asLong()).isEqualTo(1);
    assertThat(log.get(0).get("notable").size()).isEqualTo(2);
    assertThat(log.get(0).get("renames").get(0).get("to").asString()).isEqualTo("new");
    assertThat(log.get(1).get("before").isNull()).isTrue();
    assertThat(log.get(1).get("changes").get("added").get("files").asLong()).isEqualTo(7);
  }

  private void derive() {
    home.directory("/data/l2", l2 -> l2.file("l2.dat", "2"));
    home.directory("/data/l3", l3 -> l3.file("l3.dat", "3"));
    home.at("2026-11-21T12:00:00Z");
    home.ok(
        "create",
        "cosmos7/l2",
        "Calibrated",
        "--source=/data/l2",
        "--derived-from=cosmos7/raw@1",
        "--calibrated-with=cosmos7/raw@pre-mars",
        "--derived-by=calibrate.py 2.1");
    home.ok(
        "create",
        "cosmos7/l3",
        "Light curves",
        "--source=/data/l3",
        "--derived-from=cosmos7/l2@latest",
        "--derived-from=cosmos7/raw@2");
  }

  @Test
  void tellsWhatWasMadeFromWhatAsInTheTranscript() {
    derive();
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("lineage", "cosmos7/l3@1").run("lineage", "cosmos7/raw@2", "--down");
    transcript.run("lineage", "cosmos7/l3@1", "--depth=1").run("lineage", "cosmos7/raw");
    transcript.run("known-bad", "cosmos7/raw@2", "--note=wrong gain");
    transcript.run("lineage", "cosmos7/raw@2", "--impact");
    transcript.run("list", "cosmos7/**").run("show", "cosmos7/l3");
    transcript.run("delete", "cosmos7/raw@2", "--yes");
    transcript.run("lineage", "cosmos7/l2@1", "--up").run("lineage", "cosmos7/l2@1", "--depth=0");
    transcript.run("lineage", "cosmos7/l2@1", "--format=prov");
    transcript.run("create", "cosmos7/raw", "x", "--derived-from=cosmos7/raw@2");
    transcript.isAsIn("lineage.txt");
  }

  @Test
  void aVersionIsKnownAsGoodOrBadAndNeverBoth() {
    home.ok("known-good", "cosmos7/raw@1");
    home.ok("known-bad", "cosmos7/raw@1", "--note=x");
    assertThat(json(home.ok("show", "cosmos7/raw@1", "--json")).get("knownGood").asBoolean())
        .isFalse();
    home.ok("known-good", "cosmos7/raw@1");
    JsonNode good = json(home.ok("show", "cosmos7/raw@1", "--json"));
    assertThat(good.get("knownBadMark").isNull()).isTrue();
    assertThat(good.get("knownGood").asBoolean()).isTrue();
    home.ok("known-bad", "cosmos7/raw@1", "--remove");
    assertThat(json(home.ok("show", "cosmos7/raw@1", "--json")).get("knownGood").asBoolean())
        .isTrue();
  }

  @Test
  void tellsLineageToPrograms() {
    derive();
    JsonNode lineage = json(home.ok("lineage", "cosmos7/l3@1", "--json"));
    assertThat(lineage.get("up").size()).isEqualTo(4);
    assertThat(lineage.get("up").get(1).get("depth").asInt()).isEqualTo(2);
    assertThat(lineage.get("up").get(3).get("again").asBoolean()).isTrue();
    assertThat(lineage.get("down").size()).isZero();
    assertThat(lineage.get("complete").asBoolean()).isTrue();
    assertThat(
            json(home.ok("lineage", "cosmos7/l3@1", "--depth=1", "--json"))
                .get("complete")
                .asBoolean())
        .isFalse();
  }
}
