package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An import as programs see it: the document behind {@code import} with {@code --json}.
 *
 * @param executed whether it was carried out, or only planned
 * @param source what the snapshots are versions of
 * @param copies by moment
 * @param imported how many were imported now
 * @param bytes the content of those
 * @param storedBytes what they take in storage
 * @param forgettable how many snapshots of these copies the usual retention would forget
 */
public record ImportView(
    String dataset,
    String source,
    boolean executed,
    List<Line> copies,
    long imported,
    long bytes,
    long storedBytes,
    long forgettable) {
  /**
   * One copy.
   *
   * @param reference the snapshot that it is, or will be; null when it is refused
   * @param known whether it was imported before
   * @param problem why it is refused, or null
   */
  public record Line(
      String directory,
      @Nullable Instant moment,
      @Nullable String reference,
      String description,
      boolean known,
      @Nullable String problem) {}

  /** Copies the list. */
  public ImportView {
    copies = List.copyOf(copies);
  }

  /** The view of a plan that is not carried out. */
  public static ImportView of(Imports.Plan plan) {
    return new ImportView(
        plan.request().dataset(), plan.source().toString(), false, lines(plan), 0, 0, 0, 0);
  }

  /** The view of what was done. */
  public static ImportView of(Imports.Result result) {
    List<SnapshotView> taken =
        result.taken().stream().map(one -> SnapshotView.of(one.snapshot())).toList();
    return new ImportView(
        result.plan().request().dataset(),
        result.plan().source().toString(),
        true,
        lines(result.plan()),
        taken.size(),
        taken.stream().mapToLong(SnapshotView::bytes).sum(),
        taken.stream().mapToLong(SnapshotView::storedBytes).sum(),
        result.forgettable());
  }

  private static List<Line> lines(Imports.Plan plan) {
    return plan.copies().stream()
        .map(
            copy ->
                new Line(
                    copy.directory(),
                    copy.moment(),
                    copy.version() == null ? null : plan.request().dataset() + "@" + copy.version(),
                    copy.description(),
                    copy.known(),
                    copy.problem()))
        .toList();
  }
}
