package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hevelius.app.cli.MemoryHome.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who types something wrong is told so, and nothing else suffers from it. */
class MistakesTest {
  private static final String RAW = "cosmos7/raw";

  private final MemoryHome home = Samples.home();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--keep=3parsec",
        "--keep=last 3",
        "--expires=2026-11-20",
        "--expires=tomorrow",
        "--name=No Name",
        "--tag=a b=c",
        "--derived-from=cosmos7/raw@99"
      })
  void aWronglyAskedSnapshotIsNoFailedOne(String option) {
    assertThat(home.run("create", RAW, "words", option).code()).isIn(2, 3);
    JsonNode lines = JsonMapper.shared().readTree(home.ok("report", "compliance", "--json"));
    lines = lines.get("lines");
    assertThat(lines.valueStream())
        .filteredOn(line -> line.get("check").asString().equals("snapshots taken"))
        .singleElement()
        .satisfies(line -> assertThat(line.get("result").asString()).isEqualTo("PASS"))
        .satisfies(line -> assertThat(line.get("evidence").asString()).contains(" 0 failed"));
    JsonNode activity = JsonMapper.shared().readTree(home.ok("report", "activity", "--json"));
    assertThat(activity.at("/total/failed").asLong()).isZero();
  }

  @Test
  void whoReleasesAHoldOfAnotherKindIsToldWhatThereIsAndHowItIsLifted() {
    home.ok("hold", RAW + "@2", "--legal", "--reason", "case 7");
    Run run = home.run("release", RAW + "@2");
    assertThat(run.err())
        .contains("it has the hold legal by ", "since 2026-11-", "(case 7)")
        .contains("to lift it: hevelius release cosmos7/raw@2 --legal")
        .doesNotContain("Hold[", "[", "LEGAL");
    home.ok("create", RAW, "one more");
    Run none = home.run("release", RAW + "@3");
    assertThat(none.err()).contains("not held at all");
  }

  @Test
  void listsInMessagesAreWordsWithoutBrackets() {
    home.ok("dataset", "set", RAW, "--exclude", "*.tmp", "--exclude", "*.log");
    Run run = home.run("dataset", "set", RAW, "--no-exclude", "*.bak");
    assertThat(run.err()).contains("it has: *.tmp, *.log").doesNotContain("[");
    JsonNode audit = JsonMapper.shared().readTree(home.ok("audit", "--json"));
    List<String> details = audit.findValues("detail").stream().map(JsonNode::asString).toList();
    assertThat(details)
        .anyMatch(detail -> detail.contains("excludes: *.tmp, *.log"))
        .noneMatch(detail -> detail.contains("["));
  }
}
