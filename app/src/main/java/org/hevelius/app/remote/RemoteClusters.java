package org.hevelius.app.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.Clusters.Brought;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Login;
import org.hevelius.core.usecase.KnownClusters.ClusterView;
import org.hevelius.core.usecase.NativeUses;
import tools.jackson.core.type.TypeReference;

/** The clusters that a service knows. */
record RemoteClusters(Connection connection) implements NativeUses.ClusterUses {
  @Override
  public List<ClusterView> list() {
    Wire.Page<ClusterView> page =
        connection.get(Ask.of("clusters"), new TypeReference<Wire.Page<ClusterView>>() {});
    return page.items();
  }

  @Override
  public ClusterView show(String name) {
    return connection.get(one(name), ClusterView.class);
  }

  private static Ask one(String name) {
    return Ask.of("clusters/" + Ask.segment(name));
  }

  /** Not under a key: what is remembered of a request under a key comes from its secret, too. */
  @Override
  public ClusterView add(Cluster cluster, Brought brought) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("name", cluster.name());
    wish.put("address", cluster.address());
    String secret = brought.secret() == null ? "" : brought.secret();
    switch (cluster.login()) {
      case Login.Basic(String user, SecretRef _) -> {
        wish.put("user", user);
        wish.put("password", secret);
      }
      case Login.Jwt(String user, SecretRef _) -> {
        wish.put("user", user);
        wish.put("password", secret);
      }
      case Login.Token _ -> wish.put("apiToken", secret);
    }
    if (cluster.tenant() != null) {
      wish.put("tenant", cluster.tenant());
    }
    if (brought.authority() != null) {
      wish.put("authority", brought.authority());
    }
    wish.put("mounts", cluster.mounts());
    return connection.change("POST", Ask.of("clusters"), wish, Map.of()).as(ClusterView.class);
  }

  @Override
  public void remove(String name) {
    var _ = connection.change("DELETE", one(name), null, Map.of());
  }
}
