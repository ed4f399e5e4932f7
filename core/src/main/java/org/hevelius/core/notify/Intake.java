package org.hevelius.core.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.notify.NotificationStore.Change;
import org.jspecify.annotations.Nullable;

/** Decides which channels are told of an alert, and queues what they are told. */
final class Intake {
  /** How many messages wait for one channel at most. */
  static final int MAX_WAITING = 10_000;

  /** What good news puts right. */
  private static final Map<Alert.Kind, Set<Alert.Kind>> CURES =
      Map.of(
          Alert.Kind.RUN_SUCCEEDED,
          Set.of(Alert.Kind.RUN_FAILED, Alert.Kind.RUN_MISSED, Alert.Kind.SNAPSHOT_TOO_OLD),
          Alert.Kind.DRILL_PASSED,
          Set.of(Alert.Kind.DRILL_FAILED, Alert.Kind.DRILL_OVERDUE),
          Alert.Kind.STORAGE_ALARM_ENDED,
          Set.of(Alert.Kind.STORAGE_ALARM));

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

  /** Queues what the channels are told of an alert: all of it or nothing. */
  void take(Collection<ChannelSettings> channels, Alert alert, Instant now) {
    List<Change> changes =
        channels.stream().flatMap(channel -> changes(channel, alert, now).stream()).toList();
    if (!changes.isEmpty()) {
      store.apply(changes);
    }
  }

  private List<Change> changes(ChannelSettings channel, Alert alert, Instant now) {
    if (!channel.isPinged() && CURES.containsKey(alert.kind())) {
      return good(channel, alert, now);
    }
    if (!channel.wants(alert)) {
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

  private static Set<Alert.Kind> cured(Alert good) {
    return CURES.getOrDefault(good.kind(), Set.of());
  }

  /** Good news is told where bad news was, or to those who want all of it. */
  private List<Change> good(ChannelSettings channel, Alert alert, Instant now) {
    List<Repetition> cured =
        store.repetitions(channel.name(), alert.subject()).stream()
            .filter(repetition -> cured(alert).contains(repetition.kind()))
            .toList();
    if (cured.isEmpty()) {
      return channel.wants(alert) ? told(channel, alert, now) : List.of();
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
