package org.hevelius.core.storage;

import java.util.List;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * The storage systems that an installation can reach, and what it says of them.
 *
 * @param kinds one for each kind of storage
 * @param clusters those that the home names
 * @param settings what the home says now; INVALID with its place for what isn't understood
 */
public record StorageParts(
    List<StorageViews> kinds, Clusters clusters, Supplier<StorageSettings> settings) {
  /** No storage is known. */
  public static final StorageParts NONE =
      new StorageParts(List.of(), new NoClusters(), () -> StorageSettings.STANDARD);

  /** Copies the list. */
  public StorageParts {
    kinds = List.copyOf(kinds);
  }

  /** An installation that speaks to no cluster. */
  private record NoClusters() implements Clusters {
    @Override
    public List<Cluster> list() {
      return List.of();
    }

    @Override
    public Answer probe(String name) {
      throw unknown();
    }

    @Override
    public Answer add(Cluster cluster, Brought brought) {
      throw unknown();
    }

    @Override
    public void remove(String name) {
      throw unknown();
    }

    private static HeveliusException unknown() {
      return new HeveliusException(Category.NOT_FOUND, "no clusters are known here");
    }
  }
}
