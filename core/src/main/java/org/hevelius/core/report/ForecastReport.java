package org.hevelius.core.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.report.Sheet.Column;
import org.hevelius.core.report.Sheet.Grid;
import org.jspecify.annotations.Nullable;

/**
 * What retention will forget, and how storage will grow, as far as that can be told from what was
 * measured.
 *
 * @param days how far it looks
 * @param datasets by name
 * @param forgets snapshots that stand now and will be forgotten, the first to go first
 * @param moreForgets how many more there are
 */
public record ForecastReport(
    Scope scope,
    int days,
    List<Expected> datasets,
    List<Forget> forgets,
    long moreForgets,
    List<Disk> disks)
    implements Report {
  /** How many snapshots that go are listed by name. */
  public static final int LISTED = 1_000;

  /**
   * What is expected of one dataset.
   *
   * @param policies the policies that are for it; empty when only a cleanup by hand forgets
   * @param snapshots how many stand now
   * @param taken how many its schedules will take
   * @param forgotten how many will be forgotten, those that are yet to be taken too
   * @param standing how many will stand
   * @param bytesPerDay what a day has added in storage; null when too little is known
   * @param bytes an upper bound of what it will take in storage; null when too little is known
   */
  public record Expected(
      String dataset,
      List<String> policies,
      long snapshots,
      long taken,
      long forgotten,
      long standing,
      @Nullable Long bytesPerDay,
      @Nullable Long bytes) {
    /** Copies the list. */
    public Expected {
      policies = List.copyOf(policies);
    }
  }

  /**
   * A snapshot that will go.
   *
   * @param by the end of the day in whose cleanup it goes
   * @param storedBytes what it has brought into storage; less is freed where others share it
   */
  public record Forget(String snapshot, Instant taken, Instant by, long storedBytes) {}

  /**
   * The disk below a repository.
   *
   * @param freeBytes null when that can't be found out
   * @param bytesPerDay what all datasets of the home have added to it a day; null when too little
   *     is known
   * @param full when it is full at that rate; null when that can't be told or lies further away
   *     than ten years
   * @param basis how that was found, or why not
   */
  public record Disk(
      String repository,
      @Nullable Long freeBytes,
      @Nullable Long bytesPerDay,
      @Nullable Instant full,
      String basis) {}

  /** Copies the lists. */
  public ForecastReport {
    datasets = List.copyOf(datasets);
    forgets = List.copyOf(forgets);
    disks = List.copyOf(disks);
  }

  @Override
  public Sheet sheet() {
    List<Grid> grids = new ArrayList<>();
    grids.add(expected());
    grids.add(forgotten());
    if (!disks.isEmpty()) {
      grids.add(filling());
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "Schedules are played forward and a cleanup is done at the end of each day. Without a"
            + " policy nothing is forgotten until somebody runs cleanup, which is shown.");
    notes.add(
        "BYTES is an upper bound: what the oldest snapshot brought, and what each day since then"
            + " has added on average. Nothing is told from less than two snapshots or one hour.");
    if (moreForgets > 0) {
      notes.add("%s more go and are not listed.".formatted(Amounts.count(moreForgets)));
    }
    return new Sheet("Forecast for %s over %d days".formatted(scope.text(), days), grids, notes);
  }

  private Grid expected() {
    List<Column> columns =
        List.of(
            Column.of("dataset", "Dataset"),
            Column.of("policies", "Policies"),
            Column.number("snapshots", "Now"),
            Column.number("taken", "Taken"),
            Column.number("forgotten", "Forgotten"),
            Column.number("standing", "Then"),
            Column.number("bytes_per_day", "A day"),
            Column.number("bytes", "Bytes"));
    return Grid.of(
        "datasets",
        "Datasets",
        columns,
        datasets,
        one ->
            List.of(
                Cell.of(one.dataset()),
                one.policies().isEmpty()
                    ? Cell.of("none")
                    : Cell.of(String.join(" < ", one.policies())),
                Cell.count(one.snapshots()),
                Cell.count(one.taken()),
                Cell.count(one.forgotten()),
                Cell.count(one.standing()),
                known(one.bytesPerDay()),
                known(one.bytes())),
        null);
  }

  private static Cell known(@Nullable Long bytes) {
    return bytes == null ? Cell.of("unknown") : Cell.size(bytes);
  }

  private Grid forgotten() {
    List<Column> columns =
        List.of(
            Column.of("snapshot", "Snapshot"),
            Column.of("taken", "Taken"),
            Column.of("forgotten_by", "Forgotten by"),
            Column.number("stored_bytes", "Stored"));
    return Grid.of(
        "forgets",
        "Snapshots of now that will be forgotten",
        columns,
        forgets,
        one ->
            List.of(
                Cell.of(one.snapshot()),
                Cell.at(one.taken()),
                Cell.at(one.by()),
                Cell.size(one.storedBytes())),
        null);
  }

  private Grid filling() {
    List<Column> columns =
        List.of(
            Column.of("repository", "Repository"),
            Column.number("free_bytes", "Free"),
            Column.number("bytes_per_day", "A day"),
            Column.of("full", "Full"),
            Column.of("basis", "Basis"));
    return Grid.of(
        "disks",
        "Disks",
        columns,
        disks,
        disk ->
            List.of(
                Cell.of(disk.repository()),
                known(disk.freeBytes()),
                known(disk.bytesPerDay()),
                disk.full() == null ? Cell.of("unknown") : Cell.at(disk.full()),
                Cell.of(disk.basis())),
        null);
  }
}
