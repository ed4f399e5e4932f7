package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Key;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;

/**
 * How old a dataset's newest snapshot may be. Every dataset has such a limit, so that none is left
 * without snapshots unseen.
 *
 * @param from where that is said
 */
record Rpo(Duration length, String from) {
  /** How old it may be where no policy says it. */
  static final Rpo USUAL = new Rpo(Duration.ofHours(26), "default");

  /** What a policy says, or what is usual. */
  static Rpo of(EffectivePolicy policy) {
    EffectivePolicy.Value value = policy.values().get(Key.of(Field.RPO));
    return policy
        .get(Field.RPO)
        .map(length -> new Rpo(length, value == null ? "policy" : value.origin().text()))
        .orElse(USUAL);
  }

  /** The same where policies may contradict each other; then what is usual. */
  static Rpo of(Optional<EffectivePolicy> policy) {
    return policy.map(Rpo::of).orElse(USUAL);
  }

  /**
   * Whether anybody expects snapshots of a dataset: those that were adopted are taken by another
   * program, unless a policy wants some.
   */
  static boolean isExpected(Optional<Snapshot> newest, Optional<EffectivePolicy> policy) {
    return policy.filter(EffectivePolicy::isPresent).isPresent()
        || newest.filter(snapshot -> snapshot.kind() == SnapshotKind.ADOPTED).isEmpty();
  }

  /**
   * Whether a snapshot is missing by now.
   *
   * @param since when the newest was taken, or when the dataset was added while it has none
   */
  boolean isPast(Instant since, Instant now) {
    return since.plus(length).isBefore(now);
  }
}
