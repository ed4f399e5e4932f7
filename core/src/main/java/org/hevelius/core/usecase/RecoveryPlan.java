package org.hevelius.core.usecase;

import java.time.Duration;
import java.util.List;
import org.hevelius.core.policy.RecoveryMode;
import org.hevelius.core.recovery.RecoveryStep;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A whole recovery, completely planned: what is stopped, put back, started and asked, in this order
 * and nothing else. Data go on changing until the services are stopped; the guard snapshot that is
 * taken then has whatever they became, so how much each file step writes isn't part of the plan.
 *
 * @param id names exactly this plan
 * @param want the snapshot that is put back
 * @param lost its age: what was written since is no longer in the data afterwards
 * @param mode how data is put back where the storage leaves a choice; null for the fastest
 * @param places how each source is put back
 * @param alsoThere other datasets with data in the same places: they change with it
 * @param services what is stopped and started
 * @param unguarded the sources that are gone altogether, of which no present state can be kept
 * @param warnings what to know before it is confirmed, a sentence each
 * @param rto how long it should take at most; null when no policy says it
 * @param steps all of it, in order
 * @param passedOver newer snapshots that were not taken, newest first; empty when one was named
 */
public record RecoveryPlan(
    String id,
    Snapshot want,
    Duration lost,
    @Nullable RecoveryMode mode,
    List<Place> places,
    List<String> alsoThere,
    List<String> services,
    List<String> unguarded,
    List<String> warnings,
    @Nullable Duration rto,
    List<RecoveryStep> steps,
    List<PassedOver> passedOver) {
  /**
   * A snapshot that was not taken.
   *
   * @param why in words
   */
  public record PassedOver(String reference, String why) {}

  /**
   * How one source is put back.
   *
   * @param way a word of the storage's, or {@code files}
   * @param effects what else happens, a sentence each
   * @param create entries that are made now, by files; 0 for other ways
   * @param overwrite entries that are overwritten now, by files
   * @param delete entries that the snapshot doesn't have
   * @param bytes that are written
   */
  public record Place(
      String source,
      String way,
      List<String> effects,
      long create,
      long overwrite,
      long delete,
      long bytes) {
    /** Copies the list. */
    public Place {
      effects = List.copyOf(effects);
    }
  }

  /** Copies the lists. */
  public RecoveryPlan {
    places = List.copyOf(places);
    alsoThere = List.copyOf(alsoThere);
    services = List.copyOf(services);
    unguarded = List.copyOf(unguarded);
    warnings = List.copyOf(warnings);
    steps = List.copyOf(steps);
    passedOver = List.copyOf(passedOver);
  }
}
