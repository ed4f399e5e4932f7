package org.hevelius.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.log.Log;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RequestLogTest {
  private final LinkedBlockingQueue<Log.Entry> lines = new LinkedBlockingQueue<>();

  private HttpService start() {
    Route.Handler fault =
        (request, caller) -> {
          throw new IllegalStateException("broken");
        };
    return HttpService.start(
        HttpService.Settings.loopback(0),
        List.of(
            new Route(
                "GET",
                "/things/{thing}",
                Action.READ,
                new Route.Recognized(),
                (request, caller) -> Response.ok(request.id())),
            new Route("GET", "/fault", Action.READ, new Route.Open(), fault)),
        request -> new Principal("maya", "test", List.of(), List.of()),
        lines::add,
        new RequestLog(lines::add));
  }

  private static HttpResponse<String> get(HttpService service, String path) throws Exception {
    URI uri = service.address().resolve(path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).header("Authorization", "Bearer hev_secret").build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private Log.Entry next() throws InterruptedException {
    Log.Entry entry = lines.poll(20, TimeUnit.SECONDS);
    assertThat(entry).isNotNull();
    return entry;
  }

  @Test
  void eachRequestHasALineWithTheIdThatItsAnswerHasAndNoSecret() throws Exception {
    try (HttpService service = start()) {
      HttpResponse<String> answer = get(service, "/things/7?token=hev_query");
      Log.Entry line = next();
      assertThat(line.level()).isEqualTo(Log.Level.INFO);
      assertThat(line.logger()).isEqualTo("http");
      assertThat(line.message()).isEqualTo("GET /things/7 200");
      assertThat(line.about())
          .containsEntry("request", answer.headers().firstValue("X-Request-Id").orElseThrow())
          .containsEntry("caller", "maya")
          .containsEntry("status", "200")
          .containsKeys("millis", "remote");
      assertThat(line.toString()).doesNotContain("hev_");
      HttpResponse<String> unknown = get(service, "/nowhere");
      assertThat(next().about())
          .containsEntry(
              "request", JsonMapper.shared().readTree(unknown.body()).get("requestId").asString())
          .containsEntry("status", "404");
    }
  }

  @Test
  void aFaultIsFoundByTheIdThatItsProblemNames() throws Exception {
    try (HttpService service = start()) {
      HttpResponse<String> answer = get(service, "/fault");
      String id = JsonMapper.shared().readTree(answer.body()).get("requestId").asString();
      Log.Entry fault = next();
      assertThat(fault.level()).isEqualTo(Log.Level.ERROR);
      assertThat(fault.message()).contains("IllegalStateException");
      assertThat(fault.about()).containsEntry("request", id);
      assertThat(next().about()).containsEntry("request", id).containsEntry("status", "500");
    }
  }
}
