package org.hevelius.app;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.hevelius.app.cli.Parts;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.usecase.Homes;
import org.hevelius.providers.directory.HomeIdentity;
import org.hevelius.providers.directory.HomeSetup;
import org.hevelius.providers.directory.RepositoryPool;
import org.hevelius.repository.Environment;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.lock.Owner;

/** Joins the parts of the program. The one place that knows which clock and which adapters run. */
final class Wiring {
  /** How long a command waits for the lock of another process before it gives up and names it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Wiring() {}

  /** The parts as they run on a real machine. */
  static Parts parts() {
    return parts(Clock.systemUTC());
  }

  /** The parts at a time of the caller's. */
  static Parts parts(Clock clock) {
    return new Parts(
        System.getenv(),
        clock,
        ZoneId::systemDefault,
        Path.of("").toAbsolutePath(),
        notices -> homes(clock, notices),
        new WiringService(clock, (home, site) -> WiringService.door(home, site, clock)),
        WiringRemote::open,
        new WiringSimulator(clock));
  }

  private static Homes homes(Clock clock, Consumer<String> notices) {
    Environment environment =
        new Environment(
            clock,
            new SecureRandom(),
            Owner.current(),
            FileSystems.local(),
            Runtime.getRuntime().availableProcessors(),
            Sleeper.real(),
            PATIENCE,
            notices);
    return new LocalHomes(
        new HomeSetup(environment, System::getenv),
        new HomeIdentity(environment, environment.notices()),
        home -> new RepositoryPool(home, environment, System::getenv),
        new Actor(environment.owner().username(), environment.owner().hostname()),
        new WiringStorage(environment),
        environment.clock(),
        environment.notices());
  }
}
