package org.hevelius.providers.vast;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.repository.Sleeper;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Speaks to the management system of one cluster. What is asked for by GET is asked again when the
 * system is busy or can't be reached; nothing else ever is. Safe for use by several threads.
 */
public final class VmsClient implements AutoCloseable {
  private static final int TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAGE = 1000;
  private static final int READINGS = 6;
  private static final int MOST_PAGES = 10_000;
  private static final int LOOKS = 4;
  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

  private final Cluster cluster;
  private final URI base;
  private final VmsHttp http;
  private final VmsLogin login;
  private final Sleeper sleeper;

  /**
   * A client that has not asked anything yet.
   *
   * @param home what relative paths of certificates start from
   * @param secrets fetches a secret from where it stands
   * @param sleeper waits between requests
   */
  public VmsClient(
      Cluster cluster, Path home, Function<SecretRef, String> secrets, Sleeper sleeper) {
    this(cluster, home, secrets, sleeper, PATIENCE);
  }

  /** With a limit of one's own for an answer. */
  VmsClient(
      Cluster cluster,
      Path home,
      Function<SecretRef, String> secrets,
      Sleeper sleeper,
      Duration patience) {
    this.cluster = cluster;
    this.base = URI.create("https://" + cluster.address() + "/api/" + cluster.version() + "/");
    String authority = cluster.authority();
    this.http =
        new VmsHttp(
            cluster.name(),
            VmsTrust.context(
                authority == null ? null : home.resolve(authority),
                cluster.serverName(),
                cluster.insecure()),
            patience);
    this.login = new VmsLogin(cluster.login(), secrets);
    this.sleeper = sleeper;
  }

  /** What is known of the cluster. */
  public Cluster cluster() {
    return cluster;
  }

  /**
   * One object, or what else a place answers.
   *
   * @param place such as {@code snapshots/7}
   */
  public JsonNode get(String place) {
    return get(place, Map.of());
  }

  /** One object, or what else a place answers to a query. */
  public JsonNode get(String place, Map<String, String> query) {
    return got(uri(place, query));
  }

  /**
   * Asks a question that is asked by POST and changes nothing, and asks again like {@link #get}.
   */
  public JsonNode ask(String place, ObjectNode body) {
    return repeated("POST", uri(place, Map.of()), body);
  }

  private JsonNode got(URI uri) {
    return repeated("GET", uri, null);
  }

