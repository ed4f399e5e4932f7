package org.hevelius.providers.vast;

import java.util.List;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.Clusters.Buckets;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Login;
import org.hevelius.core.storage.Clusters.Mount;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes a cluster as an element of the list in a home. */
final class ClustersWriter {
  private ClustersWriter() {}

  static String entry(Cluster cluster) {
    StringBuilder text = new StringBuilder();
    text.append("  - name: ").append(cluster.name()).append('\n');
    line(text, "address", cluster.address());
    if (!cluster.version().equals("latest")) {
      line(text, "version", cluster.version());
    }
    line(text, "tenant", cluster.tenant());
    text.append("    login: ").append(login(cluster.login())).append('\n');
    line(text, "authority", cluster.authority());
    line(text, "serverName", cluster.serverName());
    if (cluster.insecure()) {
      text.append("    insecure: true\n");
    }
    if (!cluster.mounts().isEmpty()) {
      text.append("    mounts:\n");
      for (Mount mount : cluster.mounts()) {
        text.append("      - {path: ")
            .append(quoted(mount.path()))
            .append(", directory: ")
            .append(quoted(mount.directory()))
            .append("}\n");
      }
    }
    Buckets buckets = cluster.buckets();
    if (buckets != null) {
      text.append("    buckets:\n      endpoint: ").append(quoted(buckets.endpoint()));
      text.append("\n      accessKey: ").append(secret(buckets.accessKey()));
      text.append("\n      secretKey: ").append(secret(buckets.secretKey())).append('\n');
    }
    line(text, "records", cluster.records());
    if (cluster.expires()) {
      text.append("    expires: true\n");
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String key, @Nullable String value) {
    if (value != null) {
      text.append("    ").append(key).append(": ").append(quoted(value)).append('\n');
    }
  }

  private static String login(Login login) {
    return switch (login) {
      case Login.Jwt(String user, SecretRef password) ->
          "{jwt: {user: %s, password: %s}}".formatted(quoted(user), secret(password));
      case Login.Basic(String user, SecretRef password) ->
          "{basic: {user: %s, password: %s}}".formatted(quoted(user), secret(password));
      case Login.Token(SecretRef token) -> "{token: %s}".formatted(secret(token));
    };
  }

  private static String secret(SecretRef reference) {
    return switch (reference) {
      case SecretRef.OfFile(String path) -> "{file: " + quoted(path) + "}";
      case SecretRef.OfVariable(String name) -> "{env: " + quoted(name) + "}";
      case SecretRef.OfCommand(List<String> command) ->
          "{command: ["
              + String.join(", ", command.stream().map(ClustersWriter::quoted).toList())
              + "]}";
      case SecretRef.Plain _ ->
          throw new IllegalArgumentException("a secret itself is never written");
    };
  }

  /** JSON's text in quotes is YAML's as well. */
  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }
}
