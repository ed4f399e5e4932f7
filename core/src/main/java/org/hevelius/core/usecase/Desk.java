package org.hevelius.core.usecase;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hevelius.core.dataset.DatasetName;

/** Who is at work: one at a time for each dataset, or one for all of them. */
final class Desk {
  /** What is done for a dataset. */
  private enum Work {
    SNAPSHOT,
    UPKEEP
  }

  private final Map<DatasetName, Work> busy = new HashMap<>();
  private final Set<Long> runs = new HashSet<>();
  private final Set<DatasetName> warned = new HashSet<>();
  private boolean all;

  /** Takes a dataset to snapshot it; false when something is done for it. */
  synchronized boolean takeForSnapshot(DatasetName dataset) {
    return take(dataset, Work.SNAPSHOT);
  }

  /** Takes a dataset for something that snapshots wait for; false when something is done for it. */
  synchronized boolean takeForUpkeep(DatasetName dataset) {
    return take(dataset, Work.UPKEEP);
  }

  private boolean take(DatasetName dataset, Work work) {
    return !all && busy.putIfAbsent(dataset, work) == null;
  }

  /** The snapshots of a dataset are taken; what is done for it now is upkeep. */
  synchronized void turnToUpkeep(DatasetName dataset) {
    busy.put(dataset, Work.UPKEEP);
    warned.remove(dataset);
  }

  /** Nothing is done for a dataset any more. */
  synchronized void leave(DatasetName dataset) {
    busy.remove(dataset);
    warned.remove(dataset);
  }

  /** Whether a snapshot of a dataset waits or is being taken. */
  synchronized boolean isSnapshotting(DatasetName dataset) {
    return busy.get(dataset) == Work.SNAPSHOT;
  }

  /** Whether something must be waited for before a dataset can be snapshotted. */
  synchronized boolean mustWait(DatasetName dataset) {
    return all || busy.get(dataset) == Work.UPKEEP;
  }

  /** Whether it is the first time that is asked since the dataset was taken. */
  synchronized boolean warns(DatasetName dataset) {
    return warned.add(dataset);
  }

  /** Takes everything; false when something is done. */
  synchronized boolean takeAll() {
    boolean free = !all && busy.isEmpty();
    all |= free;
    return free;
  }

  /** Everything is free again. */
  synchronized void leaveAll() {
    all = false;
  }

  /** A run is in hand. */
  synchronized void hold(long run) {
    runs.add(run);
  }

  /** A run has ended. */
  synchronized void drop(long run) {
    runs.remove(run);
  }

  /** Whether a run is in hand here. */
  synchronized boolean holds(long run) {
    return runs.contains(run);
  }
}
