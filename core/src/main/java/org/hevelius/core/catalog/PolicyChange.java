package org.hevelius.core.catalog;

import org.hevelius.core.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * A policy that is added, replaced or removed.
 *
 * @param before the policy that the change started from; null when there was none of that name
 * @param after the policy that is to be; null when it is to go
 */
public record PolicyChange(@Nullable Policy before, @Nullable Policy after) {
  /** Checks that there is a policy, and that its name stays. */
  public PolicyChange {
    boolean nothing = before == null && after == null;
    if (nothing || (before != null && after != null && !before.name().equals(after.name()))) {
      throw new IllegalArgumentException("no change of one policy");
    }
  }

  /** The name of the policy. */
  public String name() {
    return after != null ? after.name() : before != null ? before.name() : "";
  }
}
