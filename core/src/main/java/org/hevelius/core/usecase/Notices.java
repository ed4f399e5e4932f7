package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.dataset.Texts;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.ChannelSettings;
import org.hevelius.core.notify.Message;
import org.hevelius.core.notify.Notice;
import org.hevelius.core.notify.NotificationStore;
import org.hevelius.core.notify.Target;
import org.hevelius.core.policy.Lengths;
import org.jspecify.annotations.Nullable;

/** Shows the channels to people and what waits for them, and tries them. */
public final class Notices implements Oversight.NoticeUses {
  private static final String FILE = "notifications.yaml in the home";

  private final Context context;

  /** Use cases over these parts. */
  public Notices(Context context) {
    this.context = context;
  }

  /**
   * A channel.
   *
   * @param kind mail, webhook, slack or healthchecks
   * @param wants what it is told of, in words
   */
  public record ChannelView(String name, String kind, String wants, long waiting, long failed) {}

  /**
   * A message that was not delivered yet, or given up.
   *
   * @param title its first line
   * @param next when it is tried next; null when it was given up
   * @param error why the last attempt failed; empty when there was none
   */
  public record NoticeView(
      String id,
      String channel,
      String title,
      Instant queued,
      int attempts,
      @Nullable Instant next,
      String error) {}

  /**
   * The channels, and their queues.
   *
   * @param queue the waiting messages first, each in the order in which they came
   * @param more how many messages are in the queue beyond these
   */
  public record Overview(List<ChannelView> channels, List<NoticeView> queue, long more) {
    /** Copies the lists. */
    public Overview {
      channels = List.copyOf(channels);
      queue = List.copyOf(queue);
    }
  }

  /**
   * The channels, and their queues.
   *
   * @param limit how many messages at most
   */
  @Override
  public Overview list(int limit) {
    NotificationStore store = context.catalog().notifications();
    List<NotificationStore.Count> counts = store.counts();
    List<ChannelView> channels =
        context.channels().settings().stream()
            .map(
                settings ->
                    new ChannelView(
                        settings.name(),
                        settings.target().word(),
                        wants(settings),
                        count(counts, settings.name(), Notice.State.WAITING),
                        count(counts, settings.name(), Notice.State.FAILED)))
            .toList();
    List<NoticeView> queue = store.notices(limit).stream().map(Notices::view).toList();
    long all = counts.stream().mapToLong(NotificationStore.Count::notices).sum();
    return new Overview(channels, queue, Math.max(0, all - queue.size()));
  }

  private static long count(
      List<NotificationStore.Count> counts, String channel, Notice.State state) {
    return counts.stream()
        .filter(count -> count.channel().equals(channel) && count.state() == state)
        .mapToLong(NotificationStore.Count::notices)
        .sum();
  }

  private static NoticeView view(Notice notice) {
    return new NoticeView(
        notice.message().id(),
        notice.channel(),
        notice.message().title(),
        notice.queued(),
        notice.attempts(),
        notice.state() == Notice.State.WAITING ? notice.next() : null,
        notice.error());
  }

  private static String wants(ChannelSettings settings) {
    List<String> words = new ArrayList<>();
    words.add(
        settings.isPinged()
            ? "each run"
            : switch (settings.least()) {
              case INFO -> "all";
              case WARNING -> "warnings and worse";
              case CRITICAL -> "critical only";
            });
    if (settings.escalates()) {
      words.add("open for " + Lengths.text(settings.after()));
    }
    if (!settings.kinds().isEmpty()) {
      words.add(String.join(", ", settings.kinds().stream().map(Message::word).sorted().toList()));
    }
    if (!settings.scopes().isEmpty()) {
      words.add(
          "of " + String.join(", ", settings.scopes().stream().map(Object::toString).toList()));
    }
    return String.join("; ", words);
  }

  @Override
  public List<AlertView> alerts(boolean closed, int limit) {
    return context.catalog().notifications().newest(closed, limit).stream()
        .map(AlertView::of)
        .toList();
  }

  /**
   * Records that the caller looks after it. Who has said so first stays.
   *
   * @param note what they say; may be empty
   * @throws HeveliusException NOT_FOUND; CONFLICT when it is closed
   */
  @Override
  public AlertView acknowledge(long id, String note) {
    String said = note.isEmpty() ? "" : Texts.text("note", note);
    return context.audited(
        "alert ack",
        "alert " + id,
        () -> {
          Raised.Acknowledged who =
              new Raised.Acknowledged(context.actor().name(), context.clock().instant(), said);
          return AlertView.of(
              context
                  .catalog()
                  .notifications()
                  .acknowledge(id, who, context.done("alert ack", "alert " + id, said)));
        });
  }

  /**
   * How the trial of a channel ended.
   *
   * @param delivered whether the other side took it
   * @param detail why not, or what should be known all the same; may be empty
   */
  public record Trial(String channel, String kind, boolean delivered, String detail) {}

  /**
   * Sends a message that says that it is a test, past the queue.
   *
   * @param name of the channel; null for all
   * @throws HeveliusException NOT_FOUND when there is none
   */
  @Override
  public List<Trial> test(@Nullable String name) {
    List<ChannelSettings> all = context.channels().settings();
    List<ChannelSettings> wanted =
        all.stream().filter(settings -> name == null || settings.name().equals(name)).toList();
    if (wanted.isEmpty()) {
      throw unknown(name, all);
    }
    return wanted.stream().map(this::trial).toList();
  }

  private static HeveliusException unknown(@Nullable String name, List<ChannelSettings> all) {
    if (name == null || all.isEmpty()) {
      return new HeveliusException(
          Category.NOT_FOUND,
          "there is no channel yet",
          "channels stand in " + FILE + "; see docs/monitoring.md");
    }
    List<String> names = all.stream().map(ChannelSettings::name).toList();
    List<String> near = Suggestions.nearest(name, names, 1);
    return new HeveliusException(
        Category.NOT_FOUND,
        "there is no channel \"" + name + "\"",
        near.isEmpty()
            ? "there are: " + String.join(", ", names)
            : "did you mean  " + near.getFirst());
  }

  private Trial trial(ChannelSettings settings) {
    Alert alert =
        new Alert(
            Alert.Kind.RUN_STARTED,
            "all",
            "",
            context.clock().instant(),
            "this is a test of the channel " + settings.name(),
            List.of(
                "sent by %s on %s; nothing is wrong"
                    .formatted(context.actor().name(), context.actor().host())));
    Message message = new Message(UUID.randomUUID().toString(), Message.Type.TEST, alert, 0, null);
    Target target = settings.target();
    return switch (context.channels().open(settings).deliver(message)) {
      case Channel.Delivered(String warning) ->
          new Trial(settings.name(), target.word(), true, warning);
      case Channel.Later(String why, var _) ->
          new Trial(settings.name(), target.word(), false, why + " (would be tried again)");
      case Channel.Refused(String why) ->
          new Trial(settings.name(), target.word(), false, why + " (would be given up)");
    };
  }
}
