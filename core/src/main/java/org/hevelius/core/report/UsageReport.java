package org.hevelius.core.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.report.Cell.Level;
import org.hevelius.core.report.Sheet.Column;
import org.hevelius.core.report.Sheet.Grid;
import org.jspecify.annotations.Nullable;

/**
 * How many versions there are and what they take. Sizes are in bytes.
 *
 * @param goal the most that the overhead should be; 1 is the data itself
 * @param datasets by name
 * @param repositories what whole repositories take, when that was asked for and could be found out
 */
public record UsageReport(
    Scope scope,
    double goal,
    List<DatasetUsage> datasets,
    Totals total,
    List<RepositoryUsage> repositories,
    List<String> notes)
    implements Report {
  /** The goal: a history takes less than a tenth of the data. */
  public static final double GOAL = 0.10;

  private static final String UNIQUE = "unique_bytes";

  /**
   * One dataset.
   *
   * @param oldest when the oldest of its snapshots was taken; null when there is none
   * @param newestReference null when there is none
   * @param ageSeconds how long ago the newest was taken
   * @param bytes size of the data in the newest; null when its storage doesn't tell, and so are the
   *     next three where storage that takes snapshots itself doesn't tell it of each
   * @param addedBytes content that was new in each snapshot, summed
   * @param storedBytes what that takes in storage
   * @param historyBytes what all but the oldest have added in storage
   * @param uniqueBytes what would be free without each of them alone, summed, as storage that takes
   *     snapshots itself says now; null when it doesn't
   * @param overhead history against the data of the newest; null when that is empty
   * @param withinGoal null when there is no overhead to judge
   * @param months by month in UTC, the oldest first; months without a snapshot are left out
   */
  public record DatasetUsage(
      String dataset,
      long snapshots,
      @Nullable Instant oldest,
      @Nullable Instant newest,
      @Nullable String newestReference,
      @Nullable Long ageSeconds,
      @Nullable Long bytes,
      @Nullable Long addedBytes,
      @Nullable Long storedBytes,
      @Nullable Long historyBytes,
      @Nullable Long uniqueBytes,
      @Nullable Double overhead,
      @Nullable Boolean withinGoal,
      List<Month> months) {
    /** Copies the list. */
    public DatasetUsage {
      months = List.copyOf(months);
    }
  }

  /** What the snapshots of a month have brought; the month is written {@code 2026-11}. */
  public record Month(String month, long snapshots, long addedBytes, long storedBytes) {
    Month plus(Month other) {
      return new Month(
          month,
          snapshots + other.snapshots,
          addedBytes + other.addedBytes,
          storedBytes + other.storedBytes);
    }
  }

  /** All datasets together, as far as it is known. */
  public record Totals(
      long snapshots, long bytes, long addedBytes, long storedBytes, long historyBytes) {}

  /**
   * A repository as a whole.
   *
   * @param storedBytes what all its files take
   * @param plainBytes what its content is before compression
   * @param recordedBytes what the snapshots of all datasets that stand say that they have stored
   */
  public record RepositoryUsage(
      String repository, long storedBytes, long plainBytes, long recordedBytes) {}

  /** Copies the lists. */
  public UsageReport {
    datasets = List.copyOf(datasets);
    repositories = List.copyOf(repositories);
    notes = List.copyOf(notes);
  }

  @Override
  public List<String> words() {
    return List.of("over");
  }

  @Override
  public Sheet sheet() {
    List<Grid> grids = new ArrayList<>();
    grids.add(byDataset());
    grids.add(byMonth());
    if (!repositories.isEmpty()) {
      grids.add(byRepository());
    }
    List<String> basis = new ArrayList<>();
    basis.add(
        "OVERHEAD is what all snapshots but the oldest have added in storage, against the size of"
            + " the data in the newest; the goal is %.0f %%.".formatted(goal * 100));
    basis.add(
        "NEW and STORED are what the snapshots that stand have brought; content that came with a"
            + " forgotten one and is still in use is not in them, but is in what the repository"
            + " takes.");
    if (datasets.stream().anyMatch(usage -> usage.uniqueBytes() != null)) {
      basis.add(
          "ALONE is what storage that takes snapshots itself says would be free without each of"
              + " them; what several share comes on top.");
    }
    basis.addAll(notes);
    return new Sheet("Usage of " + scope.text(), grids, basis);
  }

  /** The column of what is unique is there where storage tells it. */
  private Grid byDataset() {
    boolean unique = datasets.stream().anyMatch(usage -> usage.uniqueBytes() != null);
    Grid all = byDatasetWithUnique();
    return unique ? all : all.without(UNIQUE);
  }

  private Grid byDatasetWithUnique() {
    List<List<Cell>> rows = new ArrayList<>();
    for (DatasetUsage usage : datasets) {
      rows.add(
          List.of(
              Cell.of(usage.dataset()),
              Cell.count(usage.snapshots()),
              Cell.at(usage.oldest()),
              Cell.at(usage.newest()),
              Cell.seconds(usage.ageSeconds()),
              Cell.size(usage.bytes()),
              Cell.size(usage.addedBytes()),
              Cell.size(usage.storedBytes()),
              Cell.size(usage.uniqueBytes()),
              Cell.share(usage.overhead()),
              goal(usage.withinGoal())));
    }
    rows.add(
        List.of(
            Cell.of("total"),
            Cell.count(total.snapshots()),
            new Cell.None(),
            new Cell.None(),
            new Cell.None(),
            Cell.size(total.bytes()),
            Cell.size(total.addedBytes()),
            Cell.size(total.storedBytes()),
            new Cell.None(),
            Cell.share(total.bytes() == 0 ? null : (double) total.historyBytes() / total.bytes()),
            new Cell.None()));
    List<Column> columns =
        List.of(
            Column.of("dataset", "Dataset"),
            Column.number("snapshots", "Snapshots"),
            Column.of("oldest", "Oldest"),
            Column.of("newest", "Newest"),
            Column.number("age_seconds", "Age"),
            Column.number("data_bytes", "Data"),
            Column.number("new_bytes", "New"),
            Column.number("stored_bytes", "Stored"),
            Column.number(UNIQUE, "Alone"),
            Column.number("overhead", "Overhead"),
            Column.of("goal", "Goal"));
    return new Grid("datasets", "Datasets", columns, rows, true, 7);
  }

  private static Cell goal(@Nullable Boolean within) {
    return within == null
        ? new Cell.None()
        : new Cell.Verdict(within ? "under" : "over", within ? Level.GOOD : Level.BAD);
  }

  private Grid byMonth() {
    SortedMap<String, Month> months = new TreeMap<>();
    datasets.forEach(
        usage -> usage.months().forEach(month -> months.merge(month.month(), month, Month::plus)));
    List<Column> columns =
        List.of(
            Column.of("month", "Month"),
            Column.number("snapshots", "Snapshots"),
            Column.number("new_bytes", "New"),
            Column.number("stored_bytes", "Stored"));
    return Grid.of(
        "months",
        "Growth by month (UTC)",
        columns,
        List.copyOf(months.values()),
        month ->
            List.of(
                Cell.of(month.month()),
                Cell.count(month.snapshots()),
                Cell.size(month.addedBytes()),
                Cell.size(month.storedBytes())),
        3);
  }

  private Grid byRepository() {
    List<Column> columns =
        List.of(
            Column.of("repository", "Repository"),
            Column.number("taken_bytes", "Takes"),
            Column.number("content_bytes", "Content"),
            Column.number("recorded_bytes", "Recorded by snapshots"));
    return Grid.of(
        "repositories",
        "Repositories",
        columns,
        repositories,
        one ->
            List.of(
                Cell.of(one.repository()),
                Cell.size(one.storedBytes()),
                Cell.size(one.plainBytes()),
                Cell.size(one.recordedBytes())),
        null);
  }
}
