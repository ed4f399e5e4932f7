package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import org.hevelius.core.drill.Drill;
import org.jspecify.annotations.Nullable;

/** What a drill measures on its way. */
final class DrillMeasuring {
  private @Nullable DrillChoice choice;
  private @Nullable DrillComparison comparison;
  private Duration rebuilding = Duration.ZERO;
  private Duration restoring = Duration.ZERO;
  private Duration comparing = Duration.ZERO;
  private Duration checking = Duration.ZERO;
  private @Nullable Duration rtoTarget;
  private @Nullable Duration rpoTarget;

  void chosen(DrillChoice chosen) {
    choice = chosen;
  }

  void comparison(DrillComparison done) {
    comparison = done;
  }

  Instant rebuilt(Instant begun, Instant ended) {
    rebuilding = length(begun, ended);
    return ended;
  }

  Instant restored(Instant begun, Instant ended) {
    restoring = length(begun, ended);
    return ended;
  }

  Instant compared(Instant begun, Instant ended) {
    comparing = length(begun, ended);
    return ended;
  }

  void checked(Instant begun, Instant ended) {
    checking = length(begun, ended);
  }

  /** A clock may be set back meanwhile. */
  private static Duration length(Instant begun, Instant ended) {
    return ended.isBefore(begun) ? Duration.ZERO : Duration.between(begun, ended);
  }

  void targets(@Nullable Duration rto, @Nullable Duration rpo) {
    rtoTarget = rto;
    rpoTarget = rpo;
  }

  long files() {
    return comparison == null ? 0 : comparison.files();
  }

  long allFiles() {
    return choice == null ? 0 : choice.allFiles();
  }

  /** Whether the time for the whole is computed from that of a sample. */
  boolean isExtrapolated(Drill.Order order) {
    boolean sample =
        order.scenario() == Drill.Scenario.FILES || order.scenario() == Drill.Scenario.LOST_HOST;
    return sample && choice != null && !choice.isWhole() && choice.files() < choice.allFiles();
  }

  /** How long it takes until the data is back and verified. */
  Duration rto(Drill.Order order) {
    Duration moving = restoring.plus(comparing);
    Duration whole = moving;
    if (choice != null && isExtrapolated(order)) {
      double files = (double) choice.allFiles() / Math.max(1, choice.files());
      double bytes = (double) choice.allBytes() / Math.max(1, choice.bytes());
      whole = Duration.ofMillis((long) (moving.toMillis() * Math.max(files, bytes)));
    }
    return rebuilding.plus(whole).plus(checking);
  }

  Drill.Measure measure(Drill.Order order, Duration rpo, long findings) {
    DrillComparison done = comparison;
    return new Drill.Measure(
        done == null ? 0 : done.entries(),
        files(),
        done == null ? 0 : done.bytes(),
        allFiles(),
        choice == null ? 0 : choice.allBytes(),
        done == null ? "" : done.listing(),
        rebuilding,
        restoring,
        comparing,
        checking,
        rto(order),
        isExtrapolated(order),
        rtoTarget,
        rpo,
        rpoTarget,
        findings);
  }
}
