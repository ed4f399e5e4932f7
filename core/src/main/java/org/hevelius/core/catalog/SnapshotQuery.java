package org.hevelius.core.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots are wanted; all conditions must hold.
 *
 * @param dataset null for all datasets
 * @param below whether datasets below {@code dataset} in the hierarchy are meant too
 * @param words lower-case words; each must occur somewhere in the snapshot's {@link #searchText}
 * @param tags tags as they are written; {@code key} alone means any value
 * @param since the earliest time, inclusive; null for no limit
 * @param until the latest time, exclusive; null for no limit
 * @param knownGood whether only known-good snapshots are wanted
 * @param held whether only held snapshots are wanted
 * @param kind null for all kinds
 * @param ancestor the generated name of a snapshot from which they must be derived directly; null
 *     for all
 * @param after only snapshots that come after this one in the order; null for the first page
 * @param pageSize how many at most in a page, 1 to 10,000
 */
public record SnapshotQuery(
    @Nullable DatasetName dataset,
    boolean below,
    List<String> words,
    List<String> tags,
    @Nullable Instant since,
    @Nullable Instant until,
    boolean knownGood,
    boolean held,
    @Nullable SnapshotKind kind,
    @Nullable String ancestor,
    @Nullable Position after,
    int pageSize) {

  /** A place in the order of {@link Snapshot#NEWEST_FIRST}. */
  public record Position(Instant createdAt, DatasetName dataset, long version) {
    /** The place of a snapshot. */
    public static Position of(Snapshot snapshot) {
      return new Position(snapshot.createdAt(), snapshot.dataset(), snapshot.version());
    }
  }

  /** Checks the page size. */
  public SnapshotQuery {
    words = List.copyOf(words);
    tags = List.copyOf(tags);
    if (pageSize < 1 || pageSize > 10_000) {
      throw new HeveliusException(
          Category.INVALID, "a page has 1 to 10,000 snapshots, not " + pageSize);
    }
  }

  /** All snapshots. */
  public static SnapshotQuery all() {
    return new SnapshotQuery(
        null, false, List.of(), List.of(), null, null, false, false, null, null, null, Pages.SIZE);
  }

  /** All snapshots of one dataset. */
  public static SnapshotQuery of(DatasetName dataset) {
    return all().in(dataset);
  }

  /** Only snapshots of this dataset. */
  public SnapshotQuery in(DatasetName wanted) {
    return new SnapshotQuery(
        wanted, false, words, tags, since, until, knownGood, held, kind, ancestor, after, pageSize);
  }

  /** Only snapshots of this dataset and the ones below it. */
  public SnapshotQuery within(DatasetName wanted) {
    return new SnapshotQuery(
        wanted, true, words, tags, since, until, knownGood, held, kind, ancestor, after, pageSize);
  }

  /** Only snapshots in whose text each of the words of this text occurs, whatever the case. */
  public SnapshotQuery text(String text) {
    List<String> wanted =
        List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+")).stream()
            .filter(word -> !word.isEmpty())
            .toList();
    return new SnapshotQuery(
        dataset, below, wanted, tags, since, until, knownGood, held, kind, ancestor, after,
        pageSize);
  }

  /** Only snapshots with all of these tags, each {@code key=value} or {@code key} for any value. */
  public SnapshotQuery tagged(List<String> wanted) {
    return new SnapshotQuery(
        dataset, below, words, wanted, since, until, knownGood, held, kind, ancestor, after,
        pageSize);
  }

  /** Only snapshots taken in this range: from {@code from}, inclusive, to {@code to}, exclusive. */
  public SnapshotQuery between(@Nullable Instant from, @Nullable Instant to) {
    return new SnapshotQuery(
        dataset, below, words, tags, from, to, knownGood, held, kind, ancestor, after, pageSize);
  }

  /** Only known-good snapshots. */
  public SnapshotQuery onlyKnownGood() {
    return new SnapshotQuery(
        dataset, below, words, tags, since, until, true, held, kind, ancestor, after, pageSize);
  }

  /** Only held snapshots. */
  public SnapshotQuery onlyHeld() {
    return new SnapshotQuery(
        dataset, below, words, tags, since, until, knownGood, true, kind, ancestor, after,
        pageSize);
  }

  /** Only snapshots of this kind. */
  public SnapshotQuery onlyKind(SnapshotKind wanted) {
    return new SnapshotQuery(
        dataset, below, words, tags, since, until, knownGood, held, wanted, ancestor, after,
        pageSize);
  }

  /** Only snapshots that were made directly from the one of this generated name. */
  public SnapshotQuery onlyDerivedFrom(String name) {
    return new SnapshotQuery(
        dataset, below, words, tags, since, until, knownGood, held, kind, name, after, pageSize);
  }

  /** Only what comes after this snapshot in the order. */
  public SnapshotQuery after(Snapshot last) {
    return after(Position.of(last));
  }

  /** Only what comes after this place in the order. */
  public SnapshotQuery after(@Nullable Position place) {
    return new SnapshotQuery(
        dataset, below, words, tags, since, until, knownGood, held, kind, ancestor, place,
        pageSize);
  }

  /** At most this many in a page. */
  public SnapshotQuery limit(int size) {
    return new SnapshotQuery(
        dataset, below, words, tags, since, until, knownGood, held, kind, ancestor, after, size);
  }

  /**
   * The text of a snapshot that words are looked for in, in lower case: reference, names,
   * description, tags, milestone, author, and Git branch and commit, on lines of their own.
   */
  public static String searchText(Snapshot snapshot) {
    StringBuilder text = new StringBuilder(snapshot.reference());
    text.append('\n').append(snapshot.name());
    text.append('\n').append(snapshot.shortName() == null ? "" : snapshot.shortName());
    text.append('\n').append(snapshot.description());
    text.append('\n').append(String.join("\n", snapshot.tagTexts()));
    text.append('\n').append(snapshot.milestone() == null ? "" : snapshot.milestone());
    text.append('\n').append(snapshot.author());
    var git = snapshot.git();
    if (git != null) {
      text.append('\n').append(git.branch() == null ? "" : git.branch());
      text.append('\n').append(git.commit());
    }
    return text.toString().toLowerCase(Locale.ROOT);
  }
}
