package org.hevelius.app.cli;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the command line is given from outside.
 *
 * @param environment the environment variables
 * @param clock the time
 * @param zone the zone in which people of this machine read times; asked for when the first time is
 *     shown, since finding it out takes a while
 */
public record Parts(Map<String, String> environment, Clock clock, Supplier<ZoneId> zone) {
  /** Copies the environment. */
  public Parts {
    environment = Map.copyOf(environment);
  }
}
