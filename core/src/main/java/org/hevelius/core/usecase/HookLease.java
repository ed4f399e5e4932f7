package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.runner.Lease;
import org.hevelius.core.runner.LeaseHolder;
import org.hevelius.core.runner.Runner;

/**
 * The right to run the hooks of a dataset, which one process at a time has: two that hold the same
 * writers would let them go under each other. It is renewed until it is given back, and lapses when
 * its process dies or stands still.
 */
final class HookLease implements AutoCloseable {
  private static final long RENEWAL_MILLIS = Runner.TERM.dividedBy(3).toMillis();

  private final Context context;
  private final String name;
  private final String holder = UUID.randomUUID().toString();
  private final CountDownLatch ended = new CountDownLatch(1);

  private HookLease(Context context, String name) {
    this.context = context;
    this.name = name;
  }

  /** Takes it, unless somebody has it. */
  static Optional<HookLease> take(Context context, String dataset) {
    return named(context, "hooks/" + dataset);
  }

  /** Takes the right of another name, which is kept in the same way. */
  static Optional<HookLease> named(Context context, String name) {
    HookLease lease = new HookLease(context, name);
    if (!lease.acquire()) {
      return Optional.empty();
    }
    Thread _ = Thread.ofPlatform().name("hooks").daemon().start(lease::keep);
    return Optional.of(lease);
  }

  private boolean acquire() {
    Instant now = context.clock().instant();
    return context.catalog().leases().acquire(new Lease(name, holder, now.plus(Runner.TERM)), now);
  }

  private void keep() {
    try {
      boolean mine = true;
      while (mine && !ended.await(RENEWAL_MILLIS, TimeUnit.MILLISECONDS)) {
        mine = renewed();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean renewed() {
    try {
      return acquire();
    } catch (HeveliusException e) {
      // The catalog may be back in time; if not, the fence tells.
      return true;
    }
  }

  /** Who has it: a word that is nobody else's. */
  String holder() {
    return holder;
  }

  /** Whose it is, for records that nobody else may write. */
  LeaseHolder held() {
    return new LeaseHolder(name, holder);
  }

  /** That nobody else has got it meanwhile. */
  Fence.Holding fence() {
    return new Fence.Holding(name, holder);
  }

  /** Lets it lapse by itself: something is left to do that others must find. */
  void abandon() {
    ended.countDown();
  }

  @Override
  public void close() {
    ended.countDown();
    boolean _ = context.catalog().leases().release(name, holder);
  }
}
