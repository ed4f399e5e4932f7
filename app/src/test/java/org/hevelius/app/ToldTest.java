package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hevelius.core.usecase.Hevelius;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldTest {
  private record Post(Map<String, List<String>> headers, String body, HttpExchange exchange) {
    String id() {
      return headers.getOrDefault("Hevelius-delivery", List.of("")).getFirst();
    }

    void answer(int status) throws IOException {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    }
  }

  @TempDir private Path folder;
  private final BlockingQueue<Post> posts = new ArrayBlockingQueue<>(10);
  private RealHome home = new RealHome(Path.of(""));
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    home = new RealHome(folder);
    assertThat(home.run("init").code()).isZero();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(command -> Thread.ofVirtual().start(command));
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          posts.add(new Post(exchange.getRequestHeaders(), body, exchange));
        });
    server.start();
    Files.writeString(home.root.resolve("hook.secret"), "0123456789abcdef-s3cret\n");
    Files.writeString(
        home.root.resolve("notifications.yaml"),
        """
        notifications:
          - name: hook
            webhook: {url: "http://127.0.0.1:%d/hook", secret: {file: hook.secret}}
            gather: 0s
        """
            .formatted(server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Process child(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.addAll(List.of(ToldMain.class.getName(), home.root.toString()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()))
        .start();
  }

  private Post post() throws Exception {
    Post post = posts.poll(60, TimeUnit.SECONDS);
    assertThat(post).as(Files.readString(folder.resolve("said"))).isNotNull();
    return Objects.requireNonNull(post);
  }

  private long waiting() {
    try (Hevelius hevelius = Wiring.parts().homes().apply(_ -> {}).open(home.root)) {
      return hevelius.notices().list(10).channels().getFirst().waiting();
    }
  }

  @Test
  void aMessageWhoseSenderIsKilledBeforeTheAnswerComesAgainWithTheSameId() throws Exception {
    Process first = child("cosmos7/raw");
    Post before = post();
    assertThat(first.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
    Process second = child();
    try {
      Post again = post();
      assertThat(again.id()).isEqualTo(before.id());
      assertThat(again.body()).isEqualTo(before.body()).contains("the disk is full");
      again.answer(200);
      Await.until("an empty queue", () -> waiting() == 0);
      assertThat(posts).isEmpty();
    } finally {
      assertThat(second.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(home.run("notify", "list").out())
        .contains("hook     webhook")
        .doesNotContain("MESSAGE");
    assertThat(Files.readString(folder.resolve("said"))).doesNotContain("s3cret");
  }
}
