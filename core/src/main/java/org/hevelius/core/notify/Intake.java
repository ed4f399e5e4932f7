package org.hevelius.core.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.notify.NotificationStore.Change;
import org.jspecify.annotations.Nullable;

/** Decides which channels are told of an alert, and queues what they are told. */
final class Intake {
  /** How many messages wait for one channel at most. */
  static final int MAX_WAITING = 10_000;

  /** How many that are open are looked at together. */
  private static final int AT_ONCE = 200;

  private final NotificationStore store;
  private final Supplier<UUID> ids;
  private final Digests digests;
  private final Consumer<String> log;

  Intake(NotificationStore store, Supplier<UUID> ids, Digests digests, Consumer<String> log) {
    this.digests = digests;
    this.store = store;
    this.ids = ids;
    this.log = log;
  }

  /** Queues what the channels are told of an alert, and notes it: all of it or nothing. */
  void take(Collection<ChannelSettings> channels, Alert alert, Instant now) {
    List<Change> changes = new ArrayList<>();
    channels.forEach(channel -> changes.addAll(changes(channel, alert, now)));
    if (alert.kind().severity() != Alert.Severity.INFO) {
      changes.add(new NotificationStore.Raise(alert, now));
    }
    Set<Alert.Kind> ended = alert.kind().ends();
    if (store.open(alert.subject()).stream().anyMatch(raised -> ended.contains(raised.kind()))) {
      changes.add(new NotificationStore.Close(alert.subject(), ended, now, alert.summary()));
    }
    if (!changes.isEmpty()) {
      store.apply(changes);
    }
  }

  /**
   * Queues, for a channel that is told of what nobody looks after, what is open for long enough.
   * Each is noted as told together with its message, so that it is told once whatever happens.
   */
  void escalate(ChannelSettings channel, Instant now) {
    long seen = 0;
    while (true) {
      List<Raised> open = store.unacknowledged(now.minus(channel.after()), seen, AT_ONCE);
      for (Raised raised : open) {
        escalate(channel, raised, now);
        seen = raised.id();
      }
      if (open.size() < AT_ONCE) {
        return;
      }
    }
  }

  private void escalate(ChannelSettings channel, Raised raised, Instant now) {
    Alert alert =
        new Alert(
            raised.kind(),
            raised.subject(),
            raised.run(),
            raised.last(),
            raised.summary(),
            Stream.concat(
                    raised.details().stream(),
                    Stream.of(
                        "open since %s, and nobody has acknowledged it".formatted(raised.since()),
                        "acknowledge it: hevelius alert ack " + raised.id()))
                .toList());
    boolean told =
        store.repetitions(channel.name(), raised.subject()).stream()
            .anyMatch(
                known -> known.kind() == raised.kind() && !known.told().isBefore(raised.since()));
    if (!told && channel.wants(alert) && !isFull(channel, alert)) {
      store.apply(
          List.of(
              queue(channel, alert, null, now),
              new NotificationStore.Remember(
                  new Repetition(channel.name(), raised.kind(), raised.subject(), now, 0, null))));
    }
  }

  private List<Change> changes(ChannelSettings channel, Alert alert, Instant now) {
    if (!channel.isPinged() && !alert.kind().ends().isEmpty()) {
      return good(channel, alert, now);
    }
    if (channel.escalates() || !channel.wants(alert)) {
      return List.of();
    }
    return channel.isPinged() ? pinged(channel, alert, now) : told(channel, alert, now);
  }

  private List<Change> pinged(ChannelSettings channel, Alert alert, Instant now) {
    return isFull(channel, alert) ? List.of() : List.of(queue(channel, alert, null, now));
  }

  private List<Change> told(ChannelSettings channel, Alert alert, Instant now) {
    Optional<Repetition> before =
        store.repetitions(channel.name(), alert.subject()).stream()
            .filter(repetition -> repetition.kind() == alert.kind())
            .findFirst();
    boolean quiet =
        before.filter(known -> now.isBefore(known.told().plus(channel.quiet()))).isPresent();
    if (quiet) {
      return List.of(new NotificationStore.Remember(before.orElseThrow().again(now)));
    }
    if (isFull(channel, alert)) {
      Repetition known =
          before.orElseGet(
              () ->
                  new Repetition(
                      channel.name(), alert.kind(), alert.subject(), Instant.EPOCH, 0, null));
      return List.of(new NotificationStore.Remember(known.again(now)));
    }
    return List.of(
        queue(channel, alert, before.orElse(null), now),
        new NotificationStore.Remember(
            new Repetition(channel.name(), alert.kind(), alert.subject(), now, 0, null)));
  }

  private boolean isFull(ChannelSettings channel, Alert alert) {
    boolean full =
        store.counts().stream()
            .anyMatch(
                count ->
                    count.channel().equals(channel.name())
                        && count.state() == Notice.State.WAITING
                        && count.notices() >= MAX_WAITING);
    if (full) {
      log.accept(
          "the queue of channel %s is full; not told: %s: %s"
              .formatted(channel.name(), alert.subject(), alert.summary()));
    }
    return full;
  }

  /** Good news is told where bad news was, or to those who want all of it. */
  private List<Change> good(ChannelSettings channel, Alert alert, Instant now) {
    List<Repetition> cured =
        store.repetitions(channel.name(), alert.subject()).stream()
            .filter(repetition -> alert.kind().ends().contains(repetition.kind()))
            .toList();
    if (cured.isEmpty()) {
      return channel.wants(alert) && !channel.escalates() ? told(channel, alert, now) : List.of();
    }
    List<Change> changes = new ArrayList<>();
    Repetition most = cured.stream().max(Comparator.comparingLong(Repetition::more)).orElseThrow();
    changes.add(
        new NotificationStore.Queue(
            Notice.of(channel.name(), message(Message.Type.RECOVERY, alert, most), now)
                .from(digests.until(channel, now))));
    cured.forEach(repetition -> changes.add(new NotificationStore.Forget(repetition)));
    return changes;
  }

  private Change queue(
      ChannelSettings channel, Alert alert, @Nullable Repetition before, Instant now) {
    Message.Type type =
        alert.kind().severity() == Alert.Severity.INFO ? Message.Type.NEWS : Message.Type.PROBLEM;
    return new NotificationStore.Queue(
        Notice.of(channel.name(), message(type, alert, before), now)
            .from(digests.until(channel, now)));
  }

  private Message message(Message.Type type, Alert alert, @Nullable Repetition before) {
    String id = ids.get().toString();
    return before == null
        ? new Message(id, type, alert, 0, null)
        : new Message(id, type, alert, before.more(), before.moreSince());
  }
}
