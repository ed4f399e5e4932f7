package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.drill.DrillNote;
import org.hevelius.core.drill.DrillStore;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.jspecify.annotations.Nullable;

/**
 * How the rehearsals of a dataset stand: the measured evidence that it can be had back.
 *
 * @param said when drills are due, as the policy says it; {@code off} where none are
 * @param next when the next one is due; null for never, or while no service has looked yet
 * @param last the newest drill that has ended; null when there is none
 * @param passed the newest that has passed; null when there is none
 * @param age of that, from when it began
 * @param rto what that one measured, extrapolated where it says so; null when none has passed
 * @param rpo how old the snapshot was then; null when none has passed
 * @param overdue whether none has passed since one was due, a day and more ago
 * @param lessons what was learned, the newest first, 100 at most
 */
public record DrillStanding(
    String dataset,
    String said,
    @Nullable Instant next,
    @Nullable DrillView last,
    @Nullable DrillView passed,
    @Nullable Duration age,
    @Nullable Duration rto,
    @Nullable Duration rpo,
    boolean overdue,
    List<DrillView.Note> lessons) {
  /** How late a drill may be. */
  static final Duration GRACE = Duration.ofDays(1);

  private static final int LESSONS = 100;

  /** Copies the list. */
  public DrillStanding {
    lessons = List.copyOf(lessons);
  }

  /** Whether nothing is wrong: no drill is overdue, and the newest that ended has passed. */
  public boolean sound() {
    DrillView newest = last;
    return !overdue && (newest == null || newest.passed());
  }

  /** How it stands. */
  static DrillStanding of(
      Context context, DatasetName dataset, Optional<EffectivePolicy> policy, Instant now) {
    DrillStore store = context.catalog().drills();
    List<DrillNote> notes = store.notes(dataset, null, LESSONS);
    Optional<Drill> last =
        store.page(DrillStore.Query.of(dataset, 20)).stream()
            .filter(drill -> drill.state() != Drill.State.RUNNING)
            .findFirst();
    Optional<Drill> passed =
        store.page(DrillStore.Query.of(dataset, Drill.State.PASSED, 1)).stream().findFirst();
    Optional<DrillTimes> times = policy.flatMap(DrillTimes::of);
    Optional<Instant> next = times.flatMap(t -> t.next(context.catalog().runs().marks()));
    return new DrillStanding(
        dataset.text(),
        times.map(DrillTimes::said).orElse(Field.OFF),
        next.orElse(null),
        last.map(drill -> view(drill, notes)).orElse(null),
        passed.map(drill -> view(drill, notes)).orElse(null),
        passed.map(drill -> Duration.between(drill.started(), now)).orElse(null),
        passed.map(drill -> drill.measured().rto()).orElse(null),
        passed.map(drill -> drill.measured().rpo()).orElse(null),
        times.isPresent() && isOverdue(context, dataset, passed, next, now),
        notes.stream().map(DrillView.Note::of).toList());
  }

  private static DrillView view(Drill drill, List<DrillNote> notes) {
    return DrillView.of(
        drill, List.of(), notes.stream().filter(n -> n.drill() == drill.number()).toList());
  }

  private static boolean isOverdue(
      Context context,
      DatasetName dataset,
      Optional<Drill> passed,
      Optional<Instant> next,
      Instant now) {
    Optional<Instant> entered =
        context.catalog().runs().page(RunStore.Query.of(dataset.text(), Run.Kind.DRILL, 1)).stream()
            .map(Run::planned)
            .findFirst();
    Instant since = passed.map(Drill::started).orElse(Instant.MIN);
    return List.of(entered, next).stream()
        .flatMap(Optional::stream)
        .anyMatch(due -> due.plus(GRACE).isBefore(now) && since.isBefore(due));
  }
}
