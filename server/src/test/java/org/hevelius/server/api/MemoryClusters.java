package org.hevelius.server.api;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.storage.Clusters;

/** Clusters that let in whoever brings the right secret. */
final class MemoryClusters implements Clusters {
  static final String SECRET = "correct-horse";

  private final List<Cluster> known = new ArrayList<>();

  @Override
  public List<Cluster> list() {
    return List.copyOf(known);
  }

  @Override
  public Answer probe(String name) {
    return new Answer(name, "SIM1", "5.5", "ONLINE", List.of());
  }

  @Override
  public Answer add(Cluster cluster, Brought brought) {
    if (known.stream().anyMatch(one -> one.name().equals(cluster.name()))) {
      throw new HeveliusException(Category.CONFLICT, "there is one already");
    }
    if (!SECRET.equals(brought.secret())) {
      throw new HeveliusException(Category.DENIED, "the cluster doesn't let us in");
    }
    known.add(cluster);
    return probe(cluster.name());
  }

  @Override
  public void remove(String name) {
    if (!known.removeIf(one -> one.name().equals(name))) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no cluster " + name);
    }
  }
}
