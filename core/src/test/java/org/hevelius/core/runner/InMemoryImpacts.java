package org.hevelius.core.runner;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** What runs meant, in memory. */
public final class InMemoryImpacts implements ImpactStore {
  private record Row(String dataset, Impact impact) {}

  private final NavigableMap<Long, Row> rows = new TreeMap<>();
  private final LongSupplier oldest;

  /**
   * A store that is empty.
   *
   * @param oldest id of the oldest run that is kept
   */
  public InMemoryImpacts(LongSupplier oldest) {
    this.oldest = oldest;
  }

  @Override
  public synchronized void record(long run, String dataset, Impact impact) {
    rows.put(run, new Row(dataset, impact));
    rows.headMap(oldest.getAsLong()).clear();
  }

  @Override
  public synchronized Map<Long, Impact> of(Collection<Long> runs) {
    Map<Long, Impact> found = new TreeMap<>();
    rows.forEach(
        (run, row) -> {
          if (runs.contains(run)) {
            found.put(run, row.impact());
          }
        });
    return found;
  }

  @Override
  public synchronized Map<String, Impact> newest() {
    Map<String, Impact> newest = new TreeMap<>();
    rows.values().forEach(row -> newest.put(row.dataset(), row.impact()));
    return newest;
  }
}
