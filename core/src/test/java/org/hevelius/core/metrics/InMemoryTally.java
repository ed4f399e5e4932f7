package org.hevelius.core.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;

/** What was done, counted in memory. */
public final class InMemoryTally {
  private final Map<List<String>, Work> work = new TreeMap<>(InMemoryTally::compare);
  private final Map<String, FigureStore.Taken> taken = new TreeMap<>();

  /** Counts one piece of work. */
  public synchronized void count(Work done) {
    work.merge(
        List.of(done.kind(), done.dataset(), done.result(), "%02d".formatted(done.bucket() + 1)),
        done,
        Work::plus);
  }

  /** Counts a snapshot. */
  public synchronized void count(Snapshot snapshot) {
    if (snapshot.kind() != SnapshotKind.ADOPTED) {
      taken.merge(
          snapshot.dataset().text(),
          new FigureStore.Taken(
              snapshot.dataset().text(),
              1,
              snapshot.captures().stream().mapToLong(Capture::bytes).sum(),
              snapshot.captures().stream().mapToLong(Capture::addedBytes).sum(),
              snapshot.captures().stream().mapToLong(Capture::storedBytes).sum()),
          (one, other) ->
              new FigureStore.Taken(
                  one.dataset(),
                  one.snapshots() + other.snapshots(),
                  one.bytes() + other.bytes(),
                  one.addedBytes() + other.addedBytes(),
                  one.storedBytes() + other.storedBytes()));
    }
  }

  /** All work. */
  public synchronized List<Work> work() {
    return new ArrayList<>(work.values());
  }

  /** All that was taken. */
  public synchronized List<FigureStore.Taken> taken() {
    return new ArrayList<>(taken.values());
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < one.size(); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
