package org.hevelius.core.report;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.report.Sheet.Column;
import org.hevelius.core.report.Sheet.Grid;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a period, to be written up after an incident.
 *
 * @param affected datasets with a run that went wrong, a failure or refusal, or something restored,
 *     deleted or forgotten
 * @param events oldest first; the newest where there were too many
 * @param more how many older events are left out
 * @param commands what people and programs did that changes something, by how often
 */
public record IncidentReport(
    Scope scope, List<Affected> affected, List<Event> events, long more, List<Command> commands)
    implements Report {
  /** The words for what went wrong. */
  private static final List<String> WRONG =
      List.of("failed", "missed", "interrupted", "partial", "refused");

  /**
   * A dataset that it concerns.
   *
   * @param before the newest snapshot from before the period; null when there is none
   * @param newest the newest snapshot; null when there is none
   * @param wrong how many runs and operations went wrong
   * @param restored how many restores, reverts, undos and redos were carried out
   * @param deleted how many times snapshots were deleted or forgotten
   */
  public record Affected(
      String dataset,
      @Nullable String before,
      @Nullable Instant beforeAt,
      @Nullable String newest,
      @Nullable Instant newestAt,
      long wrong,
      long restored,
      long deleted) {
    private List<Cell> row() {
      return List.of(
          Cell.of(dataset),
          Cell.of(before),
          Cell.at(beforeAt),
          Cell.of(newest),
          Cell.at(newestAt),
          Cell.count(wrong),
          Cell.count(restored),
          Cell.count(deleted));
    }
  }

  /**
   * Something that happened.
   *
   * @param what a verb of the audit trail, or the kind of a run
   * @param target a dataset, a snapshot or another thing; may be empty
   * @param who an actor, or who did the run
   * @param outcome {@code ok}, or a word for what went wrong
   */
  public record Event(
      Instant time, String what, String target, String who, String outcome, String detail) {
    private List<Cell> row() {
      return List.of(
          Cell.at(time),
          Cell.of(what),
          Cell.of(target),
          Cell.of(who),
          new Cell.Verdict(outcome, WRONG.contains(outcome) ? Cell.Level.BAD : Cell.Level.GOOD),
          Cell.of(detail));
    }
  }

  /**
   * A verb that was used.
   *
   * @param wrong how often it failed or was refused
   * @param last when it was used last
   */
  public record Command(String actor, String action, long times, long wrong, Instant last) {
    private List<Cell> row() {
      return List.of(
          Cell.of(actor), Cell.of(action), Cell.count(times), Cell.count(wrong), Cell.at(last));
    }
  }

  /** Copies the lists. */
  public IncidentReport {
    affected = List.copyOf(affected);
    events = List.copyOf(events);
    commands = List.copyOf(commands);
  }

  @Override
  public List<String> words() {
    return WRONG;
  }

  @Override
  public Sheet sheet() {
    String left = more == 0 ? "" : " %s older ones are left out.".formatted(Amounts.count(more));
    return new Sheet(
        "Incident: " + scope.text(),
        List.of(
            Grid.of(
                "timeline",
                "Timeline (UTC)",
                List.of(
                    Column.of("time", "When"),
                    Column.of("what", "What"),
                    Column.of("target", "Of"),
                    Column.of("who", "By"),
                    Column.of("outcome", "Ended"),
                    Column.of("detail", "Detail")),
                events,
                Event::row,
                null),
            Grid.of(
                "affected",
                "Affected datasets",
                List.of(
                    Column.of("dataset", "Dataset"),
                    Column.of("before", "Newest before"),
                    Column.of("before_at", "Taken"),
                    Column.of("newest", "Newest now"),
                    Column.of("newest_at", "Taken"),
                    Column.number("wrong", "Went wrong"),
                    Column.number("restored", "Restored"),
                    Column.number("deleted", "Deleted")),
                affected,
                Affected::row,
                null),
            Grid.of(
                "commands",
                "Commands used",
                List.of(
                    Column.of("actor", "Who"),
                    Column.of("action", "Command"),
                    Column.number("times", "Times"),
                    Column.number("wrong", "Went wrong"),
                    Column.of("last", "Last")),
                commands,
                Command::row,
                null)),
        List.of(
            "From the audit trail and the runs that were due." + left,
            "To be written by people: what was noticed, when and by whom.",
            "To be written: the cause, and how it was found.",
            "To be written: what was lost, if anything, and how that is known.",
            "To be written: what is changed so that it doesn't happen again, by whom, by when."));
  }
}
