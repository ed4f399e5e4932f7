package org.hevelius.app.cli;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.log.Log;

/** The log of a service: what went wrong, in words; or all of it, as text or as JSON. */
final class ServiceLog {
  private static final String VARIABLE = "HEVELIUS_LOG";

  private ServiceLog() {}

  /**
   * The log that the environment asks for.
   *
   * @throws HeveliusException INVALID for a form that there isn't
   */
  static Log of(Map<String, String> environment, Clock clock, Consumer<String> lines) {
    String form = environment.getOrDefault(VARIABLE, "");
    return switch (form) {
      case "" -> entry -> problem(entry, lines);
      case "text" -> entry -> lines.accept(text(entry, clock));
      case "json" -> entry -> lines.accept(json(entry, clock));
      default ->
          throw new HeveliusException(
              Category.INVALID,
              VARIABLE + " is text or json, not \"" + form + "\"",
              "nothing was started; without it the log says only what goes wrong");
    };
  }

  private static void problem(Log.Entry entry, Consumer<String> lines) {
    if (entry.level() != Log.Level.INFO) {
      lines.accept(entry.message());
    }
  }

  /** Lines behind the first are indented, so that no message looks like an entry of its own. */
  private static String text(Log.Entry entry, Clock clock) {
    String about =
        entry.about().entrySet().stream()
            .map(e -> " " + e.getKey() + "=" + Text.printable(e.getValue()))
            .collect(Collectors.joining());
    String message =
        entry.message().lines().map(Text::printable).collect(Collectors.joining("\n    "));
    return "%s %s %s: %s%s".formatted(time(clock), entry.level(), entry.logger(), message, about);
  }

  private static String json(Log.Entry entry, Clock clock) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("time", time(clock));
    fields.put("level", entry.level().name());
    fields.put("logger", entry.logger());
    fields.put("message", entry.message());
    entry.about().forEach(fields::putIfAbsent);
    return JsonOutput.line(fields).stripTrailing();
  }

  private static String time(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
