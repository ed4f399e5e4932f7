package org.hevelius.app;

import java.time.Clock;
import java.time.ZoneId;
import org.hevelius.app.cli.Parts;

/** Joins the parts of the program. The one place that knows which clock and which adapters run. */
final class Wiring {
  private Wiring() {}

  /** The parts as they run on a real machine. */
  static Parts parts() {
    return new Parts(System.getenv(), Clock.systemUTC(), ZoneId::systemDefault);
  }
}
