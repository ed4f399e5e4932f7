package org.hevelius.core.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Alert.Kind;
import org.hevelius.core.alert.Alert.Severity;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.policy.Scope;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;

class NotificationsTest {
  private static final Channel.Outcome TAKEN = new Channel.Delivered("");
  private static final Channel.Outcome BUSY = new Channel.Later("no answer", null);

  private final List<AuditEvent> audit = new ArrayList<>();
  private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  private final InMemoryNotifications store = new InMemoryNotifications(audit::add);
  private final List<String> log = new ArrayList<>();
  private final Map<String, List<Message>> delivered = new HashMap<>();
  private final Map<String, Function<Message, Channel.Outcome>> answers = new HashMap<>();
  private int ids;

  private static ChannelSettings mail(String name) {
    return new ChannelSettings(
        name,
        new Target.Chat(new SecretRef.OfVariable("X")),
        Severity.WARNING,
        Set.of(),
        List.of(),
        Duration.ofHours(1));
  }

  private static ChannelSettings pings(String name) {
    return new ChannelSettings(
        name,
        new Target.Pings(new SecretRef.OfVariable("X")),
        Severity.WARNING,
        Set.of(),
        List.of(),
        Duration.ofHours(1));
  }

  private Notifications notifications(ChannelSettings... settings) {
    return notifications(store, settings);
  }

  private Notifications notifications(NotificationStore queue, ChannelSettings... settings) {
    Channels channels =
        new Channels() {
          @Override
          public List<ChannelSettings> settings() {
            return List.of(settings);
          }

          @Override
          public Channel open(ChannelSettings channel) {
            return message -> {
              Channel.Outcome outcome =
                  answers.getOrDefault(channel.name(), _ -> TAKEN).apply(message);
              if (outcome instanceof Channel.Delivered) {
                delivered.computeIfAbsent(channel.name(), _ -> new ArrayList<>()).add(message);
              }
              return outcome;
            };
          }
        };
    return new Notifications(
        queue, channels, () -> new UUID(0, ++ids), clock, Runnable::run, log::add);
  }

  private List<Message> at(String channel) {
    return delivered.getOrDefault(channel, List.of());
  }

  private Alert alert(Kind kind, String subject) {
    return new Alert(kind, subject, "r1", clock.instant(), kind + " of " + subject, List.of());
  }

  private void beat(Notifications notifications, Duration after) {
    clock.advance(after);
    notifications.run(clock.instant(), () -> false);
  }

  @Test
  void tellsEachChannelWhatItWants() {
    ChannelSettings missed =
        new ChannelSettings(
            "missed",
            mail("x").target(),
            Severity.INFO,
            Set.of(Kind.RUN_MISSED),
            List.of(),
            Duration.ofHours(1));
    ChannelSettings below =
        new ChannelSettings(
            "below",
            mail("x").target(),
            Severity.INFO,
            Set.of(),
            List.of(new Scope("cosmos7/**")),
            Duration.ofHours(1));
    ChannelSettings grave =
        new ChannelSettings(
            "grave",
            mail("x").target(),
            Severity.CRITICAL,
            Set.of(),
            List.of(),
            Duration.ofHours(1));
    Notifications all = notifications(missed, below, grave);
    all.raise(alert(Kind.RUN_STARTED, "cosmos7/raw"));
    all.raise(alert(Kind.RUN_MISSED, "tams/db"));
    all.raise(alert(Kind.RUN_FAILED, "cosmos7/raw"));
    all.raise(alert(Kind.RUN_FAILED, "no dataset's name!"));
    assertThat(at("missed"))
        .extracting(Message::alert)
        .extracting(Alert::subject)
        .containsExactly("tams/db");
    assertThat(at("below"))
        .extracting(m -> m.alert().kind())
        .containsExactly(Kind.RUN_STARTED, Kind.RUN_FAILED);
    assertThat(at("grave"))
        .extracting(m -> m.alert().subject())
        .containsExactly("cosmos7/raw", "no dataset's name!");
    assertThat(store.notices(9)).isEmpty();
  }

  @Test
  void theSameAgainIsCountedAndSaidWithTheNextMessage() {
    Notifications all = notifications(mail("mail"));
    all.raise(alert(Kind.RUN_FAILED, "a"));
    clock.advance(Duration.ofMinutes(10));
    Instant second = clock.instant();
    all.raise(alert(Kind.RUN_FAILED, "a"));
    clock.advance(Duration.ofMinutes(10));
    all.raise(alert(Kind.RUN_FAILED, "a"));
    all.raise(alert(Kind.RUN_FAILED, "b"));
    all.raise(alert(Kind.RUN_MISSED, "a"));
    assertThat(at("mail")).hasSize(3);
    clock.advance(Duration.ofMinutes(40));
    all.raise(alert(Kind.RUN_FAILED, "a"));
    assertThat(at("mail")).hasSize(4);
    Message again = at("mail").getLast();
    assertThat(again.repeated()).isEqualTo(2);
    assertThat(again.repeatedSince()).isEqualTo(second);
    assertThat(again.lines()).contains("again:  2 times more since 2026-11-21T10:10:00Z");
  }

