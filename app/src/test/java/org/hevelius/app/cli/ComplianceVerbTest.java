package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.InMemoryCatalog;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.publication.About;
import org.hevelius.core.publication.ContentId;
import org.hevelius.core.publication.Creator;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The line on holds proves version by version that what must be there is there. */
class ComplianceVerbTest extends ThreeVersionsTest {
  private static final String RAW = "cosmos7/raw";

  private JsonNode report() {
    return JsonMapper.shared().readTree(home.ok("report", "compliance", "--json"));
  }

  private static JsonNode line(JsonNode report, String subject, String check) {
    return report
        .get("lines")
        .valueStream()
        .filter(
            line ->
                line.get("subject").asString().equals(subject)
                    && line.get("check").asString().equals(check))
        .findFirst()
        .orElseThrow();
  }

  private static String result(JsonNode report, String check) {
    return line(report, RAW, check).get("result").asString();
  }

  /** Reference and state of each version that must be there. */
  private static List<String> held(JsonNode report) {
    return report
        .get("held")
        .valueStream()
        .map(one -> one.get("reference").asString() + " " + one.get("state").asString())
        .toList();
  }

  private InMemoryCatalog catalog() {
    return home.catalog();
  }

  private Snapshot snapshot(long version) {
    return catalog().snapshot(DatasetName.of(RAW), version).orElseThrow();
  }

  private static AuditEvent event(Snapshot snapshot) {
    return new AuditEvent(
        snapshot.createdAt(),
        "test",
        "mars",
        "test",
        snapshot.reference(),
        AuditEvent.Outcome.OK,
        "");
  }

  @Test
  void whatIsHeldAndThereIsProvenVersionByVersion() {
    assertThat(line(report(), RAW, "holds").get("evidence").asString())
        .isEqualTo("none; no version is published or held");
    home.ok("hold", RAW + "@1", "--legal", "--reason=case 12");
    home.ok("publish", RAW + "@2", "--title=Frames", "--yes");
    home.ok("cite", RAW + "@2", "--output", "paper.txt");
    home.ok("verify-citation", "paper.txt");
    JsonNode report = report();
    assertThat(held(report)).containsExactly(RAW + "@2 PRESENT", RAW + "@1 PRESENT");
    assertThat(report.at("/held/0/evidence").asString()).contains("is what is cited");
    assertThat(report.at("/held/0/verified").isNull()).isFalse();
    assertThat(report.at("/held/1/why/0").asString()).isEqualTo("legal (case 12)");
    assertThat(report.at("/held/1/verified").isNull()).isTrue();
    assertThat(line(report, RAW, "holds").get("evidence").asString())
        .isEqualTo("legal 1, published 1; each of them is held and in storage");
    assertThat(result(report, "holds")).isEqualTo("PASS");
  }

  @Test
  void whatStorageHasLostFails() throws IOException {
    home.ok("hold", RAW + "@1");
    Snapshot before = snapshot(1);
    Capture capture = before.captures().getFirst();
    Capture other =
        new Capture(
            SourceSpec.parse(capture.source().toString()),
            capture.provider(),
            "0".repeat(64),
            capture.repository(),
            capture.files(),
            capture.directories(),
            capture.bytes(),
            capture.addedBytes(),
            capture.storedBytes());
    home.ok("delete", RAW + "@3", "--yes");
    catalog().replace(before, before.edit().captures(List.of(other)).build(), event(before));
    // The form that storage has is taken over by the next change: it isn't lost.
    assertThat(held(report())).containsExactly(RAW + "@1 PRESENT");
    try (Stream<Path> stored = Files.walk(storage.resolve("repository/snapshots"))) {
      for (Path file : stored.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    JsonNode report = report();
    assertThat(held(report)).containsExactly(RAW + "@1 MISSING");
    assertThat(result(report, "holds")).isEqualTo("FAIL");
    assertThat(line(report, RAW, "holds").get("evidence").asString())
        .contains("0 as it should be, 1 not, the first: cosmos7/raw@1 is held, but storage");
    assertThat(home.run("report", "compliance", "--fail-on", "fail").code()).isEqualTo(1);
  }

  @Test
  void whatWasDeletedOverItsHoldFailsForThePeriod() {
    home.ok("hold", RAW + "@1", "--reason=golden");
    home.ok("delete", RAW + "@1", "--force", "--yes");
    JsonNode report = report();
    assertThat(held(report)).containsExactly(RAW + "@1 FORCED");
    assertThat(report.at("/held/0/by").asString()).isEqualTo("maya");
    assertThat(report.at("/held/0/why/0").asString()).isEqualTo("golden");
    assertThat(result(report, "holds")).isEqualTo("FAIL");
    assertThat(home.ok("report", "compliance", "--until", "2026-11-20", "--json"))
        .doesNotContain("FORCED");
  }

  @Test
  void aPublicationWhoseVersionIsGoneOrLooseFails() {
    home.ok("publish", RAW + "@2", "--yes");
    Snapshot held = snapshot(2);
    catalog().replace(held, held.edit().holds(List.of()).build(), event(held));
    catalog()
        .publications()
        .add(
            new Publication(
                DatasetName.of("gone/long/ago"),
                7,
                "gone-long-ago_20200101_000000_x",
                new ContentId("0".repeat(64)),
                1,
                1,
                new About("t", List.of(new Creator("x", null)), "p", 2020, null, null, List.of()),
                held.createdAt(),
                "sam",
                null),
            event(held));
    JsonNode report = report();
    assertThat(held(report)).containsExactly(RAW + "@2 LOOSE", "gone/long/ago@7 GONE");
    assertThat(result(report, "holds")).isEqualTo("FAIL");
    assertThat(line(report, "gone/long/ago", "holds").get("result").asString()).isEqualTo("FAIL");
    assertThat(held(JsonMapper.shared().readTree(home.ok("report", "compliance", RAW, "--json"))))
        .containsExactly(RAW + "@2 LOOSE");
  }

  @Test
  void contentThatIsNotWhatIsCitedFails() {
    home.ok("publish", RAW + "@2", "--yes");
    home.ok("cite", RAW + "@2", "--format", "datacite", "--output", "good");
    home.write(
        "../wrong",
        home.read("../good").replaceAll("hevelius:1:[0-9a-f]{9}", "hevelius:1:000000000"));
    assertThat(home.run("verify-citation", "wrong").code()).isEqualTo(6);
    assertThat(held(report())).containsExactly(RAW + "@2 DIFFERS");
    home.ok("verify-citation", "good");
    assertThat(held(report())).containsExactly(RAW + "@2 PRESENT");
  }

  @Test
  void storageThatCanNotBeAskedIsUnknownAndNoPass() throws IOException {
    home.ok("hold", RAW + "@1");
    Path repository = storage.resolve("repository");
    Path away = storage.resolve("away");
    Files.move(repository, away);
    try {
      JsonNode report = report();
      assertThat(held(report)).containsExactly(RAW + "@1 UNKNOWN");
      assertThat(result(report, "holds")).isEqualTo("UNKNOWN");
    } finally {
      Files.move(away, repository);
    }
  }

  @Test
  void theLastRestoreIsEvidence() {
    assertThat(result(report(), "restores")).isEqualTo("UNKNOWN");
    home.ok("restore", RAW + "@1", "--to", "aside", "--yes");
    JsonNode line = line(report(), RAW, "restores");
    assertThat(line.get("result").asString()).isEqualTo("PASS");
    assertThat(line.get("evidence").asString())
        .startsWith("the last one, restore cosmos7/raw@1 at 2026-11-21T")
        .contains(" by maya: ");
  }
}
