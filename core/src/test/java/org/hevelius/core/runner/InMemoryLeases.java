package org.hevelius.core.runner;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Leases in memory, for tests. */
public final class InMemoryLeases implements LeaseStore {
  private final Map<String, Lease> leases = new HashMap<>();

  @Override
  public synchronized Optional<Lease> lease(String name) {
    return Optional.ofNullable(leases.get(name));
  }

  @Override
  public synchronized boolean acquire(Lease wanted, Instant now) {
    Lease present = leases.get(wanted.name());
    boolean free =
        present == null
            || present.holder().equals(wanted.holder())
            || !present.until().isAfter(now);
    if (free) {
      leases.put(wanted.name(), wanted);
    }
    return free;
  }

  @Override
  public synchronized boolean release(String name, String holder) {
    Lease present = leases.get(name);
    boolean had = present != null && present.holder().equals(holder);
    if (had) {
      leases.remove(name);
    }
    return had;
  }
}
