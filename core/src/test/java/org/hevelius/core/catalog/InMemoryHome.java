package org.hevelius.core.catalog;

import java.util.Optional;

/** Which home a catalog in memory is of. */
final class InMemoryHome implements HomeStore {
  private Optional<String> id = Optional.empty();

  @Override
  public synchronized Optional<String> id() {
    return id;
  }

  @Override
  public synchronized String claim(String wanted) {
    String holds = id.orElse(wanted);
    id = Optional.of(holds);
    return holds;
  }

  @Override
  public synchronized void become(String other) {
    id = Optional.of(other);
  }
}
