package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.hevelius.core.tree.MemoryTree;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiffVerbTest {
  private final MemoryHome home = Samples.home();

  @Test
  void speaksAsInTheTranscript() {
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("diff", "cosmos7/raw@1", "cosmos7/raw@2").run("diff", "cosmos7/raw@2");
    transcript.run("diff", "cosmos7/raw@1", "live", "--path", "calib/", "--path", "run.sh");
    transcript.run("diff", "cosmos7/raw@1", "--path", "calibx");
    transcript.run("diff", "cosmos7/raw@1", "--key", "id").run("diff", "cosmos7/raw");
    for (String path :
        new String[] {
          "calib/mars.caldb", "notes/plan.txt", "events/night_0412.fits", "events", "tables/x.csv"
        }) {
      transcript.run("diff", "cosmos7/raw@1", "cosmos7/raw@pre-mars", "--content", path);
    }
    transcript.run("diff", "cosmos7/raw@1", "--content", "tables/sources.csv", "--key", "name");
    transcript.run("diff", "cosmos7/raw@2", "--content", "tables/sources.csv");
    transcript.isAsIn("diff.txt");
  }

  @Test
  void printsOneDocument() {
    MemoryHome.Run run = home.run("diff", "cosmos7/raw@1", "--json");
    assertThat(run.code()).isEqualTo(1);
    JsonNode document = JsonMapper.shared().readTree(run.out());
    assertThat(document.get("right").asString()).isEqualTo("live");
    assertThat(document.get("same").asBoolean()).isFalse();
    assertThat(document.get("changes").get(0).get("kind").asString()).isEqualTo("modified");
    assertThat(document.get("renames").get(0).get("to").asString()).isEqualTo("new");
    MemoryHome.Run content =
        home.run("diff", "cosmos7/raw@1", "--content", "calib/mars.caldb", "--json");
    JsonNode change = JsonMapper.shared().readTree(content.out());
    assertThat(change.get("kind").asString()).isEqualTo("TEXT");
    assertThat(change.get("summary").asString()).isEqualTo("gain 1.0021 -> 1.2100");
  }

  @Test
  void showsTheFirstOfManyChangesAndAllWhenAsked() {
    home.raw(raw -> many(raw, 6_000));
    MemoryHome.Run some = home.run("diff", "cosmos7/raw@2");
    assertThat(some.out().lines().filter(line -> line.startsWith("    A "))).hasSize(40);
    assertThat(some.out()).contains("    ...  5,961 more; all of them: --all\n");
    MemoryHome.Run all = home.run("diff", "cosmos7/raw@2", "--all");
    assertThat(all.out().lines().filter(line -> line.startsWith("    A "))).hasSize(6_001);
    assertThat(all.out()).contains("0 changed, 6,000 new, 0 deleted, 9 unchanged");
  }

  private static MemoryTree.Builder many(MemoryTree.Builder raw, int files) {
    for (int i = 0; i < files; i++) {
      raw.file("many/%05d".formatted(i), "file " + i);
    }
    return raw;
  }
}
