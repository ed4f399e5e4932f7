package org.hevelius.core.notify;

import java.time.Instant;

/**
 * A message in the queue of a channel.
 *
 * @param queued since when it waits
 * @param attempts how often its delivery was tried
 * @param next when it is tried next; when it was given up
 * @param error why the last attempt failed; empty when there was none
 */
public record Notice(
    String channel,
    Message message,
    Instant queued,
    int attempts,
    Instant next,
    State state,
    String error) {
  /** Where it stands. What was delivered is no longer in the queue. */
  public enum State {
    /** It is going to be tried. */
    WAITING,
    /** It was given up. */
    FAILED
  }

  /** A message that is due at once. */
  static Notice of(String channel, Message message, Instant now) {
    return new Notice(channel, message, now, 0, now, State.WAITING, "");
  }

  /** The same, due only then. */
  Notice from(Instant due) {
    return new Notice(channel, message, queued, attempts, due, state, error);
  }

  /** The same after a failed attempt. */
  Notice tried(Instant again, String why) {
    return new Notice(channel, message, queued, attempts + 1, again, State.WAITING, why);
  }

  /** The same, given up. */
  Notice givenUp(Instant now, String why) {
    return new Notice(channel, message, queued, attempts + 1, now, State.FAILED, why);
  }
}
