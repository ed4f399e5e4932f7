package org.hevelius.core.catalog;

import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;

/** Answers queries on a list of snapshots. */
final class InMemoryQuery {
  private InMemoryQuery() {}

  static Stream<Snapshot> matching(List<Snapshot> snapshots, SnapshotQuery query) {
    DatasetName dataset = query.dataset();
    return snapshots.stream()
        .filter(
            snapshot ->
                dataset == null
                    || (query.below()
                        ? snapshot.dataset().isWithin(dataset)
                        : snapshot.dataset().equals(dataset)))
        .filter(snapshot -> fits(snapshot, query));
  }

  private static boolean fits(Snapshot snapshot, SnapshotQuery query) {
    var since = query.since();
    var until = query.until();
    String text = SnapshotQuery.searchText(snapshot);
    return query.words().stream().allMatch(text::contains)
        && query.tags().stream().allMatch(tag -> hasTag(snapshot, tag))
        && (since == null || !snapshot.createdAt().isBefore(since))
        && (until == null || snapshot.createdAt().isBefore(until))
        && (!query.knownGood() || snapshot.knownGood() != null)
        && (!query.held() || snapshot.isHeld())
        && (query.kind() == null || query.kind() == snapshot.kind())
        && (query.ancestor() == null
            || snapshot.derivation().ancestors().stream()
                .anyMatch(ancestor -> ancestor.name().equals(query.ancestor())));
  }

  private static boolean hasTag(Snapshot snapshot, String tag) {
    return snapshot.tagTexts().contains(tag) || snapshot.tags().containsKey(tag);
  }

  static void needExpected(Snapshot present, Snapshot expected) {
    if (!present.equals(expected)) {
      throw new HeveliusException(
          Category.CONFLICT, expected.reference() + " was changed meanwhile");
    }
  }

  static void needFreeShortName(List<Snapshot> snapshots, Snapshot wanted) {
    String shortName = wanted.shortName();
    if (shortName != null
        && snapshots.stream()
            .filter(other -> other.dataset().equals(wanted.dataset()))
            .filter(other -> other.version() != wanted.version())
            .anyMatch(other -> shortName.equals(other.shortName()))) {
      throw new HeveliusException(Category.CONFLICT, "the short name " + shortName + " is taken");
    }
  }

  static boolean comesAfter(Snapshot snapshot, SnapshotQuery.Position place) {
    int byTime = snapshot.createdAt().compareTo(place.createdAt());
    int byDataset = snapshot.dataset().compareTo(place.dataset());
    return byTime < 0
        || (byTime == 0
            && (byDataset > 0 || (byDataset == 0 && snapshot.version() < place.version())));
  }
}
