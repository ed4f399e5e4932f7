package org.hevelius.core.usecase;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.Performance;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.QuotaPlan;
import org.hevelius.core.storage.View;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link Facade} about storage systems; see {@link Storage}. A {@code where} is a kind
 * of storage such as {@code zfs}, a system such as {@code vast:lab}, or a view, which stands for
 * itself and all below it; null is all that is known.
 */
public interface StorageUses {
  /** The views; a system that can't be asked is told of and hides none of the others. */
  StorageView.Views views(@Nullable String where);

  /**
   * One view as it is now.
   *
   * @throws HeveliusException NOT_FOUND when there is none of exactly that name
   */
  View view(String view);

  /** Makes a view. */
  View createView(NewView wish);

  /** The quotas and budgets with what is used of them and how they fill. */
  StorageView.Quotas quotas(@Nullable String where);

  /**
   * Sets limits of a view.
   *
   * @throws HeveliusException REFUSED when the hard limit would be below what is used; CONFLICT
   *     when the limits are being changed by somebody else
   */
  Quota setLimits(String view, StorageView.LimitWish wish);

  /**
   * Plans to let the limits of a view grow.
   *
   * @param factor null for the one of its rule, or 1.5
   * @param ceiling in bytes; null for the one of its rule, or none
   */
  QuotaPlan planExpansion(String view, @Nullable BigDecimal factor, @Nullable Long ceiling);

  /**
   * Lets the limits grow exactly as planned.
   *
   * @throws HeveliusException CONFLICT when the plan isn't true any more; then nothing was changed
   */
  Quota expand(QuotaPlan plan);

  /** How storage is: what it says itself, and how full it is. */
  StorageView.Health health(@Nullable String where);

  /**
   * What happened on systems, as they say, the newest first.
   *
   * @param least how bad at least
   */
  StorageView.Events events(@Nullable String where, Instant since, Grade least);

  /** How systems did from a time on until now. */
  List<Performance> performance(@Nullable String where, Instant since);
}
