package org.hevelius.simulator.task;

import java.time.Instant;
import java.util.Optional;

/** Something that happens by itself when its time has come. */
public interface Due {
  /** When it happens next, by the stand-in's clock. */
  Optional<Instant> next();

  /** Lets what is due first happen. */
  void runNext();
}
