package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FindVerbsTest {
  private final MemoryHome home = Samples.home();

  @Test
  void listAndShowAsInTheTranscript() {
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("list").run("list", "-v").run("list", "--permanent");
    transcript.run("list", "cosmos7/**", "--since", "2026-11-21T11:00", "--tag", "campaign");
    transcript.run("list", "--until", "2026-11-20").run("list", "--search", "calibration");
    transcript.run("list", "--since", "14q").run("list", "--since", "2026-13-01");
    transcript.run("list", "--since", "2026-11-2").run("list", "--limit", "0");
    transcript.run("list", "mars/**").run("list", "cosmos7/rwa");
    transcript.run("show", "cosmos7/raw").run("show", "cosmos7/raw@1");
    transcript.run("show", "cosmos7/raw@premars").run("show", "cosmos7/raw:calib");
    transcript.isAsIn("list.txt");
  }

  @Test
  void browseAndCatAsInTheTranscript() {
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("browse", "cosmos7/raw@1").run("browse", "cosmos7/raw:calib/", "-v");
    transcript.run("browse", "-R", "cosmos7/raw").run("browse", "cosmos7/raw", "evens");
    transcript.run("browse", "cosmos7/raw:calib", "calib").run("browse", "cosmos7/raw", "../x");
    transcript.run("cat", "cosmos7/raw@1:calib/mars.caldb").run("cat", "cosmos7/raw@1", "calib");
    transcript.run("cat", "cosmos7/raw@1").run("cat", "cosmos7/raw@1", "latest");
    transcript.isAsIn("browse.txt");
  }

  @Test
  void historyAndFindAsInTheTranscript() {
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("history", "cosmos7/raw:events/night_0412.fits");
    transcript.run("history", "cosmos7/raw:run.sh").run("history", "cosmos7/raw:latest");
    home.standingIn("/data/raw/old");
    transcript.run("history", "a.dat", "--no-content");
    home.standingIn("/");
    transcript.run("history", "a.dat").run("history", "cosmos7/raw:b.dat");
    transcript.run("find", "*.fits").run("find", "a.dat", "cosmos7/raw").run("find", "zzz");
    transcript.run("find", "*", "--limit", "2").run("find", "[a").run("find", "*", "--limit", "0");
    transcript.isAsIn("find.txt");
  }

  @Test
  void theDocumentsOfAListHaveWhatScriptsRelyOn() {
    JsonNode list = json("list");
    assertThat(list.size()).isEqualTo(2);
    JsonNode snapshot = list.get(0);
    for (String field :
        List.of(
            "reference",
            "dataset",
            "version",
            "name",
            "shortName",
            "description",
            "createdAt",
            "author",
            "tags",
            "milestone",
            "permanent",
            "knownGood",
            "guarantee",
            "git",
            "captures",
            "kind",
            "host",
            "holds",
            "expires",
            "parentVersion",
            "storedBytes",
            "keptBy")) {
      assertThat(snapshot.has(field)).as(field).isTrue();
    }
    List<String> capture = new ArrayList<>(snapshot.get("captures").get(0).propertyNames());
    assertThat(capture).contains("source", "provider", "id", "files", "bytes", "addedBytes");
    assertThat(snapshot.get("tags").get("campaign").asString()).isEqualTo("mars");
    assertThat(snapshot.get("git").get("dirty").asBoolean()).isTrue();
    assertThat(json("show", "cosmos7/raw@2")).isEqualTo(snapshot);
    assertThat(json("list", "--search", "none").size()).isZero();
  }

  @Test
  void aPathThatWasPrintedIsTakenBack() {
    JsonNode entries = json("browse", "cosmos7/raw");
    String weird = entries.get(entries.size() - 1).get("path").asString();
    assertThat(weird).isEqualTo("we\\nird\\x80");
    assertThat(home.ok("cat", "cosmos7/raw", weird)).isEqualTo("x");
  }

  @Test
  void catPrintsBytesAsTheyAre() {
    JsonNode document = json("cat", "cosmos7/raw@1", "events/night_0412.fits");
    assertThat(Base64.getDecoder().decode(document.get("content").asString()))
        .isEqualTo(Samples.fits("2.1", 7));
    assertThat(home.ok("cat", "cosmos7/raw@1:events/night_0412.fits")).hasSize(5760);
  }

  @Test
  void historyAndFindPrintDocuments() {
    JsonNode history = json("history", "cosmos7/raw:old/a.dat");
    assertThat(history.get(0).get("state").asString()).isEqualTo("deleted");
    assertThat(history.get(1).get("state").asString()).isEqualTo("first seen");
    JsonNode found = json("find", "*.dat");
    assertThat(found.get(0).get("path").asString()).isEqualTo("new/a.dat");
    MemoryHome.Run none = home.run("find", "zzz", "--json");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).isEqualTo("[]\n");
  }

  private JsonNode json(String... line) {
    String[] words = Arrays.copyOf(line, line.length + 1);
    words[line.length] = "--json";
    return JsonMapper.shared().readTree(home.ok(words));
  }
}
