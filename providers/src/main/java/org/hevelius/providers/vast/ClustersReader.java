package org.hevelius.providers.vast;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.secret.SecretReader;
import org.hevelius.core.storage.Clusters.Buckets;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Login;
import org.hevelius.core.storage.Clusters.Mount;
import org.hevelius.core.yaml.Yaml;
import org.hevelius.core.yaml.YamlReader;
import org.jspecify.annotations.Nullable;

/** Reads the clusters of a home from text, strictly. */
final class ClustersReader {
  private static final String LIST = "clusters";
  private static final Set<String> KEYS =
      new LinkedHashSet<>(
          List.of(
              "name",
              "address",
              "version",
              "tenant",
              "login",
              "authority",
              "serverName",
              "insecure",
              "mounts",
              "buckets",
              "records",
              "expires"));

  private ClustersReader() {}

  /**
   * A cluster where it stands.
   *
   * @param line the line on which it begins, from 1
   */
  record Entry(Cluster cluster, int line) {}

  /**
   * The clusters in their order; none in empty text.
   *
   * @param file its name, for messages
   * @throws HeveliusException INVALID with file, line and column for what isn't understood
   */
  static List<Entry> read(String file, String text) {
    Yaml.Fields root = YamlReader.read(file, text).mapping();
    root.only(Set.of(LIST));
    Yaml.Field list = root.fields().get(LIST);
    if (list == null
        || (list.value() instanceof Yaml.Line(var _, String value) && value.isEmpty())) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Yaml item : list.value().items()) {
      Cluster cluster = cluster(item.mapping());
      if (!names.add(cluster.name())) {
        throw item.position().refused("there are two clusters called " + cluster.name());
      }
      entries.add(new Entry(cluster, item.position().line()));
    }
    return List.copyOf(entries);
  }

  private static Cluster cluster(Yaml.Fields fields) {
    fields.only(KEYS);
    String version = text(fields, "version");
    try {
      return new Cluster(
          needed(fields, "name").value().line(),
          needed(fields, "address").value().line(),
          version == null ? "latest" : version,
          text(fields, "tenant"),
          login(needed(fields, "login").value()),
          text(fields, "authority"),
          text(fields, "serverName"),
          flag(fields, "insecure"),
          mounts(fields),
          buckets(fields.fields().get("buckets")),
          text(fields, "records"),
          flag(fields, "expires"));
    } catch (HeveliusException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(fields.position().file() + ":") ? e : fields.position().refused(e);
    }
  }

  private static Login login(Yaml value) {
    if (!(value instanceof Yaml.Fields fields)) {
      // It may be a secret, and isn't repeated.
      throw value
          .position()
          .refused(
              "keys with values are expected here",
              "such as {jwt: {user: NAME, password: {file: PATH}}}");
    }
    Set<String> kinds = new LinkedHashSet<>(List.of("jwt", "basic", "token"));
    fields.only(kinds);
    if (fields.fields().size() != 1) {
      throw fields.position().refused("a login is one of " + String.join(", ", kinds));
    }
    Yaml.Field only = fields.fields().values().iterator().next();
    if (only.key().equals("token")) {
      return new Login.Token(SecretReader.read(only.value()));
    }
    if (!(only.value() instanceof Yaml.Fields account)) {
      // It may be a secret, and isn't repeated.
      throw only.value().position().refused("user and password are expected here");
    }
    account.only(Set.of("user", "password"));
    String user = needed(account, "user").value().line();
    var password = SecretReader.read(needed(account, "password").value());
    return only.key().equals("jwt")
        ? new Login.Jwt(user, password)
        : new Login.Basic(user, password);
  }

  private static List<Mount> mounts(Yaml.Fields fields) {
    Yaml.Field field = fields.fields().get("mounts");
    if (field == null) {
      return List.of();
    }
    List<Mount> mounts = new ArrayList<>();
    for (Yaml item : field.value().items()) {
      Yaml.Fields mount = item.mapping();
      mount.only(Set.of("path", "directory"));
      String directory = needed(mount, "directory").value().line();
      if (!directory.startsWith("/")) {
        throw needed(mount, "directory").position().refused("an absolute path is expected here");
      }
      mounts.add(
          new Mount(
              needed(mount, "path").value().parsed(text -> new VastPath(text).text()), directory));
    }
    return mounts;
  }

  private static @Nullable Buckets buckets(Yaml.@Nullable Field field) {
    if (field == null) {
      return null;
    }
    Yaml.Fields fields = field.value().mapping();
    fields.only(Set.of("endpoint", "accessKey", "secretKey"));
    String endpoint = needed(fields, "endpoint").value().line();
    if (!endpoint.matches("https?://[A-Za-z0-9.:\\[\\]-]+/?")) {
      throw needed(fields, "endpoint").position().refused("https://host or https://host:port");
    }
    return new Buckets(
        endpoint,
        SecretReader.read(needed(fields, "accessKey").value()),
        SecretReader.read(needed(fields, "secretKey").value()));
  }

  private static @Nullable String text(Yaml.Fields fields, String key) {
    Yaml.Field field = fields.fields().get(key);
    return field == null ? null : field.value().line();
  }

  private static boolean flag(Yaml.Fields fields, String key) {
    Yaml.Field field = fields.fields().get(key);
    return field != null
        && field
            .value()
            .parsed(
                text ->
                    switch (text) {
                      case "true" -> true;
                      case "false" -> false;
                      default ->
                          throw new HeveliusException(
                              Category.INVALID, "\"" + text + "\" is neither true nor false");
                    });
  }

  private static Yaml.Field needed(Yaml.Fields fields, String key) {
    Map<String, Yaml.Field> known = fields.fields();
    Yaml.Field field = known.get(key);
    if (field == null) {
      throw fields.position().refused("\"" + key + "\" is missing");
    }
    return field;
  }
}
