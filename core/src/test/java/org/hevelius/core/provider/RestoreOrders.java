package org.hevelius.core.provider;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hevelius.core.snapshot.Capture;
import org.jspecify.annotations.Nullable;

/** Restores, and what they said that they did. */
final class RestoreOrders {
  private final SnapshotProvider provider;

  RestoreOrders(SnapshotProvider provider) {
    this.provider = provider;
  }

  /** Makes a source as a capture says, what the capture doesn't have included. */
  List<String> inPlace(Capture want, @Nullable Capture guard, boolean dryRun) {
    return run(want, null, null, true, guard, dryRun);
  }

  /** Restores to a place where nothing is. */
  List<String> to(String place, Capture want) {
    return run(want, null, place, false, null, false);
  }

  /** Brings back what differs between two captures, where the source still is as the base says. */
  List<String> threeWay(Capture want, Capture base, @Nullable Capture guard, boolean dryRun) {
    return run(want, base, null, false, guard, dryRun);
  }

  private List<String> run(
      Capture want,
      @Nullable Capture base,
      @Nullable String target,
      boolean delete,
      @Nullable Capture guard,
      boolean dryRun) {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    provider.restore(
        new RestoreOrder(
            want,
            base,
            target,
            List.of(),
            delete,
            target == null,
            guard,
            dryRun,
            true,
            !dryRun,
            (action, _) -> told.add(action.kind() + " " + action.path()),
            Progress.NONE,
            () -> false));
    return told.stream().sorted().toList();
  }
}
