package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.recovery.Recovery;
import org.hevelius.core.snapshot.SnapshotKind;

/** What stands in the way of a disaster's good end: recoveries in the middle, copies too near. */
final class Dangers {
  private final Context context;

  Dangers(Context context) {
    this.context = context;
  }

  /** The recovery of a dataset that is unfinished, if there is one. */
  Optional<Recovery> unfinished(DatasetName dataset) {
    return context.catalog().recoveries().unfinished().stream()
        .filter(recovery -> recovery.dataset().equals(dataset))
        .findFirst();
  }

  /**
   * Makes sure that data aren't captured by themselves while they stand between two states.
   *
   * @throws HeveliusException UNAVAILABLE when a recovery is unfinished
   */
  void requireSettled(DatasetName dataset) {
    unfinished(dataset)
        .ifPresent(
            recovery -> {
              throw new HeveliusException(
                  Category.UNAVAILABLE,
                  "no snapshot of %s was taken: recovery %d of it is unfinished, so its data may stand between two states"
                      .formatted(dataset, recovery.id()),
                  "all earlier snapshots are as they were",
                  "how far it came: hevelius recover show " + recovery.id());
            });
  }

  /** What people should know of a dataset, a sentence each. */
  List<String> of(Dataset dataset, Instant now) {
    List<String> dangers = new ArrayList<>();
    unfinished(dataset.name()).ifPresent(recovery -> dangers.add(sentence(recovery, now)));
    if (onlyThere(dataset) && !isAdopted(dataset)) {
      dangers.add(
          "all its snapshots lie in the storage of the data itself: what destroys that takes both;"
              + " keep a copy elsewhere");
    }
    return dangers;
  }

  private String sentence(Recovery recovery, Instant now) {
    boolean alive =
        context
            .catalog()
            .leases()
            .lease("recover/" + recovery.dataset())
            .filter(lease -> lease.until().isAfter(now))
            .isPresent();
    return alive
        ? "recovery %d is being carried out".formatted(recovery.id())
        : "recovery %d is unfinished, and services may be stopped: hevelius recover %s --resume, or --back"
            .formatted(recovery.id(), recovery.dataset());
  }

  /** Whether another program takes its snapshots, and answers for them. */
  private boolean isAdopted(Dataset dataset) {
    return context
        .catalog()
        .latest(dataset.name())
        .filter(snapshot -> snapshot.kind() == SnapshotKind.ADOPTED)
        .isPresent();
  }

  /**
   * Whether snapshots and data of a dataset share their fate: they lie in one storage, which
   * doesn't bring them to another place as it was told.
   */
  boolean onlyThere(Dataset dataset) {
    return !dataset.sources().isEmpty()
        && dataset.sources().stream()
            .allMatch(source -> context.providers().get(source.kind()) instanceof NativeStorage)
        && !isCopied(dataset);
  }

  /** Asks the storage only where it was told to copy. */
  private boolean isCopied(Dataset dataset) {
    boolean told =
        new NativeShare(context)
            .agreement(dataset)
            .filter(agreement -> agreement.set().copies() != null)
            .isPresent();
    return told && new NativeCopies(context).isSafe(dataset);
  }
}
