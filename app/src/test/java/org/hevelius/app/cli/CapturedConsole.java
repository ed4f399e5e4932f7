package org.hevelius.app.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.hevelius.testkit.TestClock;

/** A console whose output can be looked at, with typed input and chosen terminals. */
final class CapturedConsole {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console;

  CapturedConsole(String input, int width, String... terminals) {
    this.console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            err,
            new Console.Facts(Set.of(terminals), width));
    console.colorsAllowed(Map.of());
  }

  /** Pipes and files only, 100 columns. */
  static CapturedConsole piped() {
    return new CapturedConsole("", 100);
  }

  Console console() {
    return console;
  }

  String out() {
    console.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    console.flush();
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Runs a command line here. */
  int run(String... args) {
    return run(Map.of(), args);
  }

  int run(Map<String, String> environment, String... args) {
    return program(environment, console).run(args);
  }

  static Program program(Console console) {
    return program(Map.of(), console);
  }

  private static Program program(Map<String, String> environment, Console console) {
    Clock clock = TestClock.at("2026-11-21T10:30:00Z");
    return new Program(parts(environment, clock), console);
  }

  static Parts parts(Map<String, String> environment, Clock clock) {
    return new Parts(
        environment,
        clock,
        () -> ZoneOffset.UTC,
        Path.of("/data"),
        notices -> {
          throw new AssertionError("this verb was not expected to open a home");
        });
  }
}
