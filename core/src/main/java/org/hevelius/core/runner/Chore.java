package org.hevelius.core.runner;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Something that the runner does again and again: taking snapshots that are due, looking into a
 * drop directory, sending what could not be sent.
 *
 * <p>Called by one thread at a time on the leading node. What takes long is begun and not waited
 * for. An exception is reported and ends this beat of this chore only.
 */
public interface Chore {
  /** Its name in messages, such as {@code schedules}. */
  String name();

  /**
   * Does what is due.
   *
   * @param now the beat's moment
   * @param stop becomes true when the program ends; then it returns soon
   */
  void run(Instant now, BooleanSupplier stop);
}
