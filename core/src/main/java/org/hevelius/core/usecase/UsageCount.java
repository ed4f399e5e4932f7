package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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

  UsageCount(DatasetName dataset, Instant now) {
    this.dataset = dataset;
    this.now = now;
  }

  void add(Snapshot snapshot) {
    newest = newest == null ? snapshot : newest;
    oldest = snapshot;
    snapshots++;
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

  DatasetUsage usage() {
    Snapshot last = newest;
    Snapshot first = oldest;
    long bytes = last == null ? 0 : Reports.bytes(last);
    long history = first == null ? 0 : stored - Reports.stored(first);
    Double overhead = bytes == 0 ? null : (double) history / bytes;
    return new DatasetUsage(
        dataset.text(),
        snapshots,
        first == null ? null : first.createdAt(),
        last == null ? null : last.createdAt(),
        last == null ? null : last.reference(),
        last == null ? null : Duration.between(last.createdAt(), now).toSeconds(),
        bytes,
        added,
        stored,
        history,
        overhead,
        overhead == null ? null : overhead < UsageReport.GOAL,
        new ArrayList<>(months.values()));
  }

  static UsageReport.Totals total(List<DatasetUsage> all) {
    return new UsageReport.Totals(
        all.stream().mapToLong(DatasetUsage::snapshots).sum(),
        all.stream().mapToLong(DatasetUsage::bytes).sum(),
        all.stream().mapToLong(DatasetUsage::addedBytes).sum(),
        all.stream().mapToLong(DatasetUsage::storedBytes).sum(),
        all.stream().mapToLong(DatasetUsage::historyBytes).sum());
  }
}
