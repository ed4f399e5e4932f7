package org.hevelius.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.testkit.SelfSigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final Principal NOBODY = new Principal("nobody", "test", List.of(), List.of());
  private static final Route ROUTE =
      new Route(
          "GET",
          "/api/v1/things/{thing}",
          Action.READ,
          new Route.Open(),
          (request, _) -> Response.ok(Map.of("thing", request.parameter("thing"))));

  @Test
  void speaksTlsWithAKeyStore(@TempDir Path folder) throws Exception {
    SelfSigned key = SelfSigned.in(folder);
    HttpService.Settings settings =
        new HttpService.Settings(
            "127.0.0.1",
            0,
            1 << 20,
            HttpService.IDLE,
            new HttpService.Tls(key.store(), SelfSigned.PASSWORD.toCharArray()));
    try (HttpService secure = HttpService.start(settings, List.of(ROUTE), _ -> NOBODY, _ -> {});
        HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(key)).build()) {
      HttpResponse<String> response =
          trusting.send(
              HttpRequest.newBuilder(URI.create(secure.address() + "/api/v1/things/x")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(secure.address().getScheme()).isEqualTo("https");
      assertThat(response.body()).contains("\"thing\":\"x\"");
      assertThat(response.headers().firstValue("Strict-Transport-Security")).isPresent();
    }
  }

  private static SSLContext trusting(SelfSigned key) throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(key.trusted());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
