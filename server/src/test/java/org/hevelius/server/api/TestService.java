package org.hevelius.server.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hevelius.catalog.sqlite.CatalogFile;
import org.hevelius.catalog.sqlite.SqliteFileIndex;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.LoginSession;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.access.Principal;
import org.hevelius.core.access.Role;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.MemoryPool;
import org.hevelius.core.provider.MemoryStorage;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.storage.InMemoryStorage;
import org.hevelius.core.storage.StorageParts;
import org.hevelius.core.storage.StorageSettings;
import org.hevelius.core.usecase.Context;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.NameIndexing;
import org.hevelius.core.usecase.Recognition;
import org.hevelius.providers.directory.DirectoryProvider;
import org.hevelius.providers.directory.EmbeddedRepositories;
import org.hevelius.providers.directory.Home;
import org.hevelius.providers.directory.HomeSetup;
import org.hevelius.providers.directory.RepositoryPool;
import org.hevelius.providers.files.ScratchDirectories;
import org.hevelius.repository.Environment;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.lock.Owner;
import org.hevelius.server.auth.Gatekeeper;
import org.hevelius.server.auth.SessionRoutes;
import org.hevelius.server.auth.Site;
import org.hevelius.server.http.Authenticator;
import org.hevelius.server.http.HttpService;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service on a free port over a real home: SQLite, a repository, and the directory {@code raw};
 * beside it a pool in memory that snapshots by itself. Who asks is the word behind {@code Bearer}:
 * a role, or {@code other} for an admin of {@code other} alone, or {@code mixed} for an operator of
 * {@code cosmos7} who may read {@code swift}. Every answer is held against the description of the
 * interface.
 */
final class TestService implements AutoCloseable {
  static final String RAW = "/api/v1/datasets/cosmos7~raw";

  private static final Contract CONTRACT = Contract.read();

  final Path root;
  final Path restores;
  final Hevelius home;
  final Runs runs;
  final Api api;

  /** All that the service answers to. */
  final List<Route> routes;

  final InMemoryStorage storage = new InMemoryStorage();
  final MemoryPool zfs = new MemoryPool();
  final MemoryClusters clusters = new MemoryClusters();
  final OneChannel channel = new OneChannel();
  final List<String> log = new CopyOnWriteArrayList<>();
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final Catalog catalog;
  private final SqliteFileIndex index;
  private final RepositoryPool pool;
  private final HttpService http;
  private final @Nullable NameIndexing ahead;
  private final Gatekeeper gatekeeper;

