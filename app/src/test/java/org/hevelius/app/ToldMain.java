package org.hevelius.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.usecase.Hevelius;

/** A process that raises an alert if it is told so, and delivers what waits until it is ended. */
final class ToldMain {
  private ToldMain() {}

  public static void main(String[] args) throws InterruptedException {
    Path home = Path.of(args[0]);
    try (Hevelius hevelius = Wiring.parts().homes().apply(_ -> {}).open(home);
        WiringTold told = WiringTold.of(hevelius, line -> System.err.println(line))) {
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
      while (System.in != null) {
        told.notifications().run(Clock.systemUTC().instant(), () -> false);
        Thread.sleep(100);
      }
    }
  }
}
