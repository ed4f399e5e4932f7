package org.hevelius.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.hevelius.app.cli.Console;
import org.hevelius.app.cli.Program;

/** The program in a time that runs faster, from an instant on that all nodes are told. */
final class NodeMain {
  private NodeMain() {}

  /** How much faster. */
  static final int SPEED = 10;

  public static void main(String[] args) {
    String[] rest = new String[args.length - 1];
    System.arraycopy(args, 1, rest, 0, rest.length);
    Clock clock = new FastClock(Instant.parse(args[0]));
    System.exit(new Program(Wiring.parts(clock), Console.system()).run(rest));
  }

  private static final class FastClock extends Clock {
    private final Clock real = Clock.systemUTC();
    private final Instant start;

    FastClock(Instant start) {
      this.start = start;
    }

    @Override
    public Instant instant() {
      return start.plus(Duration.between(start, real.instant()).multipliedBy(SPEED));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
