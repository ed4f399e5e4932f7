package org.hevelius.core.usecase;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hevelius.core.compare.Change;
import org.hevelius.core.compare.DiffResult;
import org.hevelius.core.compare.DiffResult.DirectorySummary;
import org.hevelius.core.compare.DiffResult.Rename;
import org.hevelius.core.compare.DiffResult.Unread;
import org.hevelius.core.compare.DiffSink;
import org.hevelius.core.compare.Tally;
import org.hevelius.core.json.JsonArray;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Comparisons.Sides;
import org.jspecify.annotations.Nullable;

/**
 * A comparison as JSON: one document whose changes are printed while they are found, with the sums
 * behind them.
 */
public final class DiffDocument {
  /** A change. */
  public record ChangeView(
      String kind,
      String path,
      long deltaBytes,
      @Nullable EntryView before,
      @Nullable EntryView after) {
    /** The document of a change. */
    public static ChangeView of(Change change) {
      return new ChangeView(
          change.kind().name().toLowerCase(Locale.ROOT),
          Names.show(change.path()),
          change.deltaBytes(),
          view(change.before()),
          view(change.after()));
    }

    private static @Nullable EntryView view(@Nullable TreeEntry entry) {
      return entry == null ? null : EntryView.of(entry);
    }
  }

  /** What stands behind the changes. */
  public record Sums(
      boolean same,
      Tally total,
      List<DirectorySummary> directories,
      boolean directoriesFolded,
      List<Rename> renames,
      boolean renamesComplete,
      String renamesNote,
      List<Unread> unread,
      long unreadCount) {
    /** The document of a result. */
    public static Sums of(DiffResult result) {
      return new Sums(
          result.same(),
          result.total(),
          result.directories().stream()
              .map(d -> new DirectorySummary(Names.show(d.path()), d.tally()))
              .toList(),
          result.directoriesFolded(),
          result.renames().list().stream()
              .map(
                  r ->
                      new Rename(
                          Names.show(r.from()),
                          Names.show(r.to()),
                          r.directory(),
                          r.files(),
                          r.bytes()))
              .toList(),
          result.renames().complete(),
          result.renames().note(),
          result.unread().stream().map(u -> new Unread(Names.show(u.path()), u.reason())).toList(),
          result.unreadCount());
    }
  }

  private final Consumer<String> out;

  /** Writes to this. */
  public DiffDocument(Consumer<String> out) {
    this.out = out;
  }

  /**
   * Prints it.
   *
   * @param compare walks the trees
   * @return whether both sides are the same
   */
  public boolean print(Sides sides, Function<DiffSink, DiffResult> compare) {
    out.accept(
        "{\"left\":\"%s\",\"right\":\"%s\",\"changes\":"
            .formatted(sides.left().reference(), sides.rightName()));
    DiffResult result;
    try (JsonArray changes = new JsonArray(out)) {
      result = compare.apply(change -> changes.add(ChangeView.of(change)));
    }
    out.accept("," + JsonOutput.line(Sums.of(result)).substring(1));
    return result.same();
  }
}
