package org.hevelius.core.report;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One value of a sheet. People read it in units; programs read the number itself. */
public sealed interface Cell {
  /** Nothing is known, or there is nothing. */
  record None() implements Cell {}

  /** Words. */
  record Text(String text) implements Cell {}

  /** How many. */
  record Count(long count) implements Cell {}

  /** Bytes. */
  record Size(long bytes) implements Cell {}

  /** A share; 1 is the whole. */
  record Share(double share) implements Cell {}

  /** A time. */
  record At(Instant time) implements Cell {}

  /** How long. */
  record Span(Duration span) implements Cell {}

  /** A judgment in one word. */
  record Verdict(String word, Level level) implements Cell {}

  /** How a judgment is to be read. */
  enum Level {
    /** As it should be. */
    GOOD,
    /** Not as it should be. */
    BAD,
    /** It can't be told. */
    OPEN
  }

  /** Words, or nothing. */
  static Cell of(@Nullable String text) {
    return text == null || text.isEmpty() ? new None() : new Text(text);
  }

  /** How many. */
  static Cell count(long count) {
    return new Count(count);
  }

  /** Bytes, or nothing. */
  static Cell size(@Nullable Long bytes) {
    return bytes == null ? new None() : new Size(bytes);
  }

  /** A share, or nothing. */
  static Cell share(@Nullable Double share) {
    return share == null ? new None() : new Share(share);
  }

  /** A time, or nothing. */
  static Cell at(@Nullable Instant time) {
    return time == null ? new None() : new At(time);
  }

  /** Seconds as a time that passes, or nothing. */
  static Cell seconds(@Nullable Long seconds) {
    return seconds == null ? new None() : new Span(Duration.ofSeconds(seconds));
  }
}
