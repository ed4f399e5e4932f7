package org.hevelius.core.runner;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hevelius.core.policy.EffectiveSchedule;
import org.hevelius.core.snapshot.TakenBy;

/**
 * Decides what becomes of the due times of one dataset that nothing was done for yet. Of each
 * schedule the newest is done if it is within its grace; what is later, or has a newer one behind
 * it, was missed, and is made up for as the schedule says. What falls on one instant is one run,
 * and so are the newest of several schedules that are made up for: nothing has changed between
 * them.
 *
 * @param wanted what is to be done, in the order in which it is done
 * @param passed what isn't done by itself, oldest first
 */
public record DueRuns(List<Wanted> wanted, List<Passed> passed) {
  /**
   * What a schedule waits for.
   *
   * @param times due times, at least one; the newest that there are
   * @param older how many more there were before these
   */
  public record Waiting(EffectiveSchedule schedule, SortedSet<Instant> times, long older) {
    /** Copies the times. */
    public Waiting {
      times = new TreeSet<>(times);
    }
  }

  /**
   * A run to do.
   *
   * @param planned its due time, the newest when it stands for several
   * @param late whether it makes up for what was missed and for nothing else
   */
  public record Wanted(Instant planned, List<TakenBy> causes, boolean late) {}

  /** A due time without a run of its own, and why. */
  public record Passed(Instant planned, List<TakenBy> causes, String why) {}

  /** Copies the lists. */
  public DueRuns {
    wanted = List.copyOf(wanted);
    passed = List.copyOf(passed);
  }

  /** The due times that nothing was begun for within their grace. */
  public Set<Instant> missed() {
    Set<Instant> times = new TreeSet<>();
    wanted.stream().filter(Wanted::late).forEach(run -> times.add(run.planned()));
    passed.forEach(run -> times.add(run.planned()));
    return times;
  }

  /** Decides. */
  public static DueRuns decide(Collection<Waiting> waiting, Instant now) {
    return new Decision(now).of(waiting);
  }

  /** A decision on the way. */
  private static final class Decision {
    private final Instant now;
    private final NavigableMap<Instant, Set<TakenBy>> runs = new TreeMap<>();
    private final NavigableMap<Instant, Set<TakenBy>> missed = new TreeMap<>();
    private final NavigableMap<Instant, Set<TakenBy>> joined = new TreeMap<>();
    private final SortedSet<Instant> onTime = new TreeSet<>();

    Decision(Instant now) {
      this.now = now;
    }

    DueRuns of(Collection<Waiting> waiting) {
      waiting.forEach(this::judge);
      Instant target =
          !onTime.isEmpty() ? onTime.last() : joined.isEmpty() ? null : joined.lastKey();
      NavigableMap<Instant, Passed> passed = new TreeMap<>();
      missed.forEach(
          (time, causes) ->
              passed.put(
                  time,
                  new Passed(time, List.copyOf(causes), "not begun in time, not made up for")));
      joined.forEach(
          (time, causes) -> {
            if (target != null) {
              causes.forEach(cause -> add(runs, target, cause));
              passed.put(
                  time,
                  new Passed(
                      time,
                      List.copyOf(causes),
                      "not begun in time; the run of %s stands for it".formatted(target)));
            }
          });
      passed.keySet().removeAll(runs.keySet());
      return new DueRuns(
          runs.entrySet().stream()
              .map(
                  run ->
                      new Wanted(
                          run.getKey(),
                          List.copyOf(run.getValue()),
                          !onTime.contains(run.getKey())))
              .toList(),
          List.copyOf(passed.values()));
    }

    private void judge(Waiting waiting) {
      TakenBy cause = waiting.schedule().identity();
      int most = waiting.schedule().catchUp().most();
      int index = 0;
      for (Instant time : List.copyOf(waiting.times()).reversed()) {
        boolean inTime = !now.isAfter(time.plus(waiting.schedule().grace()));
        if (index == 0 && inTime) {
          onTime.add(time);
          add(runs, time, cause);
        } else {
          add(index == 0 && most > 0 ? joined : index < most ? runs : missed, time, cause);
        }
        index++;
      }
    }

    private static void add(NavigableMap<Instant, Set<TakenBy>> map, Instant time, TakenBy cause) {
      boolean _ = map.computeIfAbsent(time, _ -> new TreeSet<>()).add(cause);
    }
  }
}
