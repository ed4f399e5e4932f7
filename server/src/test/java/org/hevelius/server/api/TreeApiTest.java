package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hevelius.server.api.TestService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TreeApiTest {
  private static final String CONTENT =
      TestService.RAW + "/snapshots/1/content?path=calib/mars.caldb";

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3, 206, gain, bytes 0-3/14",
    "bytes=7-, 206, 1.0021, bytes 7-13/14",
    "bytes=-7, 206, 1.0021, bytes 7-13/14",
    "bytes=7-999, 206, 1.0021, bytes 7-13/14",
    "bytes=-999, 206, gain = 1.0021, bytes 0-13/14",
    "bytes=14-, 416, '', ''",
    "bytes=-0, 416, '', ''",
    "bytes=3-1, 200, gain = 1.0021, ''",
    "lines=1-2, 200, gain = 1.0021, ''",
    "'bytes=0-1,3-4', 200, gain = 1.0021, ''"
  })
  void aRangeOfAFileIsRead(String range, int status, String text, String contentRange) {
    try (TestService service = TestService.withTwoVersions(root)) {
      Answer answer = service.send("viewer", "GET", CONTENT, null, "Range", range);
      assertThat(answer.status()).isEqualTo(status);
      if (status != 416) {
        assertThat(answer.text().strip()).isEqualTo(text);
        assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
      }
    }
  }

  @Test
  void aFileThatTheCallerHasIsNotSentAgain() {
    try (TestService service = TestService.withTwoVersions(root)) {
      Answer first = service.get(CONTENT);
      assertThat(first.text()).isEqualTo("gain = 1.0021\n");
      Answer again =
          service.send("viewer", "GET", CONTENT, null, "If-None-Match", first.header("ETag"));
      assertThat(again.status()).isEqualTo(304);
      assertThat(service.get(CONTENT.replace("/1/", "/2/")).header("ETag"))
          .isNotEqualTo(first.header("ETag"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../etc/passwd",
        "calib/../calib/mars.caldb",
        "/etc/passwd",
        "calib//x",
        "."
      })
  void aPathThatLeadsElsewhereIsRefused(String path) {
    try (TestService service = TestService.withTwoVersions(root)) {
      for (String what : List.of("content", "entries")) {
        Answer answer = service.get(TestService.RAW + "/snapshots/1/" + what + "?path=" + path);
        assertThat(answer.status()).as(what).isEqualTo(400);
      }
    }
  }

  @Test
  void pagesOfListsJoinToTheWhole() {
    try (TestService service = TestService.withTwoVersions(root)) {
      service.write("a", "").write("b", "").write("c", "");
      JsonNode _ = service.snapshot("{\"description\":\"third\"}");
      assertThat(walk(service, TestService.RAW + "/snapshots/3/entries?limit=2", "path"))
          .containsExactly("a", "b", "c", "calib", "events");
      assertThat(walk(service, "/api/v1/snapshots?limit=2", "version"))
          .containsExactly("3", "2", "1");
      assertThat(walk(service, "/api/v1/datasets?limit=1", "name")).containsExactly("cosmos7/raw");
      int entries = service.get("/api/v1/audit?limit=1000").json().get("items").size();
      assertThat(walk(service, "/api/v1/audit?limit=2", "sequence")).hasSize(entries);
      String created = "/api/v1/audit?action=create&dataset=cosmos7/**&limit=2";
      assertThat(walk(service, created, "sequence")).hasSize(3).doesNotHaveDuplicates();
      assertThat(service.get("/api/v1/audit?actor=nobody").json().get("items")).isEmpty();
    }
  }

  private static List<String> walk(TestService service, String path, String field) {
    List<String> found = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = service.expect(200, service.get(path + cursor)).json();
      page.get("items").forEach(item -> found.add(item.get(field).asString()));
      String next = page.get("next").isNull() ? "" : page.get("next").asString();
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snapshots?limit=0",
        "snapshots?limit=1001",
        "snapshots?limit=x",
        "snapshots?cursor=x",
        "snapshots?cursor=eHx4fHg",
        "snapshots?nonsense=1",
        "snapshots?since=yesterday",
        "snapshots?knownGood=maybe",
        "snapshots?kind=odd",
        "snapshots?limit=1&limit=2",
        "datasets/UPPER",
        "datasets/cosmos7~raw/snapshots/0",
        "datasets/cosmos7~raw/snapshots/1/content",
        "audit?cursor=MA"
      })
  void whatCantBeUnderstoodIsRefused(String path) {
    try (TestService service = TestService.withTwoVersions(root)) {
      Answer answer = service.get("/api/v1/" + path);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().get("code").asString()).isEqualTo("invalid");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"description\":\"x\",\"shortname\":\"y\"}",
        "{\"description\":\"x\",\"description\":\"y\"}",
        "{\"description\":1}",
        "{\"description\":\"x\"} {}",
        "{\"description\":\"x\",\"permanent\":\"yes\"}",
        "{\"description\"",
        "[]",
        "null",
        "{}"
      })
  void aBodyThatCantBeUnderstoodStartsNothing(String body) {
    try (TestService service = TestService.withTwoVersions(root)) {
      Answer answer = service.send("operator", "POST", TestService.RAW + "/snapshots", body);
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(service.get("/api/v1/snapshots").json().get("items").size()).isEqualTo(2);
    }
  }

  @Test
  void manyReadWhileASnapshotIsTaken() throws Exception {
    try (TestService service = TestService.withTwoVersions(root);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        work.add(() -> service.get(CONTENT).status());
        work.add(() -> service.get("/api/v1/snapshots").status());
        work.add(() -> service.get("/api/v1/files?pattern=*.caldb").status());
      }
      Answer run =
          service.send(
              "researcher", "POST", TestService.RAW + "/snapshots", "{\"description\":\"x\"}");
      for (Future<Integer> status : threads.invokeAll(work)) {
        assertThat(status.get()).isEqualTo(200);
      }
      JsonNode _ = service.done(run);
    }
  }
}
