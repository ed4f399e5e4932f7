package org.hevelius.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.usecase.Hevelius;

/** A process that raises an alert if it is told so, and delivers what waits until it is ended. */
final class ToldMain {
  private ToldMain() {}

  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    try (Hevelius hevelius = Wiring.parts().homes().apply(_ -> {}).open(home);
        WiringTold told = WiringTold.of(hevelius, line -> System.err.println(line));
        ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor()) {
      if (args.length > 1) {
        told.alerts()
            .raise(
                new Alert(
                    Alert.Kind.RUN_FAILED,
                    args[1],
                    "12",
                    Instant.parse("2026-11-21T10:00:00Z"),
                    "the disk is full",
                    List.of()));
      }
      var _ =
          beats.scheduleWithFixedDelay(
              () -> told.notifications().run(Clock.systemUTC().instant(), () -> false),
              0,
              100,
              TimeUnit.MILLISECONDS);
      // Whoever started it holds the other end.
      var _ = System.in.read();
    }
  }
}
