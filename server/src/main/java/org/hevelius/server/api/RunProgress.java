package org.hevelius.server.api;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.hevelius.core.provider.Progress;
import org.jspecify.annotations.Nullable;

/** The phases of a run, of which the newest open one is shown. */
final class RunProgress implements Progress {
  private record Open(String phase, Supplier<State> state) {}

  private final ConcurrentLinkedDeque<Open> open = new ConcurrentLinkedDeque<>();

  @Override
  public Phase begin(String phase, Supplier<State> state) {
    Open mine = new Open(phase, state);
    open.addLast(mine);
    return () -> {
      boolean _ = open.remove(mine);
    };
  }

  @Override
  public boolean wantsTotals() {
    return true;
  }

  /** How far it is now; null when no phase is open. */
  Run.@Nullable Step step() {
    Open newest = open.peekLast();
    if (newest == null) {
      return null;
    }
    State state = newest.state().get();
    return new Run.Step(
        newest.phase(), state.files(), state.totalFiles(), state.bytes(), state.totalBytes());
  }
}