  @Test
  void aGoodRunAfterBadOnesIsToldAsRecoveryOnce() {
    Notifications all = notifications(mail("mail"));
    all.raise(alert(Kind.RUN_SUCCEEDED, "a"));
    assertThat(at("mail")).isEmpty();
    all.raise(alert(Kind.RUN_FAILED, "a"));
    all.raise(alert(Kind.RUN_FAILED, "a"));
    all.raise(alert(Kind.SNAPSHOT_TOO_OLD, "a"));
    all.raise(alert(Kind.RUN_SUCCEEDED, "a"));
    all.raise(alert(Kind.RUN_SUCCEEDED, "a"));
    assertThat(at("mail"))
        .extracting(Message::type)
        .containsExactly(Message.Type.PROBLEM, Message.Type.PROBLEM, Message.Type.RECOVERY);
    assertThat(at("mail").getLast().repeated()).isEqualTo(1);
    all.raise(alert(Kind.RUN_FAILED, "a"));
    assertThat(at("mail")).hasSize(4);
  }

  @Test
  void triesAgainWithTheSameIdForLongerAndLongerAndGivesUpWithARecord() {
    List<Instant> tries = new ArrayList<>();
    List<String> tried = new ArrayList<>();
    answers.put(
        "mail",
        message -> {
          tries.add(clock.instant());
          tried.add(message.id());
          return BUSY;
        });
    Notifications all = notifications(mail("mail"));
    all.raise(alert(Kind.RUN_FAILED, "a"));
    for (int i = 0; i < 3 * 24 * 60 * 6; i++) {
      beat(all, Duration.ofSeconds(10));
    }
    assertThat(tries).hasSize(Outbox.MAX_ATTEMPTS);
    assertThat(Set.copyOf(tried)).hasSize(1);
    assertThat(Duration.between(tries.get(0), tries.get(1))).isEqualTo(Duration.ofSeconds(10));
    assertThat(Duration.between(tries.get(1), tries.get(2))).isEqualTo(Duration.ofSeconds(20));
    assertThat(Duration.between(tries.get(18), tries.get(19))).isEqualTo(Duration.ofHours(1));
    Notice failed = store.notices(9).getFirst();
    assertThat(failed.state()).isEqualTo(Notice.State.FAILED);
    assertThat(failed.error()).isEqualTo("given up after 20 attempts; no answer");
    assertThat(log).singleElement().asString().contains("mail", "[hevelius] FAILED a", "no answer");
    assertThat(all.counts().all())
        .containsExactly(
            new DeliveryCounts.Count("mail", DeliveryCounts.Result.DELIVERED, 0),
            new DeliveryCounts.Count("mail", DeliveryCounts.Result.RETRIED, 19),
            new DeliveryCounts.Count("mail", DeliveryCounts.Result.FAILED, 1));
  }

  @Test
  void leavesADeadServerAloneWhateverWaits() {
    List<String> tried = new ArrayList<>();
    answers.put(
        "mail",
        message -> {
          tried.add(message.alert().subject());
          return BUSY;
        });
    Notifications all = notifications(mail("mail"));
    for (int i = 0; i < 50; i++) {
      all.raise(alert(Kind.RUN_FAILED, "a" + i));
    }
    assertThat(tried).containsExactly("a0");
    beat(all, Duration.ofSeconds(10));
    assertThat(tried).containsExactly("a0", "a1");
    answers.clear();
    beat(all, Duration.ofMinutes(2));
    assertThat(at("mail")).hasSize(50);
  }

