package org.hevelius.core.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.report.Cell.Level;
import org.hevelius.core.report.Sheet.Column;
import org.hevelius.core.report.Sheet.Grid;
import org.jspecify.annotations.Nullable;

/**
 * Whether every dataset has a version that is new enough.
 *
 * @param datasets by name
 */
public record CoverageReport(Scope scope, List<Covered> datasets, List<String> notes)
    implements Report {
  /** How a dataset stands against its RPO. */
  public enum State {
    /** Its newest snapshot is new enough. */
    OK,
    /** Its newest snapshot is too old. */
    LATE,
    /** It has no snapshot. */
    NEVER
  }

  /**
   * One dataset.
   *
   * @param newest reference of the newest snapshot; null when there is none
   * @param ageSeconds how long ago it was taken
   * @param rpoSeconds how old it may be
   * @param rpoFrom where that is said
   * @param policies the policies that are for it; empty when there is none
   * @param missing its sources that can't be captured now, each with the reason
   */
  public record Covered(
      String dataset,
      State state,
      @Nullable String newest,
      @Nullable Instant newestAt,
      @Nullable Long ageSeconds,
      long rpoSeconds,
      String rpoFrom,
      List<String> policies,
      List<String> missing) {
    /** Copies the lists. */
    public Covered {
      policies = List.copyOf(policies);
      missing = List.copyOf(missing);
    }
  }

  /** Copies the lists. */
  public CoverageReport {
    datasets = List.copyOf(datasets);
    notes = List.copyOf(notes);
  }

  /** How many stand so. */
  public long count(State state) {
    return datasets.stream().filter(covered -> covered.state() == state).count();
  }

  @Override
  public List<String> words() {
    return List.of("late", "never", "none", "missing");
  }

  @Override
  public Sheet sheet() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Covered covered : datasets) {
      boolean ok = covered.state() == State.OK;
      rows.add(
          List.of(
              Cell.of(covered.dataset()),
              new Cell.Verdict(
                  covered.state().name().toLowerCase(Locale.ROOT), ok ? Level.GOOD : Level.BAD),
              Cell.of(covered.newest()),
              Cell.seconds(covered.ageSeconds()),
              Cell.seconds(covered.rpoSeconds()),
              Cell.of(covered.rpoFrom()),
              covered.policies().isEmpty()
                  ? new Cell.Verdict("none", Level.OPEN)
                  : Cell.of(String.join(" < ", covered.policies())),
              covered.missing().isEmpty()
                  ? new Cell.Verdict("there", Level.GOOD)
                  : new Cell.Verdict("missing", Level.BAD)));
    }
    List<Column> columns =
        List.of(
            Column.of("dataset", "Dataset"),
            Column.of("state", "State"),
            Column.of("newest", "Newest"),
            Column.number("age_seconds", "Age"),
            Column.number("rpo_seconds", "RPO"),
            Column.of("rpo_from", "RPO from"),
            Column.of("policies", "Policies"),
            Column.of("sources", "Sources"));
    List<String> all = new ArrayList<>();
    all.add(
        "%d ok, %d late, %d never, %d without a policy."
            .formatted(
                count(State.OK),
                count(State.LATE),
                count(State.NEVER),
                datasets.stream().filter(covered -> covered.policies().isEmpty()).count()));
    datasets.forEach(
        covered -> covered.missing().forEach(why -> all.add(covered.dataset() + ": " + why)));
    all.addAll(notes);
    return new Sheet(
        "Coverage of " + scope.text(),
        List.of(new Grid("datasets", "Datasets", columns, rows, false, null)),
        all);
  }
}
