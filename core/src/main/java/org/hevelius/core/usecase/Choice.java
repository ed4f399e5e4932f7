package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots somebody means, before it is known which there are: by reference, also such as
 * {@code cosmos7/**@latest}, or all that are like something in datasets.
 *
 * @param named references; with a condition on snapshots datasets and hierarchies, of which there
 *     may be none for all
 * @param where tags that the datasets must have, {@code key=value} or {@code key}
 * @param tagged tags that the snapshots must have
 * @param since the earliest time; null for any
 * @param until the time before which they were taken; null for any
 */
public record Choice(
    List<String> named,
    List<String> where,
    List<String> tagged,
    @Nullable Instant since,
    @Nullable Instant until) {
  /**
   * Copies the lists.
   *
   * @throws HeveliusException INVALID if nothing is named and there is no condition on snapshots,
   *     or a snapshot is named although there is one
   */
  public Choice {
    named = List.copyOf(named);
    where = List.copyOf(where);
    tagged = List.copyOf(tagged);
    boolean query = !tagged.isEmpty() || since != null || until != null;
    if (named.isEmpty() && !query) {
      throw new HeveliusException(
          Category.INVALID,
          "no snapshot is named",
          "name one or several, such as cosmos7/raw@12 or 'cosmos7/**@latest', or choose by"
              + " --tagged, --since or --until");
    }
    if (query) {
      named.stream().filter(word -> word.indexOf('@') >= 0).findFirst().ifPresent(Choice::refuse);
    }
  }

  private static void refuse(String word) {
    throw new HeveliusException(
        Category.INVALID,
        "\"%s\" names a snapshot, but snapshots are chosen by --tagged, --since or --until"
            .formatted(word),
        "nothing was done; name only datasets, such as 'cosmos7/**', or leave these options out");
  }

  /** The snapshots of these references. */
  public static Choice of(List<String> references) {
    return new Choice(references, List.of(), List.of(), null, null);
  }

  /** Whether snapshots are chosen by what they are, and not by reference. */
  public boolean isQuery() {
    return !tagged.isEmpty() || since != null || until != null;
  }

  /** The conditions on snapshots. */
  SnapshotQuery query() {
    SnapshotQuery query = SnapshotQuery.all().between(since, until);
    return tagged.isEmpty() ? query : query.tagged(tagged);
  }
}
