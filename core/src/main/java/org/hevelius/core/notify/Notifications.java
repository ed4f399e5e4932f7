package org.hevelius.core.notify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Alerts;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.runner.Chore;

/**
 * Tells channels of alerts. An alert is kept in memory only until it stands in the catalog, which
 * another thread does at once; from there it is delivered at each beat, also after the program was
 * ended and started again. Safe for several threads.
 */
public final class Notifications implements Alerts, Chore, MetricSource, AutoCloseable {
  private static final Duration FAILED_KEPT = Duration.ofDays(30);
  private static final Duration TOLD_KEPT = Duration.ofDays(90);
  private static final Duration CLOSED_KEPT = Duration.ofDays(400);
  private static final Duration BETWEEN_PRUNES = Duration.ofHours(6);

  private final NotificationStore store;
  private final Map<ChannelSettings, Channel> channels = new LinkedHashMap<>();
  private final Clock clock;
  private final Executor executor;
  private final Consumer<String> log;
  private final Inbox inbox = new Inbox();
  private final Intake intake;
  private final Outbox outbox;
  private final DeliveryCounts counts;
  private final AtomicBoolean taking = new AtomicBoolean();
  private final Map<ChannelSettings, AtomicBoolean> delivering = new LinkedHashMap<>();
  private volatile boolean closed;
  private Instant pruned = Instant.MIN;

  /**
   * Takes alerts from now on.
   *
   * @param ids of new messages
   * @param executor runs what may take long, several at once
   * @param log told in lines what operators should know
   */
  public Notifications(
      NotificationStore store,
      Channels configured,
      Supplier<UUID> ids,
      Clock clock,
      Executor executor,
      Consumer<String> log) {
    this.store = store;
    this.clock = clock;
    this.executor = executor;
    this.log = log;
    for (ChannelSettings settings : configured.settings()) {
      channels.put(settings, configured.open(settings));
      delivering.put(settings, new AtomicBoolean());
    }
    this.counts = new DeliveryCounts(configured.settings());
    Digests digests = new Digests(store, ids);
    this.intake = new Intake(store, ids, digests, log);
    this.outbox = new Outbox(store, clock, counts, digests, log);
  }

  /** How deliveries ended since the program started. */
  public DeliveryCounts counts() {
    return counts;
  }

  @Override
  public List<Metric> metrics() {
    Metric.Builder attempts =
        new Metric.Builder(
            "hevelius_notifications_total",
            Metric.Type.COUNTER,
            "Attempts to deliver a message since the service started, by how they ended.");
    for (DeliveryCounts.Count count : counts.all()) {
      attempts.add(
          "channel", count.channel(), "result", Message.word(count.result()), count.attempts());
    }
    Metric.Builder waiting =
        new Metric.Builder(
            "hevelius_notifications_waiting",
            Metric.Type.GAUGE,
            "Messages that wait for their delivery.");
    Map<String, Long> queued = new LinkedHashMap<>();
    channels.keySet().forEach(channel -> queued.put(channel.name(), 0L));
    for (NotificationStore.Count count : store.counts()) {
      if (count.state() == Notice.State.WAITING) {
        queued.put(count.channel(), count.notices());
      }
    }
    queued.forEach((channel, count) -> waiting.add("channel", channel, count));
    return List.of(attempts.build(), waiting.build());
  }

  @Override
  public void raise(Alert alert) {
    if (closed) {
      return;
    }
    inbox.add(alert);
    begin(taking, this::takeAndDeliver);
  }

  @Override
  public String name() {
    return "notifications";
  }

  @Override
  public void run(Instant now, BooleanSupplier stop) {
    begin(taking, this::takeAndEscalate);
    deliverAll(stop);
    if (pruned.equals(Instant.MIN) || pruned.plus(BETWEEN_PRUNES).isBefore(now)) {
      store.prune(now.minus(FAILED_KEPT), now.minus(TOLD_KEPT), now.minus(CLOSED_KEPT));
      pruned = now;
    }
  }

  /** Takes what is still in memory, and begins nothing more. */
  @Override
  public void close() {
    takeAll();
    closed = true;
  }

  /** Runs the work in another thread unless it runs already. */
  private void begin(AtomicBoolean busy, Runnable work) {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              log.accept("notifications: " + e.getMessage());
            } finally {
              busy.set(false);
            }
          });
    } catch (RuntimeException e) {
      // The program ends and takes no more work; what waits in the catalog goes out at the next
      // start.
      busy.set(false);
    }
  }

  /** What has become well again meanwhile is taken in first, and nobody is told of it. */
  private void takeAndEscalate() {
    takeAll();
    channels.keySet().stream()
        .filter(ChannelSettings::escalates)
        .forEach(channel -> intake.escalate(channel, clock.instant()));
  }

  private void takeAndDeliver() {
    takeAll();
    deliverAll(() -> false);
  }

  private void deliverAll(BooleanSupplier stop) {
    delivering.forEach(
        (settings, busy) ->
            begin(busy, () -> deliver(settings, () -> closed || stop.getAsBoolean())));
  }

  private void deliver(ChannelSettings settings, BooleanSupplier stop) {
    Channel channel = channels.get(settings);
    if (channel != null) {
      outbox.deliver(settings, channel, stop);
    }
  }

  /** Brings alerts into the catalog. What can't be brought in now stays for the next beat. */
  private synchronized void takeAll() {
    for (Optional<Alert> next = inbox.first(); next.isPresent(); next = inbox.first()) {
      Alert alert = next.orElseThrow();
      try {
        intake.take(channels.keySet(), alert, clock.instant());
      } catch (HeveliusException e) {
        throw e;
      } catch (RuntimeException e) {
        // Others wait behind one that can't be kept at all.
        log.accept("an alert can't be kept and is not told: %s (%s)".formatted(alert, e));
      }
      inbox.removeFirst();
    }
    long lost = inbox.takeLost();
    if (lost > 0) {
      log.accept(
          "%,d alerts came faster than they could be kept and were not told".formatted(lost));
    }
  }
}
