package org.hevelius.core.provider;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a long operation shows how far it is. */
@FunctionalInterface
public interface Progress {
  /** Shows nothing. */
  Progress NONE = (phase, state) -> () -> {};

  /**
   * A phase begins.
   *
   * @param phase what is done, such as {@code reading}
   * @param state asked at any time, from any thread, until the phase is closed
   */
  Phase begin(String phase, Supplier<State> state);

  /** Whether it is worth some work to learn totals that nobody knows yet: someone is watching. */
  default boolean wantsTotals() {
    return false;
  }

  /** A phase that runs; closing it ends it. */
  interface Phase extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * How far a phase is.
   *
   * @param files done so far
   * @param totalFiles 0 when not known
   * @param bytes done so far
   * @param totalBytes 0 when not known
   * @param current what is being worked on, or null
   */
  record State(
      long files, long totalFiles, long bytes, long totalBytes, @Nullable String current) {}
}
