package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.hevelius.core.dataset.SourceSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The verbs over storage that snapshots by itself. */
class NativeVerbsTest {
  private static final SourceSpec RAW = SourceSpec.parse("zfs:tank/raw");

  private final MemoryHome home = new MemoryHome();

  @BeforeEach
  void make() {
    home.ok("init");
    home.pool.add(RAW);
    home.pool.add(SourceSpec.parse("zfs:tank/other data"));
    home.pool.write(RAW, "calib/mars.caldb", "gain = 1.0021\n");
    home.pool.write(RAW, "events/night1.csv", "t,e\n1,2\n");
  }

  private void change(String path, String content) {
    home.clock.advance(Duration.ofMinutes(10));
    home.pool.write(RAW, path, content);
  }

  @Test
  void speakAsInTheTranscript() {
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("discover").run("discover", "zfs").run("discover", "s3");
    transcript.run(
        "dataset", "add", "cosmos7/raw", "--source", "zfs:tank/raw", "--exclude", "*.tmp");
    transcript.run("dataset", "add", "cosmos7/raw", "--source", "zfs:tank/raw");
    transcript.run("dataset", "show", "cosmos7/raw");
    transcript.run("create", "cosmos7/raw", "Before Mars", "--name", "pre-mars");
    change("calib/mars.caldb", "gain = 1.2100\n");
    transcript.run("create", "cosmos7/raw", "Calibrated");
    home.pool.foreign(RAW, "autosnap_2026-11-21");
    change("events/night2.csv", "new");
    transcript
        .run("list")
        .run("list", "--sizes")
        .run("show", "cosmos7/raw@1")
        .run("browse", "cosmos7/raw@1");
    transcript.run("diff", "cosmos7/raw@1", "cosmos7/raw@2").run("diff", "cosmos7/raw@2");
    transcript.run("rollback", "cosmos7/raw@1", "--dry-run");
    transcript.run("rollback", "cosmos7/raw@1");
    transcript.run("rollback", "cosmos7/raw@1", "--way", "rollback", "--yes");
    transcript.run("rollback", "cosmos7/raw@1", "--way", "replace");
    transcript.run("rollback", "cosmos7/raw@1", "--yes");
    transcript.run("diff", "cosmos7/raw@1");
    transcript.run("undo", "--yes").run("diff", "cosmos7/raw@3");
    transcript.run("clone", "cosmos7/raw@1", "tank/try").run("clone", "cosmos7/raw@1", "tank/try");
    transcript.run("adopt", "zfs:tank/raw").run("adopt", "zfs:tank/raw").run("adopt", "dir:/x");
    transcript.run("list", "adopted/tank/raw");
    transcript.run("delete", "cosmos7/raw@2", "--dry-run");
    transcript.run("rollback", "cosmos7/raw@1", "--way", "rollback", "--destroy", "5", "--yes");
    transcript.run("rollback", "cosmos7/raw@3", "--way", "rollback", "--destroy", "2", "--yes");
    transcript.run("list", "cosmos7/raw");
    transcript.isAsIn("native.txt");
  }

  @Test
  void neverCallASizeThatTheStorageDoesNotTellNothing() {
    home.ok("create", "sky", "First", "--source", "zfs:tank/other data");
    home.pool.write(SourceSpec.parse("zfs:tank/other data"), "empty", "");
    home.clock.advance(Duration.ofMinutes(10));
    assertThat(home.ok("create", "sky", "Second")).contains("  taken at once, in");
    assertThat(home.ok("list", "sky")).contains("2 snapshots; what is new in them wasn't counted");
    assertThat(home.ok("list", "sky", "--verbose")).contains("its size isn't known; what is new");
    assertThat(home.ok("show", "sky@2"))
        .contains("its size isn't known")
        .doesNotContain("0 B")
        .doesNotContain("the same size");
    assertThat(home.ok("delete", "sky@1", "--yes"))
        .contains("its size isn't known")
        .contains("Deleted sky@1.")
        .doesNotContain("hevelius cleanup");
    JsonNode told = json("list", "sky", "--json").get(0);
    for (String field : new String[] {"files", "bytes", "addedBytes", "storedBytes"}) {
      assertThat(told.get(field).isNull()).as(field).isTrue();
      assertThat(told.get("captures").get(0).get(field).isNull()).as(field).isTrue();
    }
    assertThat(told.get("uniqueBytes").isNull()).isTrue();
    assertThat(json("report", "usage", "--json").get("datasets").get(0).get("bytes").isNull())
        .isTrue();
    home.ok("create", "cosmos7/raw", "Known", "--source", "zfs:tank/raw");
    home.pool.write(RAW, "calib/mars.caldb", "gain = 7\n");
    assertThat(json("list", "cosmos7/raw", "--sizes", "--json").get(0).get("uniqueBytes").asLong())
        .isPositive();
    assertThat(json("show", "cosmos7/raw@1", "--json").get("uniqueBytes").asLong()).isPositive();
    assertThat(home.ok("show", "cosmos7/raw@1")).contains("22 B");
  }

  @Test
  void tellProgramsTheSame() {
    home.ok("create", "cosmos7/raw", "start", "--source", "zfs:tank/raw");
    JsonNode shown = json("dataset", "show", "cosmos7/raw", "--json");
    assertThat(shown.get("storage").get(0).get("source").asString()).isEqualTo("zfs:tank/raw");
    assertThat(shown.get("storage").get(0).get("capabilities").size()).isEqualTo(15);
    change("calib/mars.caldb", "gain = 1.2100\n");
    JsonNode plan = json("rollback", "cosmos7/raw@1", "--dry-run", "--json");
    assertThat(plan.get("chosen").asString()).isEqualTo("exchange");
    assertThat(plan.get("executed").asBoolean()).isFalse();
    assertThat(home.run("rollback", "cosmos7/raw@1", "--json").code()).isNotZero();
    JsonNode done = json("rollback", "cosmos7/raw@1", "--yes", "--json");
    assertThat(done.get("plan").asString()).isEqualTo(plan.get("plan").asString());
    assertThat(done.get("guard").asString()).isEqualTo("cosmos7/raw@2");
    assertThat(json("discover", "--json").get("found").size()).isGreaterThan(1);
    assertThat(json("clone", "cosmos7/raw@1", "tank/x", "--json").get(0).get("way").asString())
        .isEqualTo("clone");
    assertThat(json("adopt", "zfs:tank/raw", "--json").size()).isZero();
  }

  private JsonNode json(String... line) {
    return JsonMapper.shared().readTree(home.ok(line));
  }
}
