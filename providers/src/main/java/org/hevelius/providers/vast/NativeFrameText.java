package org.hevelius.providers.vast;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.policy.NativeFrames;
import org.hevelius.core.policy.NativeFrames.Frame;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Frames as protection policies write them. */
final class NativeFrameText {
  private static final Pattern LENGTH = Pattern.compile("([0-9]{1,9})(ms|[smhdDwWMyY])");

  private NativeFrameText() {}

  static ArrayNode write(List<Frame> frames) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Frame frame : frames) {
      all.addObject()
          .put("every", NativeFrames.length(frame.every()))
          .put("start-at", frame.start())
          .put("keep-local", NativeFrames.length(frame.keepLocal()))
          .put("keep-remote", NativeFrames.length(frame.keepRemote()));
    }
    return all;
  }

  /** What stands there; nothing when it can't be understood as a whole. */
  static Optional<List<Frame>> read(JsonNode frames) {
    List<Frame> all = new ArrayList<>();
    for (JsonNode frame : frames) {
      Optional<Duration> every = length(frame.path("every").asString(""));
      Optional<Duration> local = length(frame.path("keep-local").asString("0s"));
      Optional<Duration> remote = length(frame.path("keep-remote").asString("0s"));
      Instant start = VastSnapshot.time(frame.path("start-at"));
      if (every.isEmpty() || every.get().isZero() || local.isEmpty() || remote.isEmpty()) {
        return Optional.empty();
      }
      if (start == null) {
        return Optional.empty();
      }
      all.add(new Frame(every.get(), start, local.get(), remote.get()));
    }
    return Optional.of(List.copyOf(all));
  }

  private static Optional<Duration> length(String text) {
    Matcher matcher = LENGTH.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          case "w", "W" -> Duration.ofDays(7 * count);
          case "M" -> Duration.ofDays(30 * count);
          case "y", "Y" -> Duration.ofDays(365 * count);
          default -> Duration.ofDays(count);
        });
  }

  /** What stands there, for people. */
  static String text(JsonNode frames) {
    return read(frames).map(NativeFrameText::text).orElse("something that isn't understood");
  }

  static String text(List<Frame> frames) {
    return frames.isEmpty()
        ? "nothing"
        : String.join(
            " and ",
            frames.stream()
                .map(
                    frame ->
                        "every %s from %s UTC, kept %s%s"
                            .formatted(
                                NativeFrames.length(frame.every()),
                                frame.start(),
                                NativeFrames.length(frame.keepLocal()),
                                frame.keepRemote().isZero()
                                    ? ""
                                    : ", copies kept " + NativeFrames.length(frame.keepRemote())))
                .toList());
  }
}
