package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.hevelius.core.catalog.SnapshotFacts;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.retention.Retention;
import org.hevelius.core.retention.RetentionCandidate;
import org.hevelius.core.retention.RetentionScheme;
import org.hevelius.core.retention.Validity;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what retention says of the snapshots of a dataset, for as long as it would say the
 * same: until the catalog has another mark, whoever changed it, or time has passed over a snapshot.
 * Safe for several threads. Nothing destructive relies on it: a cleanup decides anew.
 */
final class Verdicts {
  /** How many snapshots are remembered in all; about 100 bytes each. */
  private static final int SNAPSHOTS = 200_000;

  private record Known(SnapshotFacts.Mark mark, Validity validity, Map<Long, KeptBy> kept) {
    boolean holds(SnapshotFacts.Mark present, Instant now) {
      return mark.equals(present) && validity.holds(now);
    }
  }

  /** One dataset: who waits for another thread's decision finds it made. */
  private static final class Slot {
    private final ReentrantLock deciding = new ReentrantLock();
    private volatile @Nullable Known known;
  }

  private final int capacity;

  /** The datasets asked for longest ago come first. */
  private final LinkedHashMap<DatasetName, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  Verdicts() {
    this(SNAPSHOTS);
  }

  Verdicts(int capacity) {
    this.capacity = capacity;
  }

  /** What keeps each version of a dataset at present. */
  Map<Long, KeptBy> of(Context context, DatasetName dataset) {
    Slot slot = slot(dataset);
    Known known = present(context, dataset, slot.known);
    if (known == null) {
      slot.deciding.lock();
      try {
        known = present(context, dataset, slot.known);
        if (known == null) {
          known = decide(context, dataset);
          slot.known = known;
          shrink(slot);
        }
      } finally {
        slot.deciding.unlock();
      }
    }
    return known.kept();
  }

  private static @Nullable Known present(
      Context context, DatasetName dataset, @Nullable Known known) {
    return known != null
            && known.holds(context.catalog().facts().mark(dataset), context.clock().instant())
        ? known
        : null;
  }

  private static Known decide(Context context, DatasetName dataset) {
    // The mark comes first: what changes while this goes on makes it stale, not wrong.
    SnapshotFacts.Judged judged = context.catalog().facts().judged(dataset);
    EffectivePolicy policy = new ManagedPolicies(context).effective(dataset, false);
    RetentionScheme scheme = policy.isPresent() ? policy.retention() : RetentionScheme.usual();
    Instant now = context.clock().instant();
    List<RetentionCandidate<Long>> candidates = judged.candidates();
    Map<Long, KeptBy> kept = HashMap.newHashMap(candidates.size());
    Map<KeptBy, KeptBy> same = new HashMap<>();
    if (!candidates.isEmpty()) {
      Retention.plan(candidates, scheme, now)
          .decisions()
          .forEach(
              decision -> {
                KeptBy one = KeptBy.of(decision);
                kept.put(decision.candidate().subject(), same.computeIfAbsent(one, k -> k));
              });
    }
    return new Known(judged.mark(), Validity.of(candidates, scheme, now), Map.copyOf(kept));
  }

  private Slot slot(DatasetName dataset) {
    synchronized (slots) {
      return slots.computeIfAbsent(dataset, _ -> new Slot());
    }
  }

  /** Forgets the datasets asked for longest ago; one that is too large by itself at once. */
  private void shrink(Slot latest) {
    synchronized (slots) {
      long all = slots.values().stream().mapToLong(Verdicts::size).sum();
      Iterator<Slot> oldest = slots.values().iterator();
      while (all > capacity && oldest.hasNext()) {
        Slot slot = oldest.next();
        if (slot != latest || size(slot) > capacity) {
          all -= size(slot);
          oldest.remove();
        }
      }
    }
  }

  private static long size(Slot slot) {
    Known known = slot.known;
    // A dataset without snapshots is remembered too.
    return known == null ? 0 : known.kept().size() + 1L;
  }
}