  private JsonNode repeated(String method, URI uri, @Nullable JsonNode body) {
    Duration pause = FIRST_PAUSE;
    for (int tried = 1; ; tried++) {
      try {
        return answered(method, uri, body);
      } catch (VmsException e) {
        boolean again = e.status() == 0 || BUSY.contains(e.status());
        if (!again || VmsHttp.isHopeless(e) || tried == TRIES) {
          throw e;
        }
        pause(pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  /**
   * Creates something or starts something, once.
   *
   * @throws HeveliusException when it didn't happen, or when nobody knows whether it did
   */
  public JsonNode post(String place, ObjectNode body) {
    return answered("POST", uri(place, Map.of()), body);
  }

  /** Changes something, once. */
  public JsonNode patch(String place, @Nullable ObjectNode body) {
    return answered("PATCH", uri(place, Map.of()), body);
  }

  /** Removes something, once. */
  public JsonNode delete(String place, @Nullable ObjectNode body) {
    return answered("DELETE", uri(place, Map.of()), body);
  }

  /**
   * Creates something with a name that nothing else can have. When the answer was lost, or when the
   * name is taken already, it is looked for by that name instead of created again.
   *
   * @param collection such as {@code snapshots}
   * @param isIt whether an object of the list is the wanted one
   * @throws HeveliusException when it isn't there
   */
  public JsonNode postUnique(
      String collection, ObjectNode body, String name, Predicate<JsonNode> isIt) {
    try {
      return post(collection, body);
    } catch (VmsException e) {
      if (!e.maybeDone() && !e.isNameTaken()) {
        throw e;
      }
      Duration pause = FIRST_PAUSE;
      for (int look = 1; look <= LOOKS; look++) {
        List<JsonNode> found =
            list(collection, Map.of("name", name)).stream()
                .filter(node -> node.path("name").asString("").equals(name))
                .toList();
        for (JsonNode node : found) {
          if (isIt.test(node)) {
            return node;
          }
        }
        if (e.isNameTaken()) {
          throw e;
        }
        pause(pause);
        pause = pause.multipliedBy(2);
      }
      throw e;
    }
  }

  /**
   * All objects of a collection that a query wants, each once, whichever way they are listed. A
   * system may leave filters out that it doesn't know.
   */
  public List<JsonNode> list(String collection, Map<String, String> query) {
    JsonNode first = got(uri(collection, query));
    if (first.isArray()) {
      return first.valueStream().toList();
    }
    if (!first.path("results").isArray()) {
      return first.isObject() && !first.isEmpty() ? List.of(first) : List.of();
    }
    if (next(first) == null) {
      return first.path("results").valueStream().toList();
    }
    return paged(collection, query);
  }

  /**
   * While pages are read, objects come and go: only two readings that agree are believed. Every
   * second one asks for the numbers alone, which is enough to compare.
   */
  private List<JsonNode> paged(String collection, Map<String, String> query) {
    Map<String, String> all = new LinkedHashMap<>(query);
    all.put("page_size", String.valueOf(PAGE));
    Map<String, String> numbers = new LinkedHashMap<>(all);
    numbers.put("fields", "id");
    Map<String, JsonNode> before = Map.of();
    for (int reading = 1; reading <= READINGS; reading++) {
      boolean full = reading % 2 == 1 || !before.values().stream().allMatch(VmsClient::isNumbered);
      Map<String, JsonNode> now = new LinkedHashMap<>();
      boolean whole = read(uri(collection, full ? all : numbers), now);
      boolean sure = whole && full && now.size() <= PAGE;
      if (sure || (whole && now.keySet().equals(before.keySet()))) {
        return List.copyOf((full ? now : before).values());
      }
      before = whole ? now : Map.of();
    }
    throw VmsException.silent(
        "the list of %s of %s changes faster than it can be read"
            .formatted(collection, cluster.name()),
        List.of("nothing was changed; try again"),
        false,
        null);
  }

  /** Reads all pages; false when they don't fit together. */
  private boolean read(URI start, Map<String, JsonNode> all) {
    URI at = start;
    long count = -1;
    Set<URI> seen = new HashSet<>();
    for (int page = 0; page < MOST_PAGES && seen.add(at); page++) {
      JsonNode answer;
      try {
        answer = got(at);
      } catch (VmsException e) {
        if (e.status() == 404 && page > 0) {
          return false;
        }
        throw e;
      }
      for (JsonNode node : answer.path("results")) {
        all.putIfAbsent(id(node), node);
      }
      long said = answer.path("count").asLong(all.size());
      if (count >= 0 && said != count) {
        return false;
      }
      count = said;
      String next = next(answer);
      if (next == null) {
        return all.size() == count;
      }
      at = sameHost(next);
    }
    return false;
  }

  private static boolean isNumbered(JsonNode node) {
    return !node.path("id").isMissingNode();
  }

  private static String id(JsonNode node) {
    return !isNumbered(node) ? node.toString() : node.path("id").asString();
  }

  private static @Nullable String next(JsonNode page) {
    String next = page.path("next").asString("");
    return next.isEmpty() ? null : next;
  }

  /** The login goes to no other host, whatever an answer says. */
  private URI sameHost(String next) {
    URI wanted = base.resolve(next);
    boolean same =
        "https".equals(wanted.getScheme())
            && base.getRawAuthority().equalsIgnoreCase(wanted.getRawAuthority());
    if (!same || !wanted.getPath().startsWith("/api/")) {
      throw VmsException.silent(
          "the list of %s goes on at %s, which is another place"
              .formatted(cluster.name(), wanted.getAuthority()),
          List.of("nothing was sent there; give the address under which the system knows itself"),
          false,
          null);
    }
    return wanted;
  }

  private JsonNode answered(String method, URI uri, @Nullable JsonNode body) {
    String header = login.header(this::unlocked);
    try {
      return once(method, uri, body, header);
    } catch (VmsException e) {
      // A request that was refused for its token was not carried out, so it may be sent again.
      if (e.isTokenGone() && login.renew(header, this::unlocked)) {
        return once(method, uri, body, login.header(this::unlocked));
      }
      throw e;
    }
  }

  private JsonNode unlocked(String place, ObjectNode body) {
    return once("POST", uri(place, Map.of()), body, "");
  }

  private JsonNode once(String method, URI uri, @Nullable JsonNode body, String authorization) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!authorization.isEmpty()) {
      headers.put("Authorization", authorization);
    }
    String tenant = cluster.tenant();
    if (tenant != null) {
      headers.put("X-Tenant-Name", tenant);
    }
    VmsHttp.Reply reply = http.send(method, uri, body, headers);
    if (reply.status() >= 200 && reply.status() < 300) {
      JsonNode answer = reply.body();
      return answer == null ? MissingNode.getInstance() : answer;
    }
    throw VmsException.refused(
        "%s %s of %s".formatted(method, uri.getPath(), cluster.name()),
        reply.status(),
        reply.body(),
        reply.text(),
        login::withoutSecrets);
  }

  private URI uri(String place, Map<String, String> query) {
    String path = place.endsWith("/") ? place : place + "/";
    String text =
        query.entrySet().stream()
            .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&"));
    return base.resolve(text.isEmpty() ? path : path + "?" + text);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Waits. */
  void pause(Duration time) {
    try {
      sleeper.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeveliusException(
          Category.CANCELED, "waiting for " + cluster.name() + " was ended", List.of(), e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
