package org.hevelius.providers.vast;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.Clusters.Buckets;
import org.hevelius.core.storage.Clusters.Cluster;
import tools.jackson.databind.JsonNode;

/** Reads paths through the buckets that views expose. */
final class S3Trees implements BucketTrees {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final Path home;
  private final Function<SecretRef, String> secrets;
  private final Clock clock;
  private final Map<Cluster, HttpClient> clients = new HashMap<>();

  S3Trees(Path home, Function<SecretRef, String> secrets, Clock clock) {
    this.home = home;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public Optional<S3Tree> snapshot(VastCluster cluster, VastSnapshot snapshot, VastPath path) {
    return view(cluster, path, view -> snapshot.path().covers(view))
        .flatMap(
            view ->
                tree(
                    cluster,
                    view,
                    VastPath.SNAPSHOTS + "/" + snapshot.name() + "/" + within(view, path),
                    snapshot.created()));
  }

  @Override
  public Optional<S3Tree> live(VastCluster cluster, VastPath path) {
    return view(cluster, path, _ -> true)
        .flatMap(view -> tree(cluster, view, within(view, path), Instant.EPOCH));
  }

  private static String within(JsonNode view, VastPath path) {
    String relative = new VastPath(view.path("path").asString()).relative(path);
    return relative.isEmpty() ? "" : relative + "/";
  }

  /** The lowest view with a bucket in which a path lies. */
  private static Optional<JsonNode> view(
      VastCluster cluster, VastPath path, Predicate<VastPath> fits) {
    if (cluster.settings().buckets() == null) {
      return Optional.empty();
    }
    return cluster.client().list("views", Map.of()).stream()
        .filter(cluster::isOurs)
        .filter(view -> !view.path("bucket").asString("").isEmpty())
        .filter(view -> view.path("path").asString("").startsWith("/"))
        .filter(
            view -> {
              VastPath at = new VastPath(view.path("path").asString());
              return at.covers(path) && fits.test(at);
            })
        .max(Comparator.comparingInt(view -> view.path("path").asString().length()));
  }

  private Optional<S3Tree> tree(VastCluster cluster, JsonNode view, String top, Instant time) {
    Buckets buckets = cluster.settings().buckets();
    if (buckets == null) {
      return Optional.empty();
    }
    S3Bucket bucket =
        new S3Bucket(
            client(cluster.settings()),
            URI.create(buckets.endpoint()),
            view.path("bucket").asString(),
            new S3Signature(secrets.apply(buckets.accessKey()), secrets.apply(buckets.secretKey())),
            clock);
    return Optional.of(new S3Tree(bucket, top, time));
  }

  private synchronized HttpClient client(Cluster cluster) {
    return clients.computeIfAbsent(
        cluster,
        of -> {
          String authority = of.authority();
          return HttpClient.newBuilder()
              .sslContext(
                  VmsTrust.context(
                      authority == null ? null : home.resolve(authority), null, of.insecure()))
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT)
              .build();
        });
  }
}
