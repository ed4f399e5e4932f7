package org.hevelius.core.retention;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * What retention needs to know of a snapshot.
 *
 * @param subject the snapshot itself, as the caller knows it
 * @param time when it was taken, in the offset in which that was recorded: periods are read there
 * @param order tells apart snapshots of one time: the higher one is newer
 * @param tags as they are written, such as {@code campaign=mars}
 * @param holds what forbids forgetting it
 * @param kind guards have rules of their own, and what another program made is never forgotten
 * @param takenBy the schedules and events that it was taken for
 * @param expires until when a person asked for it to be kept, or until when at the latest the
 *     policy that took it keeps it; null when the rules alone decide
 * @param <T> the caller's type of snapshot
 */
public record RetentionCandidate<T>(
    T subject,
    OffsetDateTime time,
    long order,
    Set<String> tags,
    List<Hold> holds,
    boolean knownGood,
    SnapshotKind kind,
    List<TakenBy> takenBy,
    @Nullable Instant expires) {

  /** Copies the collections. */
  public RetentionCandidate {
    tags = Set.copyOf(tags);
    holds = List.copyOf(holds);
    takenBy = List.copyOf(takenBy);
  }

  /** A candidate that no schedule and no event took. */
  public RetentionCandidate(
      T subject,
      OffsetDateTime time,
      long order,
      Set<String> tags,
      List<Hold> holds,
      boolean knownGood,
      SnapshotKind kind,
      @Nullable Instant expires) {
    this(subject, time, order, tags, holds, knownGood, kind, List.of(), expires);
  }

  /** The candidate for a snapshot of ours; its time is recorded in UTC. */
  public static RetentionCandidate<Snapshot> of(Snapshot snapshot) {
    return new RetentionCandidate<>(
        snapshot,
        snapshot.createdAt().atOffset(ZoneOffset.UTC),
        snapshot.version(),
        Set.copyOf(snapshot.tagTexts()),
        snapshot.holds(),
        snapshot.knownGood() != null,
        snapshot.kind(),
        snapshot.takenBy(),
        snapshot.expires());
  }
}
