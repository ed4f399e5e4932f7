package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.tree.SnapshotTree;

/**
 * The snapshot that a recovery goes back to.
 *
 * @param passedOver newer ones that were not taken, newest first
 */
record RecoveryChoice(Snapshot want, List<RecoveryPlan.PassedOver> passedOver) {
  /** As many older versions tell whether an empty one is the usual state. */
  private static final int LOOKED_AT = 50;

  private static final String EMPTY = "had nothing in it";

  /** Copies the list. */
  RecoveryChoice {
    passedOver = List.copyOf(passedOver);
  }

  /**
   * The newest one that is in its storage, can be read, and that nobody has marked as known bad;
   * guards are left aside. An empty one is taken only where no older one has anything.
   *
   * @throws HeveliusException NOT_FOUND when there is none; UNAVAILABLE when storage can't be asked
   */
  static RecoveryChoice newest(Context context, Dataset dataset) {
    try (Stream<Snapshot> newestFirst =
        context.catalog().snapshots(SnapshotQuery.of(dataset.name()))) {
      return choose(context, newestFirst.filter(s -> s.kind() != SnapshotKind.GUARD).iterator())
          .orElseThrow(
              () ->
                  new HeveliusException(
                      Category.NOT_FOUND,
                      "there is no snapshot of " + dataset.name() + " to go back to",
                      "all that there are: hevelius list " + dataset.name(),
                      "guards and snapshots that are known bad are only taken when they are named:"
                          + " --at REF"));
    }
  }

  /** The newest one before another that would be taken. */
  static Optional<Snapshot> before(Context context, Dataset dataset, Snapshot other) {
    try (Stream<Snapshot> newestFirst =
        context.catalog().snapshots(SnapshotQuery.of(dataset.name()))) {
      return choose(
              context,
              newestFirst
                  .filter(s -> s.kind() != SnapshotKind.GUARD && s.version() < other.version())
                  .iterator())
          .map(RecoveryChoice::want);
    }
  }

  private static Optional<RecoveryChoice> choose(Context context, Iterator<Snapshot> newestFirst) {
    List<RecoveryPlan.PassedOver> passed = new ArrayList<>();
    Optional<RecoveryChoice> empty = Optional.empty();
    int older = 0;
    while (newestFirst.hasNext() && older < LOOKED_AT) {
      Snapshot snapshot = newestFirst.next();
      Optional<String> why = why(context, snapshot);
      if (why.isEmpty()) {
        return Optional.of(new RecoveryChoice(snapshot, passed));
      }
      if (empty.isEmpty() && why.get().endsWith(EMPTY)) {
        empty = Optional.of(new RecoveryChoice(snapshot, passed));
      }
      older += empty.isPresent() ? 1 : 0;
      passed.add(new RecoveryPlan.PassedOver(snapshot.reference(), why.get()));
    }
    return empty;
  }

  /** Why a snapshot isn't taken unless it is named. */
  private static Optional<String> why(Context context, Snapshot snapshot) {
    if (snapshot.knownBad() != null) {
      return Optional.of("it is known bad: " + snapshot.knownBad().note());
    }
    for (Capture capture : snapshot.captures()) {
      if (!context.provider(capture.source()).exists(capture)) {
        return Optional.of("its capture of %s is gone from storage".formatted(capture.source()));
      }
    }
    for (Capture capture : snapshot.captures()) {
      try (SnapshotTree tree = context.provider(capture.source()).open(capture)) {
        boolean none =
            capture.isCounted() ? capture.files() == 0 : tree.children(tree.root()).isEmpty();
        if (none) {
          return Optional.of(capture.source() + " " + EMPTY);
        }
      } catch (HeveliusException e) {
        if (e.category() != Category.DAMAGED && e.category() != Category.NOT_FOUND) {
          throw e;
        }
        return Optional.of("it can't be read: " + e.getMessage());
      }
    }
    return Optional.empty();
  }
}
