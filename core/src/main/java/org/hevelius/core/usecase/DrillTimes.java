package org.hevelius.core.usecase;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.runner.RunStore.Mark;
import org.hevelius.core.schedule.Schedule;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * When the drills of a dataset are due. How far they have come is a mark that belongs to no
 * dataset, since marks of datasets are those of their snapshots' schedules.
 */
record DrillTimes(DatasetName dataset, Schedule schedule) {
  private static final String MONTHLY = "1st 08:00";
  private static final String OWNER = "hevelius";
  private static final String PREFIX = "drill-";

  /** The times that a policy says, monthly where it says how but not when; nothing for never. */
  static Optional<DrillTimes> of(EffectivePolicy policy) {
    boolean how =
        Stream.of(Field.DRILL_FILES, Field.DRILL_CHECK, Field.DRILL_TIMEOUT)
            .anyMatch(field -> policy.get(field).isPresent());
    return policy
        .get(Field.DRILL_AT)
        .or(() -> how ? Optional.of(MONTHLY) : Optional.empty())
        .filter(said -> !said.equals(Field.OFF))
        .map(said -> new DrillTimes(policy.dataset(), Schedule.parse(said, policy.zone())));
  }

  String said() {
    return schedule.text();
  }

  String definition() {
    return schedule.toString();
  }

  /** The mark of the dataset. */
  TakenBy identity() {
    byte[] name = dataset.text().getBytes(StandardCharsets.UTF_8);
    return new TakenBy(OWNER, PREFIX + UUID.nameUUIDFromBytes(name));
  }

  /** Whether a mark is of drills. */
  static boolean isMark(Mark mark) {
    return mark.dataset().isEmpty()
        && mark.schedule().policy().equals(OWNER)
        && mark.schedule().schedule().startsWith(PREFIX);
  }

  /** The mark as it is stored; null when there is none. */
  @Nullable Mark mark(List<Mark> marks) {
    return marks.stream()
        .filter(mark -> isMark(mark) && mark.schedule().equals(identity()))
        .findFirst()
        .orElse(null);
  }

  /** How far it has come. */
  Mark through(Instant time) {
    return new Mark("", identity(), definition(), time);
  }

  /** The first time that nothing was entered for; nothing while nobody has looked yet. */
  Optional<Instant> next(List<Mark> marks) {
    Mark mark = mark(marks);
    return mark == null || !mark.definition().equals(definition())
        ? Optional.empty()
        : schedule.next(mark.through());
  }
}
