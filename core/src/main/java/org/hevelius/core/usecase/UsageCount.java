package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.report.UsageReport;
import org.hevelius.core.report.UsageReport.DatasetUsage;
import org.hevelius.core.report.UsageReport.Month;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Counts the snapshots of one dataset as they come by, newest first, and keeps none but two. */
final class UsageCount {
  private final DatasetName dataset;
  private final Instant now;
  private final SortedMap<String, Month> months = new TreeMap<>();
  private @Nullable Snapshot newest;
  private @Nullable Snapshot oldest;
  private long snapshots;
  private long added;
  private long stored;
  private boolean allAdded = true;
  private boolean allStored = true;

  UsageCount(DatasetName dataset, Instant now) {
    this.dataset = dataset;
    this.now = now;
  }

  void add(Snapshot snapshot) {
    newest = newest == null ? snapshot : newest;
    oldest = snapshot;
    snapshots++;
    allAdded &= snapshot.addedBytes().isPresent();
    allStored &= snapshot.storedBytes().isPresent();
    long new_ = Reports.added(snapshot);
    long kept = Reports.stored(snapshot);
    added += new_;
    stored += kept;
    String month = snapshot.createdAt().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    months.merge(
        month.substring(0, month.length() - 3),
        new Month(month.substring(0, month.length() - 3), 1, new_, kept),
        (one, other) ->
            new Month(
                one.month(),
                one.snapshots() + other.snapshots(),
                one.addedBytes() + other.addedBytes(),
                one.storedBytes() + other.storedBytes()));
  }

  /**
   * What was counted.
   *
   * @param unique see {@link DatasetUsage}
   */
  DatasetUsage usage(@Nullable Long unique) {
    Snapshot last = newest;
    Snapshot first = oldest;
    OptionalLong size = last == null ? OptionalLong.of(0) : last.bytes();
    Long bytes = size.isPresent() ? size.getAsLong() : null;
    Long history = !allStored ? null : first == null ? 0L : stored - Reports.stored(first);
    Double overhead =
        bytes == null || history == null || bytes == 0 ? null : (double) history / bytes;
    return new DatasetUsage(
        dataset.text(),
        snapshots,
        first == null ? null : first.createdAt(),
        last == null ? null : last.createdAt(),
        last == null ? null : last.reference(),
        last == null ? null : Duration.between(last.createdAt(), now).toSeconds(),
        bytes,
        allAdded ? added : null,
        allStored ? stored : null,
        history,
        unique,
        overhead,
        overhead == null ? null : overhead < UsageReport.GOAL,
        new ArrayList<>(months.values()));
  }

  static UsageReport.Totals total(List<DatasetUsage> all) {
    return new UsageReport.Totals(
        all.stream().mapToLong(DatasetUsage::snapshots).sum(),
        known(all, DatasetUsage::bytes),
        known(all, DatasetUsage::addedBytes),
        known(all, DatasetUsage::storedBytes),
        known(all, DatasetUsage::historyBytes));
  }

  private static long known(List<DatasetUsage> all, Function<DatasetUsage, @Nullable Long> number) {
    long sum = 0;
    for (DatasetUsage one : all) {
      Long bytes = number.apply(one);
      sum += bytes == null ? 0 : bytes;
    }
    return sum;
  }
}
