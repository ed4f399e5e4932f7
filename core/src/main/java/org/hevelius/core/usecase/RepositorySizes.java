package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.hevelius.core.HeveliusException;

/** What repositories take, measured now and then: each time all of their files are listed. */
final class RepositorySizes {
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final Context context;
  private final Map<String, Measured> measured = new HashMap<>();

  /** What was found; empty when the repository could not be read. */
  private record Measured(Instant at, OptionalLong bytes) {
    boolean isFresh(Instant now) {
      return !now.isBefore(at) && now.isBefore(at.plus(EVERY));
    }
  }

  RepositorySizes(Context context) {
    this.context = context;
  }

  /** What all files of a repository take; empty while it can't be read. */
  synchronized OptionalLong bytes(String name) {
    Instant now = context.clock().instant();
    Measured last = measured.get(name);
    if (last == null || !last.isFresh(now)) {
      last = new Measured(now, measure(name));
      measured.put(name, last);
    }
    return last.bytes();
  }

  private OptionalLong measure(String name) {
    try {
      return OptionalLong.of(context.repositories().info(name).storedBytes());
    } catch (HeveliusException e) {
      // Its absence is what is told; status and check say why it can't be read.
      return OptionalLong.empty();
    }
  }
}
