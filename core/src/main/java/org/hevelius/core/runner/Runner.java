package org.hevelius.core.runner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.metrics.MetricSource;
import org.jspecify.annotations.Nullable;

/**
 * Beats, and hands each beat to its chores while it leads. Who leads has the lease {@link #LEASE};
 * all others stand by and take over when it lapses.
 */
public final class Runner implements AutoCloseable, MetricSource {
  /** The lease of whoever takes what is due. */
  public static final String LEASE = "runner";

  /** How long a lease lasts: for so long nothing is done when its holder has died. */
  public static final Duration TERM = Duration.ofSeconds(30);

  private static final Duration RENEWAL = TERM.dividedBy(3);
  private static final long BEAT_MILLIS = 1000;

  /** A lease that ends later than this was written by a clock that was wrong. */
  private static final Duration BEYOND_BELIEF = Duration.ofDays(1);

  /** A runner that hasn't beaten for so long stands still. */
  private static final Duration STILL = Duration.ofMinutes(2);

  /**
   * What a runner works with.
   *
   * @param node names this process and no other, such as {@code mars/4711/5f3a09c1}
   * @param log told in lines what operators should know
   */
  public record Parts(String node, LeaseStore leases, Clock clock, Consumer<String> log) {}

  private final Parts parts;
  private final List<Chore> chores;
  private final List<MetricSource> sources;
  private final Map<String, String> said = new ConcurrentHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean held;
  private volatile Instant until = Instant.MIN;
  private @Nullable Instant renewed;
  private volatile @Nullable Instant beaten;
  private @Nullable Thread beating;
  private @Nullable Thread renewing;

  /** A runner that stands still until it is started, or driven beat by beat. */
  public Runner(Parts parts, List<Chore> chores) {
    this(parts, chores, List.of());
  }

  /**
   * The same, which also tells numbers of what it does.
   *
   * @param sources of these numbers
   */
  public Runner(Parts parts, List<Chore> chores, List<MetricSource> sources) {
    this.parts = parts;
    this.chores = List.copyOf(chores);
    this.sources = List.copyOf(sources);
  }

  /** Begins to beat, in threads of its own. */
  public synchronized void start() {
    beaten = parts.clock().instant();
    beating = Thread.ofPlatform().name("runner").daemon().start(() -> loop(this::beat));
    // A chore that takes its time must not cost the lease.
    renewing = Thread.ofPlatform().name("lease").daemon().start(() -> loop(this::keep));
  }

  private void loop(Runnable work) {
    try {
      do {
        work.run();
      } while (!stopped.await(BEAT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Beats once: all chores in their order if this runner leads. */
  public void beat() {
    keep();
    Instant now = parts.clock().instant();
    for (Chore chore : chores) {
      if (leads()) {
        run(chore, now);
      }
    }
    beaten = now;
  }

  private void run(Chore chore, Instant now) {
    try {
      chore.run(now, this::isLost);
      said.remove(chore.name());
    } catch (RuntimeException e) {
      say(chore.name(), e);
    }
  }

  /** Says a failure once, and not with each beat again. */
  private void say(String what, RuntimeException e) {
    String text = e instanceof HeveliusException ? String.valueOf(e.getMessage()) : e.toString();
    if (!text.equals(said.put(what, text))) {
      parts.log().accept("%s: %s".formatted(what, text));
    }
  }

  /** Renews the lease when it is time to, which is also when the clock was set. */
  private synchronized void keep() {
    Instant now = parts.clock().instant();
    Instant last = renewed;
    if (!stopping() && (last == null || now.isBefore(last) || !now.isBefore(last.plus(RENEWAL)))) {
      renew(now);
    }
  }

  /** Takes or renews the lease, and learns when it is somebody else's. */
  private void renew(Instant now) {
    boolean had = held;
    try {
      Lease wanted = new Lease(LEASE, parts.node(), now.plus(TERM));
      held = parts.leases().acquire(wanted, now) || (isBeyondBelief(now) && take(wanted, now));
      until = wanted.until();
      renewed = now;
      said.remove(LEASE);
    } catch (RuntimeException e) {
      // Until it lapses nobody else has it; after that somebody else may.
      held = held && now.isBefore(until);
      say(LEASE, e);
    }
    if (had && !held) {
      parts.log().accept("the lease is lost: what runs is canceled, and another node goes on");
    }
  }

  private boolean isBeyondBelief(Instant now) {
    Optional<Lease> lease = parts.leases().lease(LEASE);
    return lease.isPresent()
        && lease.get().until().isAfter(now.plus(BEYOND_BELIEF))
        && parts.leases().release(LEASE, lease.get().holder());
  }

  private boolean take(Lease wanted, Instant now) {
    parts.log().accept("a lease that ended in the far future was taken over: a clock was wrong");
    return parts.leases().acquire(wanted, now);
  }

  /** Whether this runner may begin something. */
  public boolean leads() {
    return !stopping() && held && parts.clock().instant().isBefore(until);
  }

  /** Whether what was begun must end: the program stops, or another node has the lease. */
  private boolean isLost() {
    return stopping() || !held;
  }

  /** Whether it beats, leading or standing by. */
  public boolean isAlive() {
    Instant last = beaten;
    return last != null
        && Duration.between(last, parts.clock().instant()).abs().compareTo(STILL) < 0;
  }

  @Override
  public List<Metric> metrics() {
    Metric.Builder heartbeat =
        new Metric.Builder(
            "hevelius_scheduler_heartbeat_timestamp_seconds",
            Metric.Type.GAUGE,
            "When the scheduler of this service beat last, leading or standing by.");
    Instant last = beaten;
    if (last != null) {
      heartbeat.add(last.getEpochSecond());
    }
    List<Metric> metrics = new ArrayList<>();
    metrics.add(heartbeat.build());
    metrics.add(
        new Metric.Builder(
                "hevelius_scheduler_leading",
                Metric.Type.GAUGE,
                "1 when this service takes what is due, 0 when it stands by.")
            .add(leads() ? 1 : 0)
            .build());
    sources.forEach(source -> metrics.addAll(source.metrics()));
    return metrics;
  }

  /** Lets what runs know that it must end; nothing is begun from now on. */
  public void stop() {
    stopped.countDown();
  }

  private boolean stopping() {
    return stopped.getCount() == 0;
  }

  /** Stops, and gives the lease back. What was begun must have ended. */
  @Override
  public void close() {
    stop();
    end(beating);
    end(renewing);
    if (held) {
      held = false;
      try {
        boolean _ = parts.leases().release(LEASE, parts.node());
      } catch (HeveliusException e) {
        say(LEASE, e);
      }
    }
  }

  private static void end(@Nullable Thread thread) {
    if (thread == null) {
      return;
    }
    try {
      thread.join(TERM);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
