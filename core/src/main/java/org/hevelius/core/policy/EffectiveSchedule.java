package org.hevelius.core.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.retention.RetentionRule;
import org.hevelius.core.schedule.Schedule;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it holds for one dataset.
 *
 * @param identity what its snapshots are recorded under
 * @param at when it is due, as it is written
 * @param zone whose clock counts
 * @param keep the rules of its tier; empty when only the dataset's rules hold
 * @param grace how late a run may start before it counts as missed
 * @param jitter up to how much its runs are shifted
 * @param takesOver other schedules whose snapshots belong to its tier
 */
public record EffectiveSchedule(
    DatasetName dataset,
    TakenBy identity,
    String at,
    ZoneId zone,
    List<RetentionRule> keep,
    CatchUp catchUp,
    Duration grace,
    Duration jitter,
    List<Blackout> blackout,
    SortedMap<String, String> tags,
    String description,
    Set<TakenBy> takesOver) {
  /** The longest that windows which follow each other can move a run. */
  private static final Duration LONGEST_MOVE = Duration.ofDays(8);

  /** For how long a run outside of all windows is looked for. */
  private static final Duration SEARCHED = Duration.ofDays(5 * 366L);

  /**
   * A run to come.
   *
   * @param planned when the schedule says
   * @param time when it runs: shifted by the jitter, and to the end of a blackout window
   * @param moved whether a blackout window moved it
   */
  public record Due(Instant planned, Instant time, boolean moved) {}

  /** Copies the collections. */
  public EffectiveSchedule {
    keep = List.copyOf(keep);
    blackout = List.copyOf(blackout);
    takesOver = Set.copyOf(takesOver);
  }

  /** Its name. */
  public String name() {
    return identity.schedule();
  }

  /** The schedule in its zone. */
  public Schedule schedule() {
    return Schedule.parse(at, zone);
  }

  /**
   * By how much runs are shifted: always the same for one policy and dataset, so that what is shown
   * beforehand stays true, and schedules of one policy that fall together stay together.
   */
  public Duration shift() {
    long seconds = jitter.toSeconds();
    long hash = Integer.toUnsignedLong((identity.policy() + "\n" + dataset).hashCode());
    return seconds == 0 ? Duration.ZERO : Duration.ofSeconds(hash * 2_654_435_761L % seconds).abs();
  }

  /** What its due times depend on; when it changes, the schedule is another one. */
  public String definition() {
    return "%s %s shift %s, blackout %s".formatted(at, zone, shift(), blackout);
  }

  /** Whether a window forbids runs at an instant. */
  public boolean isBlackedOut(Instant instant) {
    return blackout.stream().anyMatch(window -> window.end(instant, zone) != null);
  }

  /** The runs after an instant, growing strictly; none when all fall into blackout windows. */
  public Stream<Due> after(Instant start) {
    Schedule schedule = schedule();
    Instant from = start.minus(shift()).minus(blackout.isEmpty() ? Duration.ZERO : LONGEST_MOVE);
    return StreamSupport.stream(new Runs(schedule.after(from).iterator(), from, start), false);
  }

  /** The first run after an instant; nothing when all fall into blackout windows. */
  public Optional<Due> next(Instant start) {
    return after(start).findFirst();
  }

  /** Walks over the planned runs and leaves out those that windows drop or move together. */
  private final class Runs extends Spliterators.AbstractSpliterator<Due> {
    private final Iterator<Instant> dues;
    private Instant planned;
    private Instant last;

    Runs(Iterator<Instant> dues, Instant from, Instant start) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
      this.dues = dues;
      this.planned = from;
      this.last = start;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Due> action) {
      Instant limit = last.plus(SEARCHED);
      // What comes rarely may come first after the limit; then it still counts.
      for (int i = 0; i == 0 || planned.isBefore(limit); i++) {
        if (!dues.hasNext()) {
          return false;
        }
        Instant next = dues.next();
        planned = next;
        Instant time = time(next);
        if (time != null && time.isAfter(last)) {
          last = time;
          boolean moved = !time.equals(next.plus(shift()));
          action.accept(new Due(next, time, moved));
          return true;
        }
      }
      return false;
    }
  }

  /** When a planned run runs; null when a window drops it. */
  private @Nullable Instant time(Instant planned) {
    Instant time = planned.plus(shift());
    for (boolean free = false; !free; ) {
      free = true;
      for (Blackout window : blackout) {
        Instant end = window.end(time, zone);
        if (end != null && window.action() == Blackout.Action.DROP) {
          return null;
        }
        if (end != null) {
          time = end;
          free = false;
        }
        if (Duration.between(planned, time).compareTo(LONGEST_MOVE.plus(jitter)) > 0) {
          return null;
        }
      }
    }
    return time;
  }
}
