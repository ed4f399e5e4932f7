package org.hevelius.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import org.hevelius.app.cli.Parts;

/** Joins the parts of the program. The one place that knows which clock and which adapters run. */
final class Wiring {
  private Wiring() {}

  /** The parts as they run on a real machine. */
  static Parts parts() {
    Clock clock = Clock.systemUTC();
    return new Parts(
        System.getenv(),
        clock,
        ZoneId::systemDefault,
        Path.of("").toAbsolutePath(),
        notices -> {
          throw new UnsupportedOperationException("homes are not wired");
        });
  }
}
