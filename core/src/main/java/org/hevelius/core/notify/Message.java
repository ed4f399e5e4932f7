package org.hevelius.core.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.alert.Alert;
import org.jspecify.annotations.Nullable;

/**
 * What a channel delivers.
 *
 * @param id the same in each attempt, a UUID
 * @param repeated how often the same came since the message before and wasn't sent
 * @param repeatedSince when the first of these came; null when there are none
 */
public record Message(
    String id, Type type, Alert alert, long repeated, @Nullable Instant repeatedSince) {
  /** What kind of message it is. */
  public enum Type {
    /** Something is wrong. */
    PROBLEM,
    /** What was wrong is well again. */
    RECOVERY,
    /** Good to know. */
    NEWS,
    /** Several that came at about the same time, told as one. */
    DIGEST,
    /** Somebody tries the channel. */
    TEST
  }

  /** One line: how grave, to which thing, what. */
  public String title() {
    String mark =
        switch (type) {
          case PROBLEM -> alert.kind().severity() == Alert.Severity.CRITICAL ? "FAILED" : "WARNING";
          case DIGEST -> "DIGEST";
          case RECOVERY -> "RECOVERED";
          case NEWS -> "INFO";
          case TEST -> "TEST";
        };
    return "[hevelius] %s %s: %s".formatted(mark, alert.subject(), alert.summary());
  }

  /** All of it, one thought a line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(alert.summary());
    lines.addAll(alert.details());
    lines.add("");
    lines.add("about:  " + alert.subject());
    lines.add("what:   " + word(alert.kind()));
    lines.add("time:   " + alert.time());
    if (!alert.run().isEmpty()) {
      lines.add("run:    " + alert.run());
    }
    if (repeated > 0) {
      lines.add("again:  %,d times more since %s".formatted(repeated, repeatedSince));
    }
    return lines;
  }

  /** A constant as people write it, such as {@code run-failed}. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
