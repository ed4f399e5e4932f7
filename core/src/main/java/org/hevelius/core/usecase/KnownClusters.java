package org.hevelius.core.usecase;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.storage.Clusters;
import org.hevelius.core.storage.Clusters.Answer;
import org.hevelius.core.storage.Clusters.Brought;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Mount;
import org.jspecify.annotations.Nullable;

/** Adds, shows and removes the clusters that a home knows. Where a secret stands is not shown. */
public final class KnownClusters implements NativeUses.ClusterUses {
  private final Context context;

  /** Use cases over these parts. */
  public KnownClusters(Context context) {
    this.context = context;
  }

  /**
   * A cluster.
   *
   * @param login how the home logs in, in words
   * @param authority whose certificates are trusted; null for those that the machine trusts
   * @param answer null when it wasn't asked or didn't answer
   * @param trouble why it didn't answer; empty when it did or wasn't asked
   */
  public record ClusterView(
      String name,
      String address,
      String version,
      @Nullable String tenant,
      String login,
      @Nullable String authority,
      boolean insecure,
      List<Mount> mounts,
      @Nullable Answer answer,
      String trouble) {
    /** Copies the list. */
    public ClusterView {
      mounts = List.copyOf(mounts);
    }

    static ClusterView of(Cluster cluster, @Nullable Answer answer, String trouble) {
      return new ClusterView(
          cluster.name(),
          cluster.address(),
          cluster.version(),
          cluster.tenant(),
          cluster.login().text(),
          cluster.authority(),
          cluster.insecure(),
          cluster.mounts(),
          answer,
          trouble);
    }
  }

  private Clusters clusters() {
    return context.storage().clusters();
  }

  /** All, in the order of the settings; none is asked. */
  @Override
  public List<ClusterView> list() {
    return clusters().list().stream().map(cluster -> ClusterView.of(cluster, null, "")).toList();
  }

  /**
   * One with what it answers now.
   *
   * @throws HeveliusException NOT_FOUND when there is none of that name
   */
  @Override
  public ClusterView show(String name) {
    Cluster cluster =
        clusters().list().stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    if (cluster == null) {
      throw new HeveliusException(
          HeveliusException.Category.NOT_FOUND,
          "there is no cluster \"" + name + "\"",
          "see which there are: hevelius cluster list");
    }
    try {
      return ClusterView.of(cluster, clusters().probe(name), "");
    } catch (HeveliusException e) {
      return ClusterView.of(cluster, null, String.valueOf(e.getMessage()));
    }
  }

  /** Adds one that answers; what was brought along is kept in the home. */
  @Override
  public ClusterView add(Cluster cluster, Brought brought) {
    return context.audited(
        "cluster add",
        cluster.name(),
        () -> {
          Answer answer = clusters().add(cluster, brought);
          context
              .catalog()
              .append(
                  context.done(
                      "cluster add",
                      cluster.name(),
                      "%s, psnt %s".formatted(cluster.address(), answer.psnt())));
          return ClusterView.of(cluster, answer, "");
        });
  }

  /** Takes one out of the settings; nothing on it is changed. */
  @Override
  public void remove(String name) {
    boolean _ =
        context.audited(
            "cluster remove",
            name,
            () -> {
              clusters().remove(name);
              context.catalog().append(context.done("cluster remove", name, ""));
              return true;
            });
  }
}
