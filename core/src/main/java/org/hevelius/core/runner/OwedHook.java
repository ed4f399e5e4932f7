package org.hevelius.core.runner;

import java.time.Instant;
import org.hevelius.core.policy.Hook;

/**
 * A hook that must be run after a snapshot, whatever becomes of that. It is recorded before the
 * first hook begins, so that it isn't lost when its process dies.
 *
 * @param dataset its name
 * @param position its place among the hooks for afterwards, from 0; the last one is run first
 * @param holder who is to run it: the holder of the dataset's lease for hooks
 * @param schedule what the snapshot was taken for, as hooks are told
 * @param planned when the snapshot was due
 * @param begun when it was recorded
 */
public record OwedHook(
    String dataset,
    int position,
    String holder,
    String schedule,
    Instant planned,
    Instant begun,
    Hook hook) {
  /** Whether it is this one, in the same hands. */
  public boolean is(OwedHook other) {
    return dataset.equals(other.dataset)
        && position == other.position
        && holder.equals(other.holder);
  }

  /** The same in the hands of another. */
  public OwedHook heldBy(String other) {
    return new OwedHook(dataset, position, other, schedule, planned, begun, hook);
  }
}
