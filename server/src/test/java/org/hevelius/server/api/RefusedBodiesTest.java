package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.hevelius.server.api.TestService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who sends what can't be understood is told the field and what would fit, and nothing else. */
class RefusedBodiesTest {
  private record Sent(String path, String body, String said) {}

  private record Asked(String path, int status, String said) {}

  @TempDir Path root;

  @Test
  void areToldByFieldAndPlace() {
    List<Sent> all =
        List.of(
            new Sent("snapshots", "{\"keep\": \"1d\",\n \"dataset\": 1}", "line 2, column 2:"),
            new Sent("snapshots", "{\"dataset\": \"a\"}", "there is no field \"dataset\""),
            new Sent("snapshots", "{\"dataset\": \"a\"}", "did you mean  datasets"),
            new Sent("snapshots", "{\"zzzzzzzz\": \"a\"}", "known there: calibratedWith, "),
            new Sent("snapshots", "{\"datasets\": \"a\"}", "/datasets must be a list"),
            new Sent("snapshots", "{\"datasets\": [{\"a\": 1}]}", "/datasets/0 must be a text"),
            new Sent("snapshots", "{\"description\": 5}", "/description must be a text"),
            new Sent("snapshots", "{\"permanent\": \"x\"}", "/permanent must be true or false"),
            new Sent("marks", "{\"hold\": {\"kin\": 1}}", "no field \"kin\" in /hold"),
            new Sent("marks", "{\"since\": \"x\"}", "/since must be a time such as"),
            new Sent("snapshots", "{\"a\":", "at line 1, column"),
            new Sent("snapshots", "[]", "the body must be an object"));
    try (TestService service = TestService.withTwoVersions(root)) {
      for (Sent sent : all) {
        JsonNode problem =
            service
                .expect(400, service.send("admin", "POST", "/api/v1/" + sent.path(), sent.body()))
                .json();
        List<String> texts =
            List.of(
                problem.get("detail").asString(),
                String.join(
                    "\n", problem.get("remedies").valueStream().map(JsonNode::asString).toList()));
        assertThat(String.join("\n", texts))
            .contains(sent.said())
            .doesNotContain("org.hevelius", "java.", "jackson", "Wish", "marked as ignorable");
      }
    }
  }

  @Test
  void slashesOfADatasetsNameAreToldToBeWrittenOtherwise() {
    List<Asked> all =
        List.of(
            new Asked("k/b", 404, "k~b"),
            new Asked("k%2Fb", 400, "k~b"),
            new Asked("k/b/c/snapshots/3", 404, "k~b~c"),
            new Asked("k%2fb/snapshots", 400, "k~b"));
    try (TestService service = TestService.withTwoVersions(root)) {
      for (Asked asked : all) {
        Answer answer = service.get("/api/v1/datasets/" + asked.path());
        assertThat(service.expect(asked.status(), answer).json().get("remedies").toString())
            .contains("written ~ in a path: write " + asked.said() + "\"");
      }
      assertThat(service.get("/api/v1/nowhere/at/all").json().get("remedies").toString())
          .doesNotContain("~");
    }
  }
}
