package org.hevelius.server.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Plans that were shown and may be carried out, the newest ones, for an hour each. */
final class Plans<T> {
  private static final int USUAL = 100;
  private static final Duration LIFE = Duration.ofHours(1);

  private record Kept<T>(T plan, Instant until) {}

  private final Clock clock;
  private final int most;
  private final Map<String, Kept<T>> plans = new LinkedHashMap<>();

  Plans(Clock clock) {
    this(clock, USUAL);
  }

  /** Plans of which only so many are kept. */
  Plans(Clock clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  synchronized void keep(String id, T plan) {
    var _ = plans.remove(id);
    plans.put(id, new Kept<>(plan, clock.instant().plus(LIFE)));
    Iterator<Kept<T>> oldest = plans.values().iterator();
    while (plans.size() > most) {
      var _ = oldest.next();
      oldest.remove();
    }
  }

  /**
   * The plan of that id.
   *
   * @throws HeveliusException NOT_FOUND if there is none, or it is too old
   */
  synchronized T get(String id) {
    Kept<T> kept = plans.get(id);
    if (kept == null || !kept.until().isAfter(clock.instant())) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "there is no plan " + id,
          "this request changed nothing; plans are kept for an hour, by the service that made them"
              + " and until it ends: plan again and look at it");
    }
    return kept.plan();
  }
}
