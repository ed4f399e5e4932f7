package org.hevelius.core.notify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what waits. After a failed attempt the message waits for longer each time, and its
 * channel is left alone for a while, so that a dead server is not asked for each message in turn.
 */
final class Outbox {
  /** How often a delivery is tried at most. */
  static final int MAX_ATTEMPTS = 20;

  /** How old a message gets at most before it is given up. */
  static final Duration MAX_AGE = Duration.ofDays(3);

  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration MOST_ASKED_FOR = Duration.ofHours(6);
  private static final Duration REST = Duration.ofMinutes(1);

  private final NotificationStore store;
  private final Clock clock;
  private final Consumer<String> log;
  private final DeliveryCounts counts;
  private final Digests digests;
  private final Map<String, Instant> resting = new ConcurrentHashMap<>();

  Outbox(
      NotificationStore store,
      Clock clock,
      DeliveryCounts counts,
      Digests digests,
      Consumer<String> log) {
    this.digests = digests;
    this.store = store;
    this.clock = clock;
    this.counts = counts;
    this.log = log;
  }

  /** Delivers what is due on one channel, until it rests or is done. */
  void deliver(ChannelSettings settings, Channel channel, BooleanSupplier stop) {
    String name = settings.name();
    while (!stop.getAsBoolean()) {
      Instant now = clock.instant();
      if (now.isBefore(resting.getOrDefault(name, Instant.MIN))) {
        return;
      }
      digests.merge(settings, now);
      Optional<Notice> next = store.next(name, now, settings.isPinged());
      if (next.isEmpty()) {
        return;
      }
      Notice notice = next.orElseThrow();
      // Until the outcome is noted, whatever happens: what can't be noted is not tried at once
      // again.
      resting.put(name, now.plus(REST));
      if (attempt(notice, channel)) {
        resting.remove(name);
      }
    }
  }

  /** Whether the channel can go on with the next. */
  private boolean attempt(Notice notice, Channel channel) {
    if (notice.queued().plus(MAX_AGE).isBefore(clock.instant())) {
      giveUp(
          notice, "not delivered within %d days; %s".formatted(MAX_AGE.toDays(), notice.error()));
      return true;
    }
    Channel.Outcome outcome = tried(notice, channel);
    Instant now = clock.instant();
    switch (outcome) {
      case Channel.Delivered(String warning) -> {
        if (!warning.isEmpty()) {
          log.accept("channel %s: %s".formatted(notice.channel(), Inbox.line(warning)));
        }
        store.delivered(notice.message().id());
        counts.add(notice.channel(), DeliveryCounts.Result.DELIVERED);
        return true;
      }
      case Channel.Refused(String why) -> {
        giveUp(notice, why);
        return true;
      }
      case Channel.Later(String why, Duration after) -> {
        if (notice.attempts() + 1 >= MAX_ATTEMPTS) {
          giveUp(notice, "given up after %d attempts; %s".formatted(MAX_ATTEMPTS, why));
        } else {
          Duration pause = pause(notice.attempts(), after);
          store.update(notice.tried(now.plus(pause), Inbox.line(why)));
          counts.add(notice.channel(), DeliveryCounts.Result.RETRIED);
          resting.put(notice.channel(), now.plus(shorter(pause, after == null ? REST : pause)));
        }
        return false;
      }
    }
  }

  private static Channel.Outcome tried(Notice notice, Channel channel) {
    try {
      return channel.deliver(notice.message());
    } catch (RuntimeException e) {
      return new Channel.Later("a fault of the program: " + e.getClass().getSimpleName(), null);
    }
  }

  private void giveUp(Notice notice, String why) {
    String line = Inbox.line(why);
    store.update(notice.givenUp(clock.instant(), line));
    counts.add(notice.channel(), DeliveryCounts.Result.FAILED);
    log.accept(
        "channel %s was not told \"%s\": %s"
            .formatted(notice.channel(), notice.message().title(), line));
  }

  /** How long to wait after so many earlier attempts: twice as long each time. */
  static Duration pause(int attempts, @Nullable Duration askedFor) {
    Duration own = shorter(FIRST.multipliedBy(1L << Math.min(attempts, 20)), LONGEST);
    Duration asked = askedFor == null ? Duration.ZERO : shorter(askedFor, MOST_ASKED_FOR);
    return own.compareTo(asked) > 0 ? own : asked;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
