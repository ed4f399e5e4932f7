package org.hevelius.core.notify;

import java.time.Instant;
import org.hevelius.core.alert.Alert;
import org.jspecify.annotations.Nullable;

/**
 * What a channel was told of and may come again.
 *
 * @param told when a message was queued last
 * @param more how often the same came since, and wasn't sent
 * @param moreSince when the first of these came; null when there are none
 */
public record Repetition(
    String channel,
    Alert.Kind kind,
    String subject,
    Instant told,
    long more,
    @Nullable Instant moreSince) {
  /** The same once more, not sent. */
  Repetition again(Instant now) {
    return new Repetition(
        channel, kind, subject, told, more + 1, moreSince == null ? now : moreSince);
  }
}