  @Test
  void waitsAsLongAsTheOtherSideAsksButNotForDays() {
    answers.put("mail", _ -> new Channel.Later("429", Duration.ofMinutes(30)));
    Notifications all = notifications(mail("mail"));
    all.raise(alert(Kind.RUN_FAILED, "a"));
    assertThat(store.notices(1).getFirst().next())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(30)));
    answers.clear();
    beat(all, Duration.ofMinutes(29));
    assertThat(at("mail")).isEmpty();
    beat(all, Duration.ofMinutes(1));
    assertThat(at("mail")).hasSize(1);
    assertThat(Outbox.pause(0, Duration.ofDays(300))).isEqualTo(Duration.ofHours(6));
    assertThat(Outbox.pause(Integer.MAX_VALUE, null)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void whatIsRefusedForGoodIsGivenUpAndTheRestGoesOn() {
    answers.put(
        "mail", m -> m.alert().subject().equals("a") ? new Channel.Refused("410 gone") : TAKEN);
    Notifications all = notifications(mail("mail"), mail("second"));
    all.raise(alert(Kind.RUN_FAILED, "a"));
    all.raise(alert(Kind.RUN_FAILED, "b"));
    assertThat(at("mail")).hasSize(1);
    assertThat(at("second")).hasSize(2);
    assertThat(store.notices(9)).singleElement().extracting(Notice::error).isEqualTo("410 gone");
  }

  @Test
  void whatWaitedGoesOutAfterARestartWithTheSameId() {
    answers.put("mail", _ -> BUSY);
    notifications(mail("mail")).raise(alert(Kind.RUN_FAILED, "a"));
    String id = store.notices(1).getFirst().message().id();
    answers.clear();
    Notifications second = notifications(mail("mail"));
    beat(second, Duration.ofMinutes(1));
    assertThat(at("mail")).extracting(Message::id).containsExactly(id);
  }

  @Test
  void aDeliveryThatCouldNotBeNotedComesAgainWithTheSameIdAndNotInARush() {
    FailingNotifications failing = new FailingNotifications(store);
    failing.dies = true;
    Notifications all = notifications(failing, mail("mail"));
    all.raise(alert(Kind.RUN_FAILED, "a"));
    beat(all, Duration.ofSeconds(1));
    assertThat(at("mail")).hasSize(1);
    failing.dies = false;
    beat(all, Duration.ofMinutes(2));
    beat(all, Duration.ofMinutes(2));
    assertThat(at("mail"))
        .extracting(Message::id)
        .hasSize(2)
        .containsOnly(at("mail").getFirst().id());
    assertThat(log).anySatisfy(line -> assertThat(line).contains("the disk is full"));
  }

  @Test
  void pingsKeepTheirOrderAndAreNeitherMergedNorTurnedIntoRecoveries() {
    Notifications all = notifications(pings("hc"));
    answers.put("hc", _ -> BUSY);
    all.raise(alert(Kind.RUN_STARTED, "a"));
    all.raise(alert(Kind.RUN_FAILED, "a"));
    all.raise(alert(Kind.SNAPSHOT_TOO_OLD, "a"));
    all.raise(alert(Kind.RUN_STARTED, "a"));
    all.raise(alert(Kind.RUN_SUCCEEDED, "a"));
    answers.clear();
    beat(all, Duration.ofSeconds(9));
    assertThat(at("hc")).isEmpty();
    beat(all, Duration.ofSeconds(1));
    assertThat(at("hc"))
        .extracting(m -> m.alert().kind())
        .containsExactly(Kind.RUN_STARTED, Kind.RUN_FAILED, Kind.RUN_STARTED, Kind.RUN_SUCCEEDED);
  }

  @Test
  void aStormFillsNeitherMemoryNorQueueAndStopsNobody() {
    List<Runnable> later = new ArrayList<>();
    answers.put("mail", _ -> BUSY);
    Channels channels = new OneChannel(mail("mail"), message -> BUSY);
    Notifications all =
        new Notifications(store, channels, UUID::randomUUID, clock, later::add, log::add);
    String longText = "x".repeat(100_000);
    for (int i = 0; i < Inbox.CAPACITY + 5; i++) {
      all.raise(
          new Alert(Kind.RUN_FAILED, "same", "", clock.instant(), longText, List.of(longText)));
    }
    assertThat(later).hasSize(1);
    later.removeFirst().run();
    assertThat(log)
        .containsExactly("5 alerts came faster than they could be kept and were not told");
    assertThat(store.notices(99_999))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.message().alert().summary()).hasSize(503);
            });
    assertThat(store.repetitions("mail", "same").getFirst().more()).isEqualTo(Inbox.CAPACITY - 1);
  }

  @Test
  void raisingNeverFailsWhateverIsBroken() {
    FailingNotifications failing = new FailingNotifications(store);
    failing.diesOnQueue = true;
    Notifications all = notifications(failing, mail("mail"));
    all.raise(alert(Kind.RUN_FAILED, "a"));
    assertThat(at("mail")).isEmpty();
    failing.diesOnQueue = false;
    beat(all, Duration.ofSeconds(5));
    beat(all, Duration.ofSeconds(5));
    assertThat(at("mail")).hasSize(1);
    Notifications closing =
        new Notifications(
            store,
            new OneChannel(mail("mail"), _ -> TAKEN),
            UUID::randomUUID,
            clock,
            _ -> {
              throw new java.util.concurrent.RejectedExecutionException("shut down");
            },
            log::add);
    closing.raise(alert(Kind.RUN_FAILED, "b"));
    closing.close();
    assertThat(store.notices(9))
        .singleElement()
        .extracting(n -> n.message().alert().subject())
        .isEqualTo("b");
  }

  @Test
  void textThatSteersTerminalsOrHeadersIsMadePlain() {
    Notifications all = notifications(mail("mail"));
    all.raise(
        new Alert(
            Kind.RUN_FAILED,
            "a",
            "",
            clock.instant(),
            "bad\r\nBcc: eve@x\u2028\u001b[31m\u202e",
            List.of("one\ntwo")));
    Message message = at("mail").getFirst();
    assertThat(message.title()).isEqualTo("[hevelius] FAILED a: bad  Bcc: eve@x  [31m");
    assertThat(message.alert().details()).containsExactly("one two");
  }

  private record OneChannel(ChannelSettings channel, Channel way) implements Channels {
    @Override
    public List<ChannelSettings> settings() {
      return List.of(channel);
    }

    @Override
    public Channel open(ChannelSettings settings) {
      return way;
    }
  }
}
