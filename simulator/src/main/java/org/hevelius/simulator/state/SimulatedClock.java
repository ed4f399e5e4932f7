package org.hevelius.simulator.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;

/** The time of the stand-in, in UTC: that of the machine, moved and stopped as told. */
public final class SimulatedClock extends Clock {
  /** The collection in which its position is kept. */
  private static final String KEPT = "_clock";

  private final Clock machine;
  private final Store store;

  /** A clock that goes on where the store says that it stood. */
  public SimulatedClock(Clock machine, Store store) {
    this.machine = machine;
    this.store = store;
  }

  @Override
  public Instant instant() {
    return store.locked(
        () -> {
          ObjectNode kept = kept();
          Instant time =
              Json.has(kept, "frozen")
                  ? Instant.parse(Json.string(kept, "frozen"))
                  : machine.instant().plusNanos(Json.number(kept, "ahead"));
          return time.truncatedTo(ChronoUnit.MICROS);
        });
  }

  private ObjectNode kept() {
    return store.find(KEPT, 1).orElseGet(() -> Json.object().put("id", 1));
  }

  /** Whether it stands still. */
  public boolean frozen() {
    return store.locked(() -> Json.has(kept(), "frozen"));
  }

  /** Moves it to a time; a clock that stands still goes on standing there. */
  public void set(Instant time) {
    store.run(
        () -> {
          ObjectNode kept = kept();
          if (Json.has(kept, "frozen")) {
            kept.put("frozen", time.toString());
          } else {
            kept.put("ahead", Duration.between(machine.instant(), time).toNanos());
          }
          store.put(KEPT, kept);
        });
  }

  /** Stops it, or lets it go on from where it stands. */
  public void freeze(boolean stand) {
    store.run(
        () -> {
          Instant now = instant();
          ObjectNode kept = kept();
          kept.remove("frozen");
          kept.put("ahead", Duration.between(machine.instant(), now).toNanos());
          if (stand) {
            kept.put("frozen", now.toString());
          }
          store.put(KEPT, kept);
        });
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the system keeps its times in UTC");
  }
}
