package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.hevelius.server.api.TestService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReportApiTest {
  private static final String REPORTS = "/api/v1/reports/";

  @TempDir Path root;

  @Test
  void theFormatIsTheOneThatIsAskedFor() {
    try (TestService service = TestService.withTwoVersions(root)) {
      String usage = REPORTS + "usage";
      assertThat(service.get(usage).header("Content-Type")).startsWith("application/json");
      Answer page =
          service.send("viewer", "GET", usage, null, "Accept", "text/html,application/xhtml+xml");
      assertThat(page.header("Content-Type")).startsWith("text/html");
      assertThat(page.text()).startsWith("<!DOCTYPE html>").contains("cosmos7/raw");
      assertThat(page.header("Content-Security-Policy"))
          .contains("default-src 'none'", "style-src 'sha256-");
      assertThat(page.headers().get("content-security-policy")).hasSize(1);
      Answer csv = service.send("viewer", "GET", usage, null, "Accept", "text/csv");
      assertThat(csv.header("Content-Type")).startsWith("text/csv");
      assertThat(csv.text()).startsWith("dataset,snapshots,").contains("\r\ncosmos7/raw,2,");
      assertThat(service.get(usage + "?format=json").json().at("/total/snapshots").asInt())
          .isEqualTo(2);
      for (String wrong :
          List.of(
              "?format=pdf",
              "?table=months",
              "?days=3",
              "?since=yesterday",
              "?format=csv&table=x")) {
        service.expect(400, service.get(usage + wrong));
      }
      service.expect(400, service.get(REPORTS + "forecast?days=0"));
      service.expect(404, service.get(REPORTS + "usage?dataset=nothing"));
    }
  }

  @Test
  void aCallerIsToldOnlyOfWhatItMayRead() {
    try (TestService service = TestService.withTwoVersions(root)) {
      for (String kind : List.of("usage", "savings", "coverage", "forecast")) {
        String path = REPORTS + kind;
        assertThat(datasets(service, "mine", path)).as(kind).isEqualTo(1);
        assertThat(datasets(service, "other", path)).as(kind).isZero();
        service.expect(404, service.send("other", "GET", path + "?dataset=cosmos7/raw", null));
        Answer below = service.send("other", "GET", path + "?dataset=cosmos7/**", null);
        Answer nothing = service.send("other", "GET", path + "?dataset=nothing/**", null);
        service.expect(404, below);
        assertThat(detail(below).replace("cosmos7", "nothing")).isEqualTo(detail(nothing));
      }
      assertThat(service.get(REPORTS + "usage").json().get("repositories").size()).isEqualTo(1);
      assertThat(service.get(REPORTS + "forecast").json().at("/disks/0/freeBytes").asLong())
          .isPositive();
      assertThat(
              service
                  .send("viewer", "GET", REPORTS + "usage", null)
                  .json()
                  .get("repositories")
                  .size())
          .isZero();
      for (String kind : List.of("activity", "compliance")) {
        service.expect(403, service.send("mine", "GET", REPORTS + kind, null));
      }
    }
  }

  private static String detail(Answer answer) {
    return answer.json().get("detail").asString();
  }

  private static int datasets(TestService service, String who, String path) {
    return service.expect(200, service.send(who, "GET", path, null)).json().get("datasets").size();
  }

  @Test
  void whatARepositoryTakesIsNearWhatItsSnapshotsSay() {
    try (TestService service = TestService.withTwoVersions(root)) {
      JsonNode usage = service.get(REPORTS + "usage").json();
      JsonNode repository = usage.at("/repositories/0");
      assertThat(repository.get("recordedBytes").asLong())
          .isEqualTo(usage.at("/total/storedBytes").asLong());
      long listed = service.get("/api/v1/repositories/default").json().get("storedBytes").asLong();
      // Locks come and go meanwhile; they are files of the repository, too.
      assertThat(repository.get("storedBytes").asLong())
          .isGreaterThan(repository.get("recordedBytes").asLong())
          .isCloseTo(listed, within(2_000L));
    }
  }

  @Test
  void activityTellsWhoDidWhat() {
    try (TestService service = TestService.withTwoVersions(root)) {
      service.done(service.send("operator", "POST", "/api/v1/checks", "{}"));
      JsonNode activity = service.get(REPORTS + "activity").json();
      assertThat(activity.at("/total/taken").asInt()).isEqualTo(2);
      assertThat(
              activity
                  .get("actors")
                  .valueStream()
                  .filter(a -> a.get("who").asString().equals("researcher"))
                  .findFirst()
                  .orElseThrow()
                  .get("taken")
                  .asInt())
          .isEqualTo(2);
      assertThat(activity.get("days").valueStream().mapToInt(d -> d.get("taken").asInt()).sum())
          .isEqualTo(2);
      JsonNode lines = service.get(REPORTS + "compliance").json().get("lines");
      assertThat(
              lines
                  .valueStream()
                  .filter(line -> line.get("result").asString().equals("PASS"))
                  .map(line -> line.get("check").asString()))
          .contains("audit trail", "repository check", "RPO kept", "snapshots taken");
    }
  }
}
