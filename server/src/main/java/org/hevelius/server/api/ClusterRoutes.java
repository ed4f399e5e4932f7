package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.everywhere;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.storage.Clusters.Brought;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Login;
import org.hevelius.core.storage.Clusters.Mount;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that the home knows. Their secrets come as they are and never as the name of a file:
 * whoever may name one could have the service send it to an address of theirs.
 */
final class ClusterRoutes {
  private static final String CLUSTERS = API + "/clusters";
  private static final String ONE = CLUSTERS + "/{cluster}";

  private record NewCluster(
      @Nullable String name,
      @Nullable String address,
      @Nullable String user,
      @Nullable String password,
      @Nullable String apiToken,
      @Nullable String tenant,
      @Nullable String authority,
      @Nullable List<Mount> mounts) {
    /** Never tells a secret. */
    @Override
    public String toString() {
      return "NewCluster[" + name + "]";
    }
  }

  private final Parts parts;

  ClusterRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        everywhere("GET", CLUSTERS, Action.MAINTAIN, this::list),
        everywhere("POST", CLUSTERS, Action.ADMINISTER, this::add),
        everywhere("GET", ONE, Action.MAINTAIN, this::show),
        everywhere("DELETE", ONE, Action.ADMINISTER, this::remove));
  }

  private Response list(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(new Page<>(parts.home().clusters().list(), null));
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(parts.home().clusters().show(request.parameter("cluster")));
  }

  /** Not once for each idempotency key: a hash of the secret would have to be remembered. */
  private Response add(Request request, Principal caller) {
    Query _ = Query.of(request);
    NewCluster wish = Bodies.read(request, NewCluster.class);
    Login login = login(wish);
    String secret = wish.apiToken() == null ? wish.password() : wish.apiToken();
    Cluster cluster =
        new Cluster(
            Bodies.required(wish.name(), "name"),
            Bodies.required(wish.address(), "address"),
            "latest",
            wish.tenant(),
            login,
            null,
            null,
            false,
            Bodies.list(wish.mounts()),
            null,
            null,
            false);
    return Response.of(
            201, parts.as(caller).clusters().add(cluster, new Brought(secret, wish.authority())))
        .with("Location", CLUSTERS + "/" + cluster.name());
  }

  private static Login login(NewCluster wish) {
    String user = wish.user();
    String password = wish.password();
    String token = wish.apiToken();
    if (token != null && user == null && password == null && !token.isBlank()) {
      return new Login.Token(Brought.PLACE);
    }
    if (token == null && user != null && password != null && !password.isBlank()) {
      return new Login.Jwt(user, Brought.PLACE);
    }
    throw new HeveliusException(
        Category.INVALID,
        "how to log in isn't said",
        "nothing was changed; give \"user\" and \"password\", or \"apiToken\"");
  }

  private Response remove(Request request, Principal caller) {
    Query _ = Query.of(request);
    parts.as(caller).clusters().remove(request.parameter("cluster"));
    return new Response(204, List.of(), new Response.Nothing());
  }
}
