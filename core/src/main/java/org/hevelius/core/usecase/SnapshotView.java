package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.hevelius.core.snapshot.Ancestor;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.GitState;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.KnownBad;
import org.hevelius.core.snapshot.KnownGood;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as programs see it: the one document behind {@code list}, {@code show} and {@code
 * create} with {@code --json}. Sizes are in bytes; the totals are over all captures.
 *
 * @param reference such as {@code cosmos7/raw@12}
 * @param name generated, unique
 * @param shortName chosen, or null
 * @param takenBy the schedules that it was taken for, as policy/schedule; empty when a person asked
 * @param tags sorted by key
 * @param permanent whether a person wants it kept for good
 * @param knownGood whether its data was found to be good
 * @param knownGoodMark by whom, when and how; null when it wasn't
 * @param knownBadMark by whom, when and why it was found to be bad; null when it wasn't
 * @param derivedFrom the snapshots that it was made from
 * @param derivedBy the activity that made it, or null
 * @param expires until when it is kept in any case; null when the rules of retention decide
 * @param git null when no source is a Git work tree
 * @param parentVersion the version that the data descends from, or null
 * @param files null when the storage took them without counting
 * @param bytes null when a storage doesn't tell its share, and so are the next two
 * @param addedBytes content that was not stored before
 * @param storedBytes what the added content takes in storage
 * @param uniqueBytes what would be free without it alone, as storage that takes snapshots itself
 *     says now; null when it doesn't, or wasn't asked
 * @param keptBy what keeps it, by the rules that hold unless said otherwise; null when that wasn't
 *     asked
 */
public record SnapshotView(
    String reference,
    String dataset,
    long version,
    String name,
    @Nullable String shortName,
    String description,
    Instant createdAt,
    String author,
    String host,
    SnapshotKind kind,
    List<String> takenBy,
    Map<String, String> tags,
    @Nullable String milestone,
    boolean permanent,
    List<Hold> holds,
    boolean knownGood,
    @Nullable KnownGood knownGoodMark,
    @Nullable KnownBad knownBadMark,
    List<AncestorView> derivedFrom,
    @Nullable String derivedBy,
    @Nullable Instant expires,
    @Nullable String keptBy,
    Guarantee guarantee,
    @Nullable GitView git,
    @Nullable Long parentVersion,
    @Nullable Long files,
    @Nullable Long bytes,
    @Nullable Long addedBytes,
    @Nullable Long storedBytes,
    @Nullable Long uniqueBytes,
    List<CaptureView> captures) {

  /**
   * A Git work tree.
   *
   * @param branch null when it was detached from any
   * @param dirty whether files differed from the commit or were unknown to Git
   * @param remote without credentials; null when there is none
   */
  public record GitView(
      String commit,
      @Nullable String branch,
      boolean dirty,
      long dirtyFiles,
      @Nullable String remote) {
    static @Nullable GitView of(@Nullable GitState git) {
      return git == null
          ? null
          : new GitView(
              git.commit(), git.branch(), git.dirtyFiles() > 0, git.dirtyFiles(), git.remote());
    }

    /** What it was made from. */
    public GitState toState() {
      return new GitState(commit, branch, dirtyFiles, remote);
    }
  }

  /**
   * A snapshot that this one was made from.
   *
   * @param use {@code derived-from} or {@code calibrated-with}
   * @param reference as it was then; the snapshot may be gone
   * @param name its generated name
   */
  public record AncestorView(String use, String reference, String name) {
    private static AncestorView of(Ancestor ancestor) {
      return new AncestorView(ancestor.use().text(), ancestor.reference(), ancestor.name());
    }
  }

  /**
   * The image of one source.
   *
   * @param source as it is written, such as {@code dir:/data/raw}
   * @param id identity in the storage that holds it
   * @param repository empty for storage that holds its own snapshots
   * @param files null when the storage took them without counting, and so are directories
   * @param bytes null when the storage doesn't tell, and so are the next two
   */
  public record CaptureView(
      String source,
      String provider,
      String id,
      String repository,
      @Nullable Long files,
      @Nullable Long directories,
      @Nullable Long bytes,
      @Nullable Long addedBytes,
      @Nullable Long storedBytes) {
    private static CaptureView of(Capture capture) {
      return new CaptureView(
          capture.source().toString(),
          capture.provider(),
          capture.id(),
          capture.repository(),
          capture.isCounted() ? capture.files() : null,
          capture.isCounted() ? capture.directories() : null,
          known(capture.size()),
          known(capture.added()),
          known(capture.stored()));
    }
  }

  private static @Nullable Long known(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  /** Copies the collections; the tags stay sorted. */
  public SnapshotView {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    takenBy = List.copyOf(takenBy);
    holds = List.copyOf(holds);
    derivedFrom = List.copyOf(derivedFrom);
    captures = List.copyOf(captures);
  }

  /** The document of a snapshot, without a word on retention. */
  public static SnapshotView of(Snapshot snapshot) {
    return of(snapshot, null);
  }

  /** The document of a snapshot. */
  public static SnapshotView of(Snapshot snapshot, @Nullable String keptBy) {
    return of(snapshot, keptBy, null);
  }

  /** The document of a snapshot, with what its storage says of it. */
  public static SnapshotView of(
      Snapshot snapshot, @Nullable String keptBy, @Nullable Long uniqueBytes) {
    return new SnapshotView(
        snapshot.reference(),
        snapshot.dataset().text(),
        snapshot.version(),
        snapshot.name(),
        snapshot.shortName(),
        snapshot.description(),
        snapshot.createdAt(),
        snapshot.author(),
        snapshot.host(),
        snapshot.kind(),
        snapshot.takenBy().stream().map(TakenBy::toString).toList(),
        snapshot.tags(),
        snapshot.milestone(),
        snapshot.isPermanent(),
        snapshot.holds(),
        snapshot.knownGood() != null,
        snapshot.knownGood(),
        snapshot.knownBad(),
        snapshot.derivation().ancestors().stream().map(AncestorView::of).toList(),
        snapshot.derivation().by().isEmpty() ? null : snapshot.derivation().by(),
        snapshot.expires(),
        keptBy,
        snapshot.guarantee(),
        GitView.of(snapshot.git()),
        snapshot.parentVersion(),
        known(snapshot.files()),
        known(snapshot.bytes()),
        known(snapshot.addedBytes()),
        known(snapshot.storedBytes()),
        uniqueBytes,
        snapshot.captures().stream().map(CaptureView::of).toList());
  }
}
