package org.hevelius.core.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A way to tell somebody: the port to mail, webhooks and the like. For one thread at a time.
 *
 * <p>Delivers at least once: the same message, with the same id, may come again when its delivery
 * could not be noted. Returns within a minute and throws nothing: whatever goes wrong is an
 * outcome, told without any secret.
 */
@FunctionalInterface
public interface Channel {
  /** How a delivery ended. */
  sealed interface Outcome {}

  /**
   * The other side has taken it.
   *
   * @param warning what should be known all the same; usually empty
   */
  record Delivered(String warning) implements Outcome {}

  /**
   * It may work later.
   *
   * @param why what went wrong
   * @param after how long the other side wants to be left alone; null when it didn't say
   */
  record Later(String why, @Nullable Duration after) implements Outcome {}

  /**
   * It will not work however often it is tried.
   *
   * @param why what went wrong
   */
  record Refused(String why) implements Outcome {}

  /** Delivers a message. */
  Outcome deliver(Message message);
}