  /** An answer. */
  record Answer(int status, Map<String, List<String>> headers, byte[] bytes) {
    String text() {
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(bytes);
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).getFirst();
    }
  }

  TestService(Path root) {
    this(root, index -> index, false);
  }

  /** The same with another index of names, which is kept up to date ahead of who asks or isn't. */
  TestService(Path root, UnaryOperator<FileIndex> names, boolean isAhead) {
    this.root = root;
    this.restores = root.resolve("restores");
    Clock clock = Clock.systemUTC();
    Environment environment =
        new Environment(
            clock,
            new SecureRandom(),
            Owner.current(),
            FileSystems.local(),
            2,
            Sleeper.real(),
            Duration.ofSeconds(5),
            _ -> {});
    Home place = new Home(root.resolve("home"));
    var _ = new HomeSetup(environment, _ -> null).init(place, HomeSetup.Request.STANDARD);
    pool = new RepositoryPool(place, environment, _ -> null);
    catalog = CatalogFile.create(root.resolve("catalog.db"));
    index = SqliteFileIndex.open(root.resolve("files.db"));
    home =
        new Hevelius(
            new Context(
                catalog,
                names.apply(index),
                Map.of(
                    SourceSpec.Kind.DIR,
                    new DirectoryProvider(pool, "test", _ -> {}),
                    SourceSpec.Kind.ZFS,
                    new MemoryStorage(SourceSpec.Kind.ZFS, zfs, MemoryStorage.ALL)),
                new EmbeddedRepositories(pool, _ -> {}),
                GitReader.NONE,
                new Actor("service", "mars"),
                clock,
                new PlainHasher(),
                Programs.NONE,
                channel,
                new ScratchDirectories(
                    new ScratchDirectories.Parts(
                        FileSystems.local(),
                        root.resolve("scratch"),
                        pool.ownPlaces(),
                        new SecureRandom(),
                        "hevelius test",
                        CatalogFile::create)),
                new StorageParts(List.of(storage), clusters, () -> StorageSettings.STANDARD)),
            pool::releaseIdle,
            () -> {});
    runs = new Runs(clock);
    ahead = isAhead ? home.nameIndexing(log::add) : null;
    SideTargets targets = new SideTargets(List.of(restores));
    api = new Api(home, clock, runs, targets, ahead, Map.of(), List.of());
    Recognition recognition = home.recognition(LoginSession.Limits.STANDARD, Runnable::run);
    gatekeeper = new Gatekeeper(recognition, Site.DIRECT, clock);
    routes =
        Stream.concat(
                api.routes().stream(),
                new SessionRoutes(recognition, gatekeeper, Site.DIRECT, clock).routes().stream())
            .toList();
    http =
        HttpService.start(
            HttpService.Settings.loopback(0), routes, roles(), entry -> log.add(entry.message()));
    try {
      Files.createDirectories(restores);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, with the dataset {@code cosmos7/raw} and two snapshots of it. */
  static TestService withTwoVersions(Path root) {
    return new TestService(root).twoVersions();
  }

  /** Makes the dataset {@code cosmos7/raw} and two snapshots of it. */
  TestService twoVersions() {
    TestService service = this;
    service.write("calib/mars.caldb", "gain = 1.0021\n").write("events/n1.txt", "one\n");
    service.expect(
        201,
        service.send(
            "admin",
            "POST",
            "/api/v1/datasets",
            "{\"name\":\"cosmos7/raw\",\"sources\":[\"dir:%s\"]}"
                .formatted(service.root.resolve("raw"))));
    service.snapshot(
        "{\"description\":\"Baseline\",\"shortName\":\"base\",\"tags\":{\"a\":\"b\"}}");
    service.write("calib/mars.caldb", "gain = 1.21, changed\n");
    service.snapshot("{\"description\":\"Calibration 2.2\"}");
    return service;
  }

  static Authenticator roles() {
    return request -> {
      String word = request.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
      if (word.equals("mixed")) {
        List<Grant> both =
            List.of(new Grant(Role.OPERATOR, "cosmos7/**"), new Grant(Role.VIEWER, "swift/**"));
        return new Principal(word, "test", both, both);
      }
      Grant grant =
          switch (word) {
            case "viewer", "researcher", "operator", "admin" ->
                new Grant(Role.valueOf(word.toUpperCase(Locale.ROOT)), "**");
            case "other" -> new Grant(Role.ADMIN, "other/**");
            case "mine" -> new Grant(Role.ADMIN, "cosmos7/**");
            default ->
                throw new HeveliusException(Category.DENIED, "no token", "give one: Bearer ...");
          };
      return new Principal(word, "test", List.of(grant), List.of(grant));
    };
  }

  URI address() {
    return http.address();
  }

  TestService write(String path, String text) {
    try {
      Path file = root.resolve("raw").resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String path) {
    try {
      return Files.readString(root.resolve("raw").resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body for policies/plans with one policy for all below cosmos7 that says this. */
  static String policies(String says) {
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of(
                "text",
                "policies:\n- {name: mission, scopes: [cosmos7/**], " + says + "}\n",
                "file",
                "mission.yaml"));
  }

  /** Applies a policy for all below cosmos7 that says this. */
  TestService policy(String says) {
    Answer plan = expect(201, send("admin", "POST", "/api/v1/policies/plans", policies(says)));
    expect(
        200,
        send(
            "admin",
            "POST",
            "/api/v1/policies",
            "{\"plan\":\"%s\"}".formatted(plan.json().get("plan").asString()),
            "If-Match",
            plan.header("ETag")));
    return this;
  }

  /** Takes a snapshot and waits for it; gives what the run ended with. */
  JsonNode snapshot(String body) {
    return done(send("researcher", "POST", RAW + "/snapshots", body));
  }

  /** The run that was accepted, once it has succeeded. */
  JsonNode done(Answer accepted) {
    JsonNode run = ended(accepted);
    if (!run.get("state").asString().equals("SUCCEEDED")) {
      throw new AssertionError(run.toPrettyString());
    }
    return run;
  }

  /** The run that was accepted, once it has ended. */
  JsonNode ended(Answer accepted) {
    expect(202, accepted);
    try {
      if (!runs.get(accepted.json().get("id").asString()).await(60_000)) {
        throw new AssertionError("the run doesn't end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return get(accepted.header("Location")).json();
  }

  Answer get(String path) {
    return send("admin", "GET", path, null);
  }

  /** From now on the index of names is kept up to date. */
  void indexAhead() {
    Objects.requireNonNull(ahead).start();
  }

  /** An answer that must have this status. */
  Answer expect(int status, Answer answer) {
    if (answer.status() != status) {
      throw new AssertionError(status + " expected: " + answer.status() + " " + answer.text());
    }
    return answer;
  }

  Answer send(String who, String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!who.isEmpty()) {
      request.header("Authorization", "Bearer " + who);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      Answer answer = new Answer(response.statusCode(), response.headers().map(), response.body());
      Route route = route(method, path);
      if (route != null) {
        CONTRACT.check(route, answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private @Nullable Route route(String method, String path) {
    String plain = path.replaceFirst("\\?.*", "");
    return routes.stream()
        .filter(r -> r.method().equals(method))
        .filter(r -> plain.matches(r.path().replaceAll("\\{\\w+}", "[^/]+")))
        .findFirst()
        .orElse(null);
  }

  /** Something was due for {@code cosmos7/raw} and was missed; gives its number. */
  long missedJob() {
    return CatalogScenes.missedJob(catalog);
  }

  /** A recovery of {@code cosmos7/raw} was interrupted; gives its number. */
  long interruptedRecovery() {
    return CatalogScenes.interruptedRecovery(catalog);
  }

  /** From now on the catalog's file is none. */
  void breakCatalog() {
    CatalogScenes.breakIt(catalog, root);
  }

  static Contract contract() {
    return CONTRACT;
  }

  @Override
  public void close() {
    runs.close();
    http.close();
    gatekeeper.close();
    client.close();
    if (ahead != null) {
      ahead.close();
    }
    pool.close();
    index.close();
    catalog.close();
  }
}
