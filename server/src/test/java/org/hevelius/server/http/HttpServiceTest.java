package org.hevelius.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HttpServiceTest {
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger handled = new AtomicInteger();
  private final CountDownLatch dropped = new CountDownLatch(1);
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpService service = start(HttpService.Settings.loopback(0));

  private HttpService start(HttpService.Settings settings) {
    return HttpService.start(
        settings,
        List.of(
            open(
                "GET",
                "/api/v1/things/{thing}",
                request -> Response.ok(Map.of("thing", request.parameter("thing")))),
            open("POST", "/api/v1/things", request -> Response.ok(request.body().read().length)),
            open("GET", "/api/v1/fault", request -> fault()),
            open("GET", "/api/v1/long", request -> slowly()),
            open("GET", "/api/v1/fail/{category}", request -> fail(request.parameter("category"))),
            open("GET", "/api/v1/broken", request -> broken()),
            open("GET", "/api/v1/flood", request -> flood())),
        request -> {
          throw new HeveliusException(Category.DENIED, "nobody");
        },
        entry -> log.add(entry.message()));
  }

  private interface Simple {
    Response answer(Request request);
  }

  private Route open(String method, String path, Simple handler) {
    return new Route(
        method,
        path,
        Action.READ,
        new Route.Open(),
        (request, _) -> {
          handled.incrementAndGet();
          return handler.answer(request);
        });
  }

  private static Response fault() {
    throw new IllegalStateException("secret of the inside");
  }

  private static Response slowly() {
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
    return Response.ok("done");
  }

  private static Response fail(String category) {
    throw new HeveliusException(Category.valueOf(category), "what happened", "what to do");
  }

  private static Response broken() {
    return new Response(
        200,
        List.of(),
        new Response.Stream(
            "text/plain",
            out -> {
              out.write(new byte[1 << 20]);
              throw new IllegalStateException("halfway");
            }));
  }

  private Response flood() {
    String much = "x".repeat(1 << 16);
    return new Response(
        200,
        List.of(),
        new Response.Events(
            sink -> {
              long id = 0;
              boolean more = true;
              while (more) {
                more = sink.send(new EventSource.Event(++id, "progress", much));
              }
              dropped.countDown();
            }));
  }

  @Test
  void connectionsThatNobodyNeedsLeaveFilesToTheProcess() throws Exception {
    HttpService few =
        start(new HttpService.Settings("127.0.0.1", 0, 1 << 20, HttpService.IDLE, 3, null));
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), few.address().getPort());
        socket.setSoTimeout(1000);
        socket
            .getOutputStream()
            .write(
                "GET /api/v1/things/a HTTP/1.1\r\nHost: a\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        open.add(socket);
      }
      assertThat(open.stream().filter(HttpServiceTest::answers).count()).isLessThanOrEqualTo(4);
      assertThat(open.stream().limit(3)).allMatch(HttpServiceTest::answers);
      for (Socket socket : open.subList(0, 19)) {
        socket.close();
      }
      open.getLast().setSoTimeout(20_000);
      assertThat(answers(open.getLast())).as("who waited has its turn").isTrue();
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
      few.close();
    }
  }

  private static boolean answers(Socket socket) {
    try {
      if (socket.getInputStream().read() < 0) {
        return false;
      }
      socket
          .getOutputStream()
          .write(
              "GET /api/v1/things/a HTTP/1.1\r\nHost: a\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void stop() {
    service.close();
    client.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(service.address() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode problem(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode problem = JsonMapper.shared().readTree(response.body());
    assertThat(problem.get("status").asInt()).isEqualTo(response.statusCode());
    assertThat(problem.get("requestId").asString()).isNotEmpty();
    return problem;
  }

  @Test
  void listensOnTheLoopbackAddressOnly() {
    assertThat(service.address().getHost()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @EnumSource(Category.class)
  void aFailureIsAProblemWithItsRemedies(Category category) throws Exception {
    JsonNode problem = problem(send("GET", "/api/v1/fail/" + category));
    assertThat(problem.get("detail").asString()).isEqualTo("what happened");
    assertThat(problem.at("/remedies/0").asString()).isEqualTo("what to do");
    assertThat(problem.get("code").asString()).isEqualToIgnoringCase(category.name());
    assertThat(problem.get("type").asString()).endsWith(problem.get("code").asString());
  }

  @Test
  void aFaultTellsItsInsideToTheLogAlone() throws Exception {
    HttpResponse<String> response = send("GET", "/api/v1/fault");
    JsonNode problem = problem(response);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("secret of the inside");
    assertThat(log.getFirst())
        .contains("secret of the inside", problem.get("requestId").asString());
  }

  @Test
  void everyAnswerHasTheHeadersThatProtect() throws Exception {
    for (String path : List.of("/api/v1/things/x", "/api/v1/fault", "/nowhere")) {
      var headers = send("GET", path).headers();
      assertThat(headers.firstValue("X-Content-Type-Options")).as(path).contains("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).as(path).contains("no-referrer");
      assertThat(headers.firstValue("Cache-Control")).as(path).contains("no-store");
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("frame-ancestors 'none'");
      assertThat(headers.firstValue("X-Request-Id")).as(path).isPresent();
      assertThat(headers.firstValue("Server")).as(path).isEmpty();
    }
  }

  @Test
  void anUnknownPathIsAProblemAndSoIsAnotherMethod() throws Exception {
    assertThat(problem(send("GET", "/api/v1/nothing")).get("code").asString())
        .isEqualTo("not_found");
    assertThat(problem(send("GET", "/api/")).get("status").asInt()).isEqualTo(404);
    assertThat(problem(send("PUT", "/api/v1/things/x")).get("code").asString())
        .isEqualTo("method_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/things/..%2f..%2fetc%2fpasswd",
        "/api/v1/things/%2e%2e",
        "/api/v1/things/../../../etc/passwd",
        "/api/v1/things/a%00b",
        "/api/v1/things/a%2fb",
        "/api/v1/things/a%5cb",
        "/api/v1/things/a\\b",
        "/api/v1/things/a;jsessionid=1",
        "/api/v1//things/a",
        "/api/v1/things/%252e%252e",
        "/api/v1/things/%c0%ae",
        "/api/v1/things/%zz",
        "//api/v1/things/a"
      })
  void aPathWithOddEncodingsReachesNoHandler(String path) throws Exception {
    String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
    assertThat(handled).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /api/v1/things/x HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n"
      })
  void whatIsNoRequestIsRefused(String text) throws Exception {
    assertThat(raw(text)).matches("(?s)HTTP/1.1 (4..|505).*");
    assertThat(handled).hasValue(0);
  }

  @Test
  void aHeadThatIsTooLargeIsRefused() throws Exception {
    assertThat(
            raw(
                "GET /api/v1/things/x HTTP/1.1\r\nHost: x\r\nX: %s\r\n\r\n"
                    .formatted("x".repeat(20_000))))
        .startsWith("HTTP/1.1 431");
  }

  @Test
  void aBodyOfOneGibibyteIsRefusedWithoutReadingIt() throws Exception {
    String answer =
        raw("POST /api/v1/things HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 413").contains("too_large");
    assertThat(handled).hasValue(0);
  }

  @Test
  void aBodyWithoutALengthIsReadNoFurtherThanTheLimit() throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(service.address() + "/api/v1/things"))
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[(1 << 20) + 1])))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(problem(response).get("code").asString()).isEqualTo("too_large");
  }

  @Test
  void anAnswerThatBreaksHalfwayDoesntLookWhole() {
    assertThatThrownBy(() -> send("GET", "/api/v1/broken")).isInstanceOf(IOException.class);
  }

  @Test
  void aReaderThatTakesNothingIsDropped() throws Exception {
    HttpService.Settings impatient =
        new HttpService.Settings("127.0.0.1", 0, 1 << 20, Duration.ofSeconds(1), null);
    try (HttpService other = start(impatient);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.address().getPort())) {
      socket.getOutputStream().write(bytes("GET /api/v1/flood HTTP/1.1\r\nHost: x\r\n\r\n"));
      assertThat(dropped.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void workThatTakesLongerThanAConnectionMayStandStillIsAnswered() throws Exception {
    HttpService.Settings impatient =
        new HttpService.Settings("127.0.0.1", 0, 1 << 20, Duration.ofSeconds(1), null);
    try (HttpService other = start(impatient)) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(other.address() + "/api/v1/long")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?q=%zz", "?q=%", "?%ff=%fe"})
  void aQueryWithOddEscapesIsNoFaultOfTheService(String query) throws Exception {
    String answer =
        raw(
            "GET /api/v1/things/x%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                .formatted(query));
    assertThat(answer).matches("(?s)HTTP/1.1 (200|400).*");
    assertThat(log).isEmpty();
  }

  @Test
  void aBodyThatBreaksOffIsNoFaultOfTheService() throws Exception {
    String head = "POST /api/v1/things HTTP/1.1\r\nHost: x\r\n%s\r\n\r\nzz\r\n";
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), service.address().getPort())) {
      socket.getOutputStream().write(bytes(head.formatted("Content-Length: 9")));
    }
    assertThat(raw(head.formatted("Transfer-Encoding: chunked"))).startsWith("HTTP/1.1 400");
    assertThat(log).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsSaidPlainly() {
    assertThatThrownBy(() -> start(HttpService.Settings.loopback(service.address().getPort())))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("can't listen on 127.0.0.1 port");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Sends bytes as they are and reads until the service closes or nothing more comes. */
  private String raw(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), service.address().getPort())) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write(bytes(request));
      out.flush();
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      byte[] buffer = new byte[8192];
      try {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        }
      } catch (java.net.SocketTimeoutException e) {
        // The connection stays open; all of the answer has come.
        return answer.toString();
      }
      return answer.toString();
    }
  }
}
