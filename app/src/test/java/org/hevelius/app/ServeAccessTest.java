package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.app.cli.Services;
import org.hevelius.core.usecase.Hevelius;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is wired lets in the users and tokens that the command line has made. */
class ServeAccessTest {
  @TempDir private Path folder;

  @Test
  void usersAndTokensOfTheHomeGetInAndNobodyElse() throws Exception {
    RealHome home = new RealHome(folder);
    Path password = Files.writeString(folder.resolve("pw"), "correct horse battery\n");
    Path token = folder.resolve("token");
    home.done("init");
    home.done("user", "add", "maya", "--role", "admin", "--password-file", password.toString());
    home.done("token", "create", "job", "--user", "maya", "--out", token.toString());
    try (Hevelius open = Wiring.parts().homes().apply(_ -> {}).open(home.root);
        Services.Running service =
            Wiring.parts()
                .services()
                .start(
                    open,
                    new Services.Wish(
                        "127.0.0.1",
                        0,
                        null,
                        null,
                        null,
                        List.of(folder.resolve("restores")),
                        false,
                        null),
                    _ -> {});
        HttpClient client = HttpClient.newHttpClient()) {
      URI datasets = service.address().resolve("/api/v1/datasets");
      String bearer = "Bearer " + Files.readString(token).strip();
      assertThat(status(client, request(datasets))).isEqualTo(401);
      assertThat(status(client, request(datasets).header("Authorization", bearer))).isEqualTo(200);
      URI session = service.address().resolve("/api/v1/session");
      assertThat(status(client, login(session, "another password"))).isEqualTo(401);
      assertThat(status(client, login(session, "correct horse battery"))).isEqualTo(201);
      home.done("user", "remove", "maya", "--yes");
      assertThat(status(client, request(datasets).header("Authorization", bearer))).isEqualTo(401);
    }
    assertThat(home.done("audit").out())
        .contains("a login with a wrong name or password, as maya", "user remove");
    assertThat(home.done("audit", "--verify").code()).isZero();
  }

  @Test
  void behindAProxyTheCookieIsForTlsAloneAndTheProxysWordOnTheCallerIsTaken() throws Exception {
    RealHome home = new RealHome(folder);
    Path password = Files.writeString(folder.resolve("pw"), "correct horse battery\n");
    home.done("init");
    home.done("user", "add", "maya", "--role", "admin", "--password-file", password.toString());
    URI proxy = URI.create("https://hevelius.example.org");
    try (Hevelius open = Wiring.parts().homes().apply(_ -> {}).open(home.root);
        Services.Running service =
            Wiring.parts()
                .services()
                .start(
                    open,
                    new Services.Wish(
                        "127.0.0.1", 0, null, null, proxy, List.of(folder), false, null),
                    _ -> {});
        HttpClient client = HttpClient.newHttpClient()) {
      URI session = service.address().resolve("/api/v1/session");
      HttpResponse<String> login =
          client.send(
              login(session, "correct horse battery")
                  .header("Origin", "https://hevelius.example.org")
                  .header("X-Forwarded-For", "203.0.113.9")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(login.statusCode()).isEqualTo(201);
      assertThat(login.headers().firstValue("Set-Cookie").orElseThrow())
          .startsWith("__Host-")
          .endsWith("; Secure");
      assertThat(
              status(
                  client,
                  login(session, "correct horse battery")
                      .header("Origin", service.address().toString())))
          .isEqualTo(403);
    }
    assertThat(home.done("audit", "--json").out()).contains("203.0.113.9");
  }

  private static HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address);
  }

  private static HttpRequest.Builder login(URI address, String password) {
    return request(address)
        .POST(
            BodyPublishers.ofString("{\"user\":\"maya\",\"password\":\"%s\"}".formatted(password)));
  }

  private static int status(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
