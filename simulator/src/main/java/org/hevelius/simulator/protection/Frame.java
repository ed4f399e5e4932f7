package org.hevelius.simulator.protection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.simulator.resource.Spans;
import org.hevelius.simulator.state.Json;
import org.hevelius.simulator.state.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One schedule of a policy.
 *
 * @param start from which the times are counted
 * @param keep how long its snapshots are kept here; null for ever
 */
record Frame(Duration every, Instant start, @Nullable Duration keep) {

  /**
   * Reads the frames of a policy.
   *
   * @param made counts where no start is given
   * @throws Refusal 400 if one can't be understood
   */
  static List<Frame> all(JsonNode frames, Instant made) {
    List<Frame> all = new ArrayList<>();
    for (JsonNode frame : frames) {
      Duration every = span(frame, "every");
      if (every == null || every.isZero()) {
        throw wrong("every");
      }
      String start = Json.string(frame, "start-at");
      Instant from =
          start.isEmpty() ? made : Spans.time(start).orElseThrow(() -> wrong("start-at"));
      Duration keep = span(frame, "keep-local");
      span(frame, "keep-remote");
      all.add(new Frame(every, from, keep == null || keep.isZero() ? null : keep));
    }
    return all;
  }

  private static @Nullable Duration span(JsonNode frame, String field) {
    String text = Json.string(frame, field);
    return text.isEmpty() ? null : Spans.span(text).orElseThrow(() -> wrong(field));
  }

  private static Refusal wrong(String field) {
    return Refusal.field("frames", "Invalid value for \"" + field + "\".");
  }

  /** The first of its times after another. */
  Instant after(Instant time) {
    if (time.isBefore(start)) {
      return start;
    }
    long passed = Duration.between(start, time).toMillis();
    long step = every.toMillis();
    return start.plusMillis((passed / step + 1) * step);
  }

  /** How many of its snapshots of a span of time are there at its end. */
  long between(Instant from, Instant to) {
    Duration span = Duration.between(from, to);
    Duration kept = keep != null && keep.compareTo(span) < 0 ? keep : span;
    return Math.max(0, kept.dividedBy(every));
  }

  String pretty() {
    return "every " + every + " from " + start + (keep == null ? "" : ", keep " + keep);
  }
}
