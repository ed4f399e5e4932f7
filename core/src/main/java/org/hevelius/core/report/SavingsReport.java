package org.hevelius.core.report;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.report.Sheet.Column;
import org.hevelius.core.report.Sheet.Grid;
import org.jspecify.annotations.Nullable;

/**
 * What the snapshots take against full copies. Sizes are in bytes.
 *
 * @param datasets by name
 */
public record SavingsReport(Scope scope, List<Saving> datasets, Saving total) implements Report {
  /**
   * What one dataset saves.
   *
   * @param copiesBytes what each snapshot would take as a copy, summed
   * @param addedBytes what was new in each, summed
   * @param storedBytes what that takes in storage
   */
  public record Saving(
      String dataset, long snapshots, long copiesBytes, long addedBytes, long storedBytes) {
    /** What is saved in all; negative when storage takes more than copies would. */
    public long savedBytes() {
      return copiesBytes - storedBytes;
    }

    /** What is saved because content is stored once. */
    public long deduplicatedBytes() {
      return copiesBytes - addedBytes;
    }

    /** What compression saves. */
    public long compressedBytes() {
      return addedBytes - storedBytes;
    }

    private @Nullable Double share(long bytes) {
      return copiesBytes == 0 ? null : (double) bytes / copiesBytes;
    }

    private List<Cell> row() {
      return List.of(
          Cell.of(dataset),
          Cell.count(snapshots),
          Cell.size(copiesBytes),
          Cell.size(storedBytes),
          Cell.size(savedBytes()),
          Cell.share(share(savedBytes())),
          Cell.size(deduplicatedBytes()),
          Cell.size(compressedBytes()));
    }
  }

  /** Copies the list. */
  public SavingsReport {
    datasets = List.copyOf(datasets);
  }

  @Override
  public Sheet sheet() {
    List<List<Cell>> rows = new ArrayList<>();
    datasets.forEach(saving -> rows.add(saving.row()));
    rows.add(total.row());
    List<Column> columns =
        List.of(
            Column.of("dataset", "Dataset"),
            Column.number("snapshots", "Snapshots"),
            Column.number("copies_bytes", "As copies"),
            Column.number("stored_bytes", "Stored"),
            Column.number("saved_bytes", "Saved"),
            Column.number("saved", "Share"),
            Column.number("deduplicated_bytes", "By storing once"),
            Column.number("compressed_bytes", "By compression"));
    return new Sheet(
        "Savings of " + scope.text(),
        List.of(new Grid("datasets", "Datasets", columns, rows, true, 4)),
        List.of(
            "AS COPIES is the size of the data of every snapshot, summed; STORED is what the"
                + " snapshots that stand have brought into storage. Content that came with a"
                + " forgotten one and is still in use is not in STORED."));
  }
}
