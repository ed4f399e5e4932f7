package org.hevelius.server.auth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.LoginSession;
import org.hevelius.core.access.Password;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.access.Principal;
import org.hevelius.core.access.Role;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.catalog.InMemoryCatalog;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.OneRepository;
import org.hevelius.core.usecase.Accounts;
import org.hevelius.core.usecase.Context;
import org.hevelius.core.usecase.Recognition;
import org.hevelius.server.http.HttpService;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service of one route whose callers are recognized, and what it takes to call it. */
abstract class AuthFixture {
  static final String PASSWORD = "correct horse battery";
  static final DatasetName RAW = DatasetName.of("cosmos7/raw");
  static final List<Grant> RESEARCHER = List.of(new Grant(Role.RESEARCHER, "cosmos7/**"));

  final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  final InMemoryCatalog catalog = new InMemoryCatalog();
  final Context context =
      new Context(
          catalog,
          new InMemoryFileIndex(),
          Map.of(),
          new OneRepository(),
          GitReader.NONE,
          new Actor("service", "mars"),
          clock,
          new PlainHasher());
  final Accounts accounts = new Accounts(context);
  final Recognition recognition =
      new Recognition(context, LoginSession.Limits.STANDARD, Runnable::run);
  final Gatekeeper gatekeeper = new Gatekeeper(recognition, Site.DIRECT, clock);
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final HttpService http = start();

  HttpService start() {
    List<Route> routes =
        new ArrayList<>(new SessionRoutes(recognition, gatekeeper, Site.DIRECT, clock).routes());
    routes.add(route("GET", Action.READ));
    routes.add(route("POST", Action.CREATE));
    routes.add(route("DELETE", Action.DELETE));
    return HttpService.start(HttpService.Settings.loopback(0), routes, gatekeeper, line -> {});
  }

  static Route route(String method, Action action) {
    return new Route(method, "/raw", action, new Route.OfDataset(_ -> RAW), AuthHttpTest::name);
  }

  static Response name(Request request, Principal caller) {
    return Response.ok(Map.of("caller", caller.name(), "means", caller.means()));
  }

  @BeforeEach
  void addUsers() {
    accounts.add("sam", RESEARCHER, Password.chosen(PASSWORD));
    accounts.add("ann", List.of(new Grant(Role.ADMIN, Grant.ALL)), null);
  }

  @AfterEach
  void stop() {
    http.close();
    client.close();
  }

  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return response.body();
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(text());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Accounts.Made token(String owner, List<Grant> limits) {
    return accounts.create(new Accounts.TokenRequest(owner, "job", limits, null));
  }

  Answer bearer(String method, Accounts.Made made) {
    return send(method, "/raw", null, "Authorization", "Bearer " + made.secret().reveal());
  }

  Answer login(String user, String password, String... headers) {
    return send(
        "POST",
        "/api/v1/session",
        JsonMapper.shared().writeValueAsString(Map.of("user", user, "password", password)),
        headers);
  }

  static String cookie(Answer login) {
    return login.header("Set-Cookie").replaceFirst(";.*", "");
  }

  int unsafe(Answer login, String origin, String csrf) {
    List<String> headers = new ArrayList<>(List.of("Cookie", cookie(login)));
    if (!origin.isEmpty()) {
      headers.addAll(List.of("Origin", origin));
    }
    if (!csrf.isEmpty()) {
      headers.addAll(List.of(Gatekeeper.CSRF_HEADER, csrf));
    }
    return send("POST", "/raw", null, headers.toArray(String[]::new)).status();
  }

  Answer send(
      String method,
      String path,
      @org.jspecify.annotations.Nullable String body,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(http.address() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  List<String> trail() {
    try (Stream<AuditEntry> trail = catalog.audit()) {
      return trail
          .map(AuditEntry::event)
          .map(
              e ->
                  "%s@%s %s %s %s %s"
                      .formatted(
                          e.actor(), e.host(), e.action(), e.target(), e.outcome(), e.detail()))
          .toList();
    }
  }
}
