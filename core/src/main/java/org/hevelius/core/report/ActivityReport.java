package org.hevelius.core.report;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.report.Sheet.Column;
import org.hevelius.core.report.Sheet.Grid;

/**
 * Who did what, from the audit trail.
 *
 * @param actors by name
 * @param days by day in UTC, the oldest first; days on which nothing was done are left out
 */
public record ActivityReport(
    Scope scope, long entries, List<Counts> actors, List<Counts> days, Counts total)
    implements Report {
  /**
   * What was done.
   *
   * @param who an actor or a day
   * @param taken snapshots
   * @param restored restores, reverts, undos and redos that were carried out
   * @param deleted snapshots that were deleted or forgotten
   * @param other all else that was done
   * @param failed what was tried and failed
   * @param refused what a rule or a missing right forbade
   */
  public record Counts(
      String who, long taken, long restored, long deleted, long other, long failed, long refused) {
    private List<Cell> row() {
      return List.of(
          Cell.of(who),
          Cell.count(taken),
          Cell.count(restored),
          Cell.count(deleted),
          Cell.count(other),
          Cell.count(failed),
          Cell.count(refused));
    }
  }

  /** Copies the lists. */
  public ActivityReport {
    actors = List.copyOf(actors);
    days = List.copyOf(days);
  }

  @Override
  public Sheet sheet() {
    return new Sheet(
        "Activity in " + scope.text(),
        List.of(
            grid("actors", "Who", "By actor", actors, null),
            grid("days", "Day", "By day (UTC)", days, 1)),
        List.of(
            "%s of the audit trail are counted. What only announces something (a plan, a"
                    .formatted(Amounts.count(entries) + (entries == 1 ? " entry" : " entries"))
                + " beginning) is not."));
  }

  private Grid grid(
      String name,
      String first,
      String caption,
      List<Counts> counts,
      @org.jspecify.annotations.Nullable Integer chart) {
    List<Column> columns =
        List.of(
            Column.of(name.substring(0, name.length() - 1), first),
            Column.number("taken", "Taken"),
            Column.number("restored", "Restored"),
            Column.number("deleted", "Deleted"),
            Column.number("other", "Other"),
            Column.number("failed", "Failed"),
            Column.number("refused", "Refused"));
    List<List<Cell>> rows = new ArrayList<>();
    counts.forEach(one -> rows.add(one.row()));
    rows.add(total.row());
    return new Grid(name, caption, columns, rows, true, chart);
  }
}
