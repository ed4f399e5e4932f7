package org.hevelius.core.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hevelius.core.alert.Alert;

/**
 * Makes one message of many that came within a short time. Messages wait for a moment before they
 * are sent; what has come for a channel until then is sent as one if it is more than a few, and the
 * channel hears of what comes after that only some minutes later, as one again.
 */
final class Digests {
  /** So many are still told one by one. */
  static final int FEW = 5;

  /** How long after a digest everything else is gathered. */
  static final Duration PAUSE = Duration.ofMinutes(5);

  /** How many messages become one at most, lest the memory fill. */
  private static final int MOST = 1000;

  private static final int NAMED = 10;

  private final NotificationStore store;
  private final Supplier<UUID> ids;
  private final Map<String, Instant> last = new ConcurrentHashMap<>();

  Digests(NotificationStore store, Supplier<UUID> ids) {
    this.store = store;
    this.ids = ids;
  }

  /** Until when a message that comes now waits for others. */
  Instant until(ChannelSettings channel, Instant now) {
    if (!gathers(channel)) {
      return now;
    }
    Instant gathered = now.plus(channel.gather());
    Instant digest = last.get(channel.name());
    if (digest == null || now.isBefore(digest) || !now.isBefore(digest.plus(PAUSE))) {
      return gathered;
    }
    Instant paused = digest.plus(PAUSE);
    return paused.isAfter(gathered) ? paused : gathered;
  }

  private static boolean gathers(ChannelSettings channel) {
    return !channel.isPinged() && channel.gather().isPositive();
  }

  /** Puts one message in the place of many, if one of them is due. */
  void merge(ChannelSettings channel, Instant now) {
    if (!gathers(channel)) {
      return;
    }
    List<Notice> untried = store.untried(channel.name(), MOST);
    boolean due = untried.stream().anyMatch(notice -> !notice.next().isAfter(now));
    if (!due || untried.size() <= FEW) {
      return;
    }
    List<NotificationStore.Change> changes = new ArrayList<>();
    changes.add(new NotificationStore.Queue(Notice.of(channel.name(), digest(untried, now), now)));
    untried.forEach(notice -> changes.add(new NotificationStore.Drop(notice.message().id())));
    store.apply(changes);
    last.put(channel.name(), now);
  }

  private Message digest(List<Notice> notices, Instant now) {
    List<Message> messages = notices.stream().map(Notice::message).toList();
    SortedMap<String, Long> counts =
        messages.stream()
            .collect(Collectors.groupingBy(Digests::words, TreeMap::new, Collectors.counting()));
    String summary =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    List<String> details = new ArrayList<>();
    messages.stream().limit(NAMED).forEach(m -> details.add(Digests.line(m)));
    if (messages.size() > NAMED) {
      details.add("and %,d more; all of them: hevelius status".formatted(messages.size() - NAMED));
    }
    long things = messages.stream().map(m -> m.alert().subject()).distinct().count();
    Alert gravest =
        messages.stream()
            .filter(m -> m.type() != Message.Type.RECOVERY)
            .map(Message::alert)
            .max(Comparator.comparing(alert -> alert.kind().severity()))
            .orElse(messages.getFirst().alert());
    Alert alert =
        new Alert(
            gravest.kind(),
            "%,d %s".formatted(things, things == 1 ? "dataset" : "datasets"),
            "",
            now,
            summary,
            details);
    return new Message(ids.get().toString(), Message.Type.DIGEST, alert, 0, null);
  }

  /** Such as {@code run-failed}, or {@code recovered}. */
  private static String words(Message message) {
    return message.type() == Message.Type.RECOVERY
        ? "recovered"
        : Message.word(message.alert().kind());
  }

  private static String line(Message message) {
    return "%s: %s".formatted(words(message), message.alert().summary());
  }
}
