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
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Alert.Kind;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;

class DigestsTest {
  private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  private final InMemoryNotifications store = new InMemoryNotifications(_ -> {});
  private final Map<String, List<Message>> delivered = new HashMap<>();
  private Channel.Outcome outcome = new Channel.Delivered("");
  private int ids;

  private static ChannelSettings channel(String name, Target target, Duration gather) {
    return new ChannelSettings(
        name,
        target,
        Alert.Severity.WARNING,
        Set.of(),
        List.of(),
        Duration.ofHours(1),
        gather,
        Duration.ZERO);
  }

  private static ChannelSettings mail(String name) {
    SecretRef secret = new SecretRef.OfVariable("X");
    return channel(name, new Target.Chat(secret), Duration.ofSeconds(30));
  }

  private Notifications notifications(ChannelSettings... settings) {
    Channels channels =
        new Channels() {
          @Override
          public List<ChannelSettings> settings() {
            return List.of(settings);
          }

          @Override
          public Channel open(ChannelSettings channel) {
            return message -> {
              if (outcome instanceof Channel.Delivered) {
                delivered.computeIfAbsent(channel.name(), _ -> new ArrayList<>()).add(message);
              }
              return outcome;
            };
          }
        };
    return new Notifications(
        store, channels, () -> new UUID(0, ++ids), clock, Runnable::run, _ -> {});
  }

  private List<Message> at(String channel) {
    return delivered.getOrDefault(channel, List.of());
  }

  private void raise(Notifications all, Kind kind, int from, int to) {
    for (int i = from; i < to; i++) {
      String subject = "cosmos7/d%03d".formatted(i);
      Instant now = clock.instant();
      all.raise(new Alert(kind, subject, "" + i, now, subject + ": disk full", List.of()));
    }
  }

  private void beat(Notifications all, Duration after) {
    for (Instant end = clock.instant().plus(after); clock.instant().isBefore(end); ) {
      clock.advance(Duration.ofSeconds(1));
      all.run(clock.instant(), () -> false);
    }
  }

  @Test
  void twoHundredThatFailAtOnceAreOneMessageForEachChannelAndOneWhenTheyRecover() {
    Notifications all = notifications(mail("ops"), mail("maya"));
    raise(all, Kind.RUN_FAILED, 0, 180);
    clock.advance(Duration.ofSeconds(20));
    raise(all, Kind.SNAPSHOT_TOO_OLD, 180, 200);
    beat(all, Duration.ofMinutes(10));
    for (String channel : List.of("ops", "maya")) {
      Message digest = at(channel).getFirst();
      assertThat(at(channel)).hasSize(1);
      assertThat(digest.type()).isEqualTo(Message.Type.DIGEST);
      assertThat(digest.title())
          .isEqualTo("[hevelius] DIGEST 200 datasets: 180 run-failed, 20 snapshot-too-old");
      assertThat(digest.alert().kind().severity()).isEqualTo(Alert.Severity.CRITICAL);
      assertThat(digest.alert().details())
          .hasSize(11)
          .startsWith("run-failed: cosmos7/d000: disk full")
          .endsWith("and 190 more; all of them: hevelius status");
    }
    raise(all, Kind.RUN_SUCCEEDED, 0, 200);
    raise(all, Kind.RUN_SUCCEEDED, 0, 200);
    beat(all, Duration.ofMinutes(10));
    assertThat(at("ops")).hasSize(2);
    assertThat(at("ops").getLast().title())
        .isEqualTo("[hevelius] DIGEST 200 datasets: 200 recovered");
    assertThat(store.notices(999)).isEmpty();
  }

  @Test
  void aStormThatGoesOnIsToldEveryFiveMinutesAndNotWithEachBeat() {
    Notifications all = notifications(mail("ops"));
    for (int second = 0; second < 20 * 60; second++) {
      raise(all, Kind.RUN_FAILED, second, second + 1);
      beat(all, Duration.ofSeconds(1));
    }
    beat(all, Duration.ofMinutes(10));
    assertThat(at("ops")).hasSize(5).allMatch(m -> m.type() == Message.Type.DIGEST);
  }

  @Test
  void aFewAreToldOneByOneWhenTheMomentIsOver() {
    Notifications all = notifications(mail("ops"));
    raise(all, Kind.RUN_FAILED, 0, Digests.FEW);
    beat(all, Duration.ofSeconds(29));
    assertThat(at("ops")).isEmpty();
    beat(all, Duration.ofSeconds(1));
    assertThat(at("ops")).hasSize(Digests.FEW).allMatch(m -> m.type() == Message.Type.PROBLEM);
  }

  @Test
  void pingsAndChannelsThatWantEachMessageGetEachMessage() {
    SecretRef secret = new SecretRef.OfVariable("X");
    Notifications all =
        notifications(
            channel("pings", new Target.Pings(secret), Duration.ofSeconds(30)),
            channel("each", new Target.Chat(secret), Duration.ZERO));
    raise(all, Kind.RUN_FAILED, 0, 200);
    beat(all, Duration.ofSeconds(1));
    assertThat(at("pings")).hasSize(200);
    assertThat(at("each")).hasSize(200);
  }

  @Test
  void whatPiledUpBehindADeadServerIsOneMessageAndNothingThatWasTriedIsMergedAway() {
    outcome = new Channel.Later("no answer", null);
    Notifications first = notifications(mail("ops"));
    raise(first, Kind.RUN_FAILED, 0, 1);
    beat(first, Duration.ofSeconds(31));
    String tried = store.notices(1).getFirst().message().id();
    raise(first, Kind.RUN_FAILED, 1, 100);
    outcome = new Channel.Delivered("");
    // A new start knows of it from the catalog alone.
    Notifications second = notifications(mail("ops"));
    beat(second, Duration.ofMinutes(3));
    assertThat(at("ops")).hasSize(2);
    assertThat(at("ops")).extracting(Message::id).contains(tried);
    assertThat(at("ops"))
        .extracting(Message::title)
        .contains("[hevelius] DIGEST 99 datasets: 99 run-failed");
  }
}
