package org.hevelius.providers.vast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Login;
import org.hevelius.testkit.SelfSigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Pages of a list that changes while it is read. */
class PagingTest {
  private static final int SIZE = 1000;

  @TempDir Path directory;
  private final TreeSet<Integer> ids = new TreeSet<>();
  private HttpsServer server;
  private int asked;
  private IntConsumer between = _ -> {};

  @BeforeEach
  void begin() throws IOException {
    for (int i = 1; i <= 2500; i++) {
      ids.add(i);
    }
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext(
        "/api/latest/things/",
        exchange -> {
          byte[] body = page(exchange.getRequestURI().getQuery()).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private SSLContext context() {
    try {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(SelfSigned.in(directory).keys(), SelfSigned.PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private String page(String query) {
    between.accept(++asked);
    int page = query != null && query.contains("page=") ? number(query) : 1;
    List<Integer> all = new ArrayList<>(ids);
    List<Integer> some =
        all.subList(Math.min(all.size(), (page - 1) * SIZE), Math.min(all.size(), page * SIZE));
    String next = page * SIZE < all.size() ? "\"" + address("page=" + (page + 1)) + "\"" : "null";
    String items = some.stream().map(i -> "{\"id\":" + i + "}").collect(Collectors.joining(","));
    return "{\"count\":%d,\"next\":%s,\"previous\":null,\"results\":[%s]}"
        .formatted(all.size(), next, items);
  }

  private static int number(String query) {
    return Integer.parseInt(query.replaceAll(".*page=([0-9]+).*", "$1"));
  }

  private String address(String query) {
    return "https://127.0.0.1:" + server.getAddress().getPort() + "/api/latest/things/?" + query;
  }

  private List<Integer> read() {
    Cluster cluster =
        new Cluster(
            "lab",
            "127.0.0.1:" + server.getAddress().getPort(),
            "latest",
            null,
            new Login.Basic("a", new SecretRef.Plain("b")),
            null,
            null,
            true,
            List.of(),
            null,
            null,
            false);
    try (VmsClient client = new VmsClient(cluster, directory, _ -> "b", _ -> {})) {
      return client.list("things", Map.of()).stream()
          .map((JsonNode node) -> node.path("id").asInt())
          .toList();
    }
  }

  @Test
  void aListOfSeveralPagesIsReadWhole() {
    assertThat(read()).containsExactlyElementsOf(ids);
  }

  @Test
  void somethingThatGoesWhileOthersComeIsNeitherLostNorDoubled() {
    // The count stays the same: the reading itself looks whole, and misses what moved a page up.
    between =
        request -> {
          if (request == 3) {
            ids.remove(1);
            ids.add(2501);
          }
        };
    List<Integer> read = read();
    assertThat(read).doesNotHaveDuplicates().containsExactlyElementsOf(ids);
  }

  @Test
  void aCountThatChangesIsReadAgain() {
    between =
        request -> {
          if (request == 3) {
            ids.add(0);
          }
        };
    assertThat(read()).doesNotHaveDuplicates().containsExactlyElementsOf(ids);
  }

  @Test
  void aListThatNeverStandsStillIsNotBelieved() {
    between =
        request -> {
          ids.pollFirst();
          ids.add(3000 + request);
        };
    assertThatThrownBy(this::read).hasMessageContaining("changes faster than it can be read");
  }
}
