package org.hevelius.app.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hevelius.core.usecase.Homes;

/**
 * What the command line is given from outside.
 *
 * @param environment the environment variables
 * @param clock the time
 * @param zone the zone in which people of this machine read times; asked for when the first time is
 *     shown, since finding it out takes a while
 * @param workingDirectory where the user stands
 * @param homes makes and opens homes; given a function that shows notices to the user, and asked
 *     for only by verbs that need a home
 * @param services starts the service
 * @param remotes reaches services that run elsewhere
 * @param simulators starts stand-ins for storage systems
 */
public record Parts(
    Map<String, String> environment,
    Clock clock,
    Supplier<ZoneId> zone,
    Path workingDirectory,
    Function<Consumer<String>, Homes> homes,
    Services services,
    Remotes remotes,
    Simulators simulators) {
  /** Copies the environment. */
  public Parts {
    environment = Map.copyOf(environment);
  }

  /** Parts without a service. */
  public Parts(
      Map<String, String> environment,
      Clock clock,
      Supplier<ZoneId> zone,
      Path workingDirectory,
      Function<Consumer<String>, Homes> homes) {
    this(environment, clock, zone, workingDirectory, homes, Services.NONE);
  }

  /** Parts that know no service elsewhere. */
  public Parts(
      Map<String, String> environment,
      Clock clock,
      Supplier<ZoneId> zone,
      Path workingDirectory,
      Function<Consumer<String>, Homes> homes,
      Services services) {
    this(environment, clock, zone, workingDirectory, homes, services, Remotes.NONE);
  }

  /** Parts without stand-ins. */
  public Parts(
      Map<String, String> environment,
      Clock clock,
      Supplier<ZoneId> zone,
      Path workingDirectory,
      Function<Consumer<String>, Homes> homes,
      Services services,
      Remotes remotes) {
    this(environment, clock, zone, workingDirectory, homes, services, remotes, Simulators.NONE);
  }
}
