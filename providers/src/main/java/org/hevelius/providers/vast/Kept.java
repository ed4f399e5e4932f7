package org.hevelius.providers.vast;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.Clusters.Brought;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Login;
import org.hevelius.providers.files.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * Files of a home with what came along with a cluster, readable by their owner alone. Each has a
 * name that no other had, so that whoever fails removes only its own.
 */
final class Kept {
  private static final String DIRECTORY = "clusters";
  private static final Pattern OURS =
      Pattern.compile(DIRECTORY + "/[a-z0-9._-]+-[0-9a-f]{8}\\.(secret|pem)");

  private final Path home;
  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final List<String> written = new ArrayList<>();

  Kept(Path home) {
    this.home = home;
  }

  /** The cluster with the places at which these things lie from now on. */
  Cluster with(Cluster cluster, Brought brought) {
    Login login = cluster.login();
    if (brought.secret() != null) {
      SecretRef place = new SecretRef.OfFile(write(cluster, ".secret", brought.secret()));
      login =
          switch (login) {
            case Login.Basic(String user, SecretRef _) -> new Login.Basic(user, place);
            case Login.Jwt(String user, SecretRef _) -> new Login.Jwt(user, place);
            case Login.Token _ -> new Login.Token(place);
          };
    }
    String authority =
        brought.authority() == null
            ? cluster.authority()
            : write(cluster, ".pem", brought.authority());
    return new Cluster(
        cluster.name(),
        cluster.address(),
        cluster.version(),
        cluster.tenant(),
        login,
        authority,
        cluster.serverName(),
        cluster.insecure(),
        cluster.mounts(),
        cluster.buckets(),
        cluster.records(),
        cluster.expires());
  }

  private String write(Cluster cluster, String end, String content) {
    String place = DIRECTORY + "/" + cluster.name() + "-" + mark + end;
    try {
      PrivateFiles.makeDirectory(home.resolve(DIRECTORY));
      PrivateFiles.write(home.resolve(place), content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't write %s: %s".formatted(home.resolve(place), e.getMessage()),
          List.of("the cluster was not added"),
          e);
    }
    written.add(place);
    return place;
  }

  /** Removes what was written. */
  void remove() {
    written.forEach(place -> remove(home, place));
  }

  /** Removes what came along with a cluster that is gone; files of others stay. */
  static void removeOf(Path home, Cluster gone) {
    SecretRef secret =
        switch (gone.login()) {
          case Login.Basic(String _, SecretRef place) -> place;
          case Login.Jwt(String _, SecretRef place) -> place;
          case Login.Token(SecretRef place) -> place;
        };
    if (secret instanceof SecretRef.OfFile(String place)) {
      remove(home, place);
    }
    remove(home, gone.authority());
  }

  private static void remove(Path home, @Nullable String place) {
    if (place == null || !OURS.matcher(place).matches()) {
      return;
    }
    try {
      Files.deleteIfExists(home.resolve(place));
    } catch (IOException e) {
      throw new HeveliusException(
          Category.PARTIAL,
          "the secret of the cluster is still in %s: %s"
              .formatted(home.resolve(place), e.getMessage()),
          List.of("the cluster itself is not known any more; remove the file by hand"),
          e);
    }
  }
}
