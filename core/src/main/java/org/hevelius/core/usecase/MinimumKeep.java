package org.hevelius.core.usecase;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Key;
import org.hevelius.core.snapshot.Snapshot;

/** The age below which policies let no snapshot go. */
record MinimumKeep(Context context) {
  /**
   * Looks whether a snapshot may go.
   *
   * @throws HeveliusException REFUSED when it is younger
   */
  void require(Snapshot snapshot) {
    EffectivePolicy policy = new ManagedPolicies(context).effective(snapshot.dataset(), false);
    EffectivePolicy.Value least = policy.values().get(Key.of(Field.MINIMUM_KEEP));
    if (least != null
        && policy
            .get(Field.MINIMUM_KEEP)
            .filter(span -> snapshot.createdAt().isAfter(span.before(context.clock().instant())))
            .isPresent()) {
      throw new HeveliusException(
          Category.REFUSED,
          "%s is younger than the minimum keep of %s (%s)"
              .formatted(snapshot.reference(), least.setting().text(), least.origin().text()),
          "nothing overrules that; who may apply policies can make it shorter first"
              + " (minimum-keep)");
    }
  }
}
