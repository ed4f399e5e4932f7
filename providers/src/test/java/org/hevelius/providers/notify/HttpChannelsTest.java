package org.hevelius.providers.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hevelius.providers.notify.Messages.ID;
import static org.hevelius.providers.notify.Messages.RUN;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.hevelius.core.alert.Alert.Kind;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.Channel.Delivered;
import org.hevelius.core.notify.Channel.Later;
import org.hevelius.core.notify.Channel.Refused;
import org.hevelius.core.notify.Message;
import org.hevelius.core.notify.Target;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HttpChannelsTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final SecretRef URL = new SecretRef.OfVariable("U");

  private record Seen(String method, URI uri, HttpExchange exchange, byte[] body) {
    String header(String name) {
      return exchange.getRequestHeaders().getFirst(name);
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  private final TestClock clock = TestClock.at("2026-11-21T10:31:00Z");
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private HttpHandler answer = exchange -> exchange.sendResponseHeaders(200, -1);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(command -> Thread.ofVirtual().start(command));
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          seen.add(new Seen(exchange.getRequestMethod(), exchange.getRequestURI(), exchange, body));
          answer.handle(exchange);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Channel webhook() {
    return new WebhookChannel(
        new Target.Webhook(
            new SecretRef.Plain(base() + "/hook?a=b"), new SecretRef.OfVariable("K")),
        Messages.secrets("K", KEY),
        new Http(clock, Duration.ofSeconds(2), Duration.ofMillis(400)),
        clock);
  }

  private Channel chat(String address) {
    return new ChatChannel(new Target.Chat(URL), Messages.secrets("U", address), new Http(clock));
  }

  private void status(int status, String... headers) {
    answer =
        exchange -> {
          for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
          }
          exchange.sendResponseHeaders(status, -1);
        };
  }

  @Test
  void aWebhookIsSignedOverTimeAndBody() {
    Message message = Messages.of(Kind.RUN_FAILED, "the \"disk\" of grünwald is <full>", "one");
    assertThat(webhook().deliver(message)).isEqualTo(new Delivered(""));
    Seen post = seen.getFirst();
    assertThat(post.method()).isEqualTo("POST");
    assertThat(post.uri()).hasToString("/hook?a=b");
    assertThat(post.header("Content-Type")).isEqualTo("application/json");
    assertThat(post.header("Hevelius-Delivery")).isEqualTo(ID);
    long time = clock.instant().getEpochSecond();
    assertThat(post.header("Hevelius-Timestamp")).isEqualTo(Long.toString(time));
    assertThat(post.header("Hevelius-Signature"))
        .isEqualTo("v1=" + WebhookChannel.signature(KEY, time, post.body()));
    JsonNode json = post.json();
    assertThat(json.path("id").asString()).isEqualTo(ID);
    assertThat(json.path("type").asString()).isEqualTo("problem");
    assertThat(json.path("kind").asString()).isEqualTo("run-failed");
    assertThat(json.path("severity").asString()).isEqualTo("critical");
    assertThat(json.path("subject").asString()).isEqualTo("cosmos7/raw");
    assertThat(json.path("summary").asString()).isEqualTo("the \"disk\" of grünwald is <full>");
    assertThat(Instant.parse(json.path("time").asString())).isEqualTo(Messages.TIME);
  }

  @Test
  void theSignatureIsTheOneThatAReceiverComputes() {
    // By Python: hmac.new(key, b'12.{"id":"a"}', hashlib.sha256).hexdigest()
    assertThat(WebhookChannel.signature(KEY, 12, "{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("b2c4dc495c3192e83a93be8906657bd88c3b298ab95a755054d9c1a5b8f37090");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 408, 425, 500, 502, 503})
  void whatMayPassIsTriedLater(int status) {
    status(status);
    assertThat(webhook().deliver(Messages.of(Kind.RUN_FAILED, "x")))
        .isEqualTo(new Later("the answer was " + status, null));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 410, 413, 422})
  void whatWillNotPassIsRefused(int status) {
    status(status);
    assertThat(webhook().deliver(Messages.of(Kind.RUN_FAILED, "x"))).isInstanceOf(Refused.class);
  }

  @Test
  void redirectsAreNotFollowed() {
    status(302, "Location", base() + "/elsewhere");
    assertThat(webhook().deliver(Messages.of(Kind.RUN_FAILED, "x"))).isInstanceOf(Refused.class);
    assertThat(seen).hasSize(1);
  }

  @Test
  void retryAfterIsReadInBothForms() {
    status(429, "Retry-After", "120");
    assertThat(webhook().deliver(Messages.of(Kind.RUN_FAILED, "x")))
        .isEqualTo(new Later("the answer was 429", Duration.ofMinutes(2)));
    status(503, "Retry-After", "Sat, 21 Nov 2026 10:41:00 GMT");
    assertThat(webhook().deliver(Messages.of(Kind.RUN_FAILED, "x")))
        .isEqualTo(new Later("the answer was 503", Duration.ofMinutes(10)));
    for (String odd : List.of("-5", "99999999999", "soon", "Sat, 21 Nov 2020 10:41:00 GMT")) {
      status(503, "Retry-After", odd);
      assertThat(webhook().deliver(Messages.of(Kind.RUN_FAILED, "x")))
          .isEqualTo(new Later("the answer was 503", null));
    }
  }

  @Test
  void aServerThatHangsOrIsGoneIsTriedLaterAndAnAnswerWithoutEndIsNotRead() {
    answer =
        exchange -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    assertThat(webhook().deliver(Messages.of(Kind.RUN_FAILED, "x")))
        .isEqualTo(new Later("no answer within 0 s", null));
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] junk = new byte[1 << 16];
          while (end.getCount() > 0) {
            exchange.getResponseBody().write(junk);
          }
        };
    assertThat(webhook().deliver(Messages.of(Kind.RUN_FAILED, "x"))).isEqualTo(new Delivered(""));
    Channel gone = webhook();
    server.stop(0);
    assertThat(gone.deliver(Messages.of(Kind.RUN_FAILED, "x")))
        .isInstanceOfSatisfying(
            Later.class, later -> assertThat(later.why()).contains("can't be reached"));
  }

  @Test
  void chatsGetTextWithoutMentionsLinksAndCommands() {
    Message message = Messages.of(Kind.RUN_FAILED, "<!channel> & <https://evil.example|click>");
    assertThat(chat(base() + "/services/T/B/X").deliver(message)).isEqualTo(new Delivered(""));
    assertThat(seen.getFirst().json().path("text").asString())
        .startsWith(
            "[hevelius] FAILED cosmos7/raw: &lt;!channel&gt; &amp;"
                + " &lt;https://evil.example|click&gt;\n");
  }

  @Test
  void secretAddressesAreNeitherRepeatedNorUsedWithoutTls() {
    List<String> bad = new ArrayList<>();
    bad.add("http://hooks.example/services/s3cret");
    bad.add("https://user:s3cret@hooks.example/");
    bad.add("ftp://hooks.example/s3cret");
    bad.add("s3cret not a url");
    bad.add("file:///etc/s3cret");
    for (String address : bad) {
      assertThat(chat(address).deliver(Messages.of(Kind.RUN_FAILED, "x")))
          .isInstanceOfSatisfying(
              Later.class,
              later -> assertThat(later.why()).contains("URL").doesNotContain("s3cret"));
    }
  }

  @Test
  void pingsSayInPathAndQueryWhatHappenedToWhichRun() {
    URI check = URI.create("https://hc.example/ping/ab%2Fc/");
    assertThat(PingChannel.address(check, Messages.of(Kind.RUN_STARTED, "x")))
        .hasToString("https://hc.example/ping/ab%2Fc/start?rid=" + RUN);
    assertThat(PingChannel.address(check, Messages.of(Kind.RUN_FAILED, "x")))
        .hasToString("https://hc.example/ping/ab%2Fc/fail?rid=" + RUN);
    assertThat(
            PingChannel.address(
                URI.create("https://hc.example/k/s?create=1"),
                Messages.of(Kind.RUN_SUCCEEDED, "x")))
        .hasToString("https://hc.example/k/s?create=1&rid=" + RUN);
    Channel channel =
        new PingChannel(
            new Target.Pings(URL), Messages.secrets("U", base() + "/uuid"), new Http(clock));
    Message failed = Messages.of(Kind.RUN_FAILED, "the disk is full", "free some");
    assertThat(channel.deliver(failed)).isEqualTo(new Delivered(""));
    assertThat(seen.getFirst().uri()).hasToString("/uuid/fail?rid=" + RUN);
    assertThat(new String(seen.getFirst().body(), StandardCharsets.UTF_8))
        .startsWith("the disk is full\nfree some\n");
  }

  @Test
  void aShortSecretForTheSignatureIsNotUsed() {
    Channel channel =
        new WebhookChannel(
            new Target.Webhook(new SecretRef.Plain(base()), new SecretRef.OfVariable("K")),
            Messages.secrets("K", "short"),
            new Http(clock),
            clock);
    assertThat(channel.deliver(Messages.of(Kind.RUN_FAILED, "x"))).isInstanceOf(Later.class);
    assertThat(seen).isEmpty();
  }
}
