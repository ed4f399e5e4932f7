package org.hevelius.core.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Alert.Kind;
import org.hevelius.core.alert.Alert.Severity;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.catalog.CatalogFixtures;
import org.hevelius.core.policy.Scope;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.Test;

class EscalationTest {
  private static final ChannelSettings MAIL = level("mail", Duration.ZERO);
  private static final ChannelSettings PAGER = level("pager", Duration.ofMinutes(15));
  private static final ChannelSettings CHIEF = level("chief", Duration.ofHours(1));

  private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  private final InMemoryNotifications store = new InMemoryNotifications(_ -> {});
  private final FailingNotifications disk = new FailingNotifications(store);
  private final Map<String, List<Message>> delivered = new HashMap<>();
  private final List<String> log = new ArrayList<>();
  private int ids;

  private static ChannelSettings level(String name, Duration after) {
    return new ChannelSettings(
        name,
        new Target.Chat(new SecretRef.OfVariable("X")),
        Severity.CRITICAL,
        Set.of(),
        List.of(new Scope("cosmos7/**")),
        Duration.ofHours(1),
        Duration.ZERO,
        after);
  }

  private Notifications start(ChannelSettings... settings) {
    Channels channels =
        new Channels() {
          @Override
          public List<ChannelSettings> settings() {
            return List.of(settings);
          }

          @Override
          public Channel open(ChannelSettings channel) {
            return message -> {
              delivered.computeIfAbsent(channel.name(), _ -> new ArrayList<>()).add(message);
              return new Channel.Delivered("");
            };
          }
        };
    return new Notifications(
        disk, channels, () -> new UUID(0, ++ids), clock, Runnable::run, log::add);
  }

  private Notifications start() {
    return start(MAIL, PAGER, CHIEF);
  }

  private void raise(Notifications told, Kind kind, String subject) {
    told.raise(new Alert(kind, subject, "r1", clock.instant(), "it is " + kind, List.of()));
  }

  private void beat(Notifications told, int minutes) {
    clock.advance(Duration.ofMinutes(minutes));
    told.run(clock.instant(), () -> false);
  }

  private List<Message> at(String channel) {
    return delivered.getOrDefault(channel, List.of());
  }

  private List<Integer> counts() {
    return List.of(at("mail").size(), at("pager").size(), at("chief").size());
  }

  private void acknowledge(long id) {
    Raised _ =
        store.acknowledge(
            id,
            new Raised.Acknowledged("maya", clock.instant(), ""),
            CatalogFixtures.event("alert ack", ""));
  }

  @Test
  void eachLevelIsToldOnceWhenItsTimeHasComeAndNobodyHasAcknowledged() {
    Notifications told = start();
    raise(told, Kind.RUN_FAILED, "cosmos7/raw");
    assertThat(counts()).containsExactly(1, 0, 0);
    beat(told, 14);
    assertThat(counts()).containsExactly(1, 0, 0);
    beat(told, 1);
    assertThat(counts()).containsExactly(1, 1, 0);
    beat(told, 44);
    assertThat(counts()).containsExactly(1, 1, 0);
    beat(told, 1);
    assertThat(counts()).containsExactly(1, 1, 1);
    for (int hour = 0; hour < 200; hour++) {
      beat(told, 60);
    }
    assertThat(counts()).containsExactly(1, 1, 1);
    assertThat(at("chief").getFirst().lines())
        .contains(
            "open since 2026-11-21T10:00:00Z, and nobody has acknowledged it",
            "acknowledge it: hevelius alert ack 1");
  }

  @Test
  void whatComesAgainDoesNotBeginTheChainAnew() {
    Notifications told = start();
    raise(told, Kind.RUN_FAILED, "cosmos7/raw");
    for (int minute = 0; minute < 70; minute += 10) {
      beat(told, 10);
      raise(told, Kind.RUN_FAILED, "cosmos7/raw");
    }
    assertThat(at("pager")).hasSize(1);
    assertThat(at("chief")).hasSize(1);
    assertThat(store.newest(false, 9)).singleElement().extracting(Raised::times).isEqualTo(8L);
  }

  @Test
  void acknowledgingStopsTheChain() {
    Notifications told = start();
    raise(told, Kind.RUN_FAILED, "cosmos7/raw");
    beat(told, 20);
    acknowledge(1);
    beat(told, 600);
    assertThat(counts()).containsExactly(1, 1, 0);
    raise(told, Kind.DRILL_FAILED, "cosmos7/raw");
    beat(told, 60);
    assertThat(counts()).containsExactly(2, 2, 1);
  }

  @Test
  void whatIsWellAgainIsToldToThoseWhoWereToldAndNobodyElse() {
    Notifications told = start();
    raise(told, Kind.RUN_FAILED, "cosmos7/raw");
    beat(told, 20);
    raise(told, Kind.RUN_SUCCEEDED, "cosmos7/raw");
    assertThat(store.newest(false, 9)).isEmpty();
    beat(told, 600);
    assertThat(counts()).containsExactly(2, 2, 0);
    assertThat(at("pager").getLast().type()).isEqualTo(Message.Type.RECOVERY);
    raise(told, Kind.RUN_FAILED, "cosmos7/raw");
    beat(told, 60);
    assertThat(at("pager")).hasSize(3);
    assertThat(at("chief")).hasSize(1);
  }

  @Test
  void whatIsWellAgainInTheSameBeatIsNotEscalated() {
    Notifications told = start();
    raise(told, Kind.RUN_FAILED, "cosmos7/raw");
    disk.diesOnQueue = true;
    clock.advance(Duration.ofMinutes(20));
    raise(told, Kind.RUN_SUCCEEDED, "cosmos7/raw");
    disk.diesOnQueue = false;
    beat(told, 0);
    assertThat(at("pager")).isEmpty();
  }

  @Test
  void aLevelHearsOfWhatItWantsAlone() {
    Notifications told = start();
    raise(told, Kind.RUN_MISSED, "cosmos7/raw");
    raise(told, Kind.RUN_FAILED, "tams/db");
    raise(told, Kind.RUN_STARTED, "cosmos7/raw");
    beat(told, 600);
    assertThat(counts()).containsExactly(0, 0, 0);
    assertThat(store.newest(false, 9)).hasSize(2);
  }

  @Test
  void theChainGoesOnAfterARestart() {
    raise(start(), Kind.RUN_FAILED, "cosmos7/raw");
    beat(start(), 20);
    assertThat(counts()).containsExactly(1, 1, 0);
    beat(start(), 1);
    beat(start(), 60);
    beat(start(), 60);
    assertThat(counts()).containsExactly(1, 1, 1);
  }

  @Test
  void aCrashBeforeTheLevelIsNotedTellsItAfterwards() {
    Notifications told = start();
    raise(told, Kind.RUN_FAILED, "cosmos7/raw");
    disk.diesOnQueue = true;
    beat(told, 20);
    assertThat(at("pager")).isEmpty();
    disk.diesOnQueue = false;
    beat(start(), 1);
    assertThat(at("pager")).hasSize(1);
  }

  @Test
  void aCrashBetweenDeliveryAndItsRecordRepeatsTheSameMessageAndNoOther() {
    Notifications told = start();
    raise(told, Kind.RUN_FAILED, "cosmos7/raw");
    disk.dies = true;
    beat(told, 20);
    disk.dies = false;
    Notifications next = start();
    beat(next, 2);
    beat(next, 30);
    assertThat(at("pager")).hasSize(2);
    assertThat(new LinkedHashSet<>(at("pager").stream().map(Message::id).toList())).hasSize(1);
  }

  @Test
  void hundredsThatNobodyWantsDoNotHideTheOneThatSomebodyDoes() {
    Notifications told = start();
    for (int other = 0; other < 450; other++) {
      raise(told, Kind.RUN_FAILED, "tams/d" + other);
    }
    raise(told, Kind.RUN_FAILED, "cosmos7/raw");
    beat(told, 15);
    assertThat(at("pager")).extracting(m -> m.alert().subject()).containsExactly("cosmos7/raw");
  }

  @Test
  void withoutAnyChannelWhatIsWrongIsKeptAllTheSame() {
    Notifications told = start(new ChannelSettings[0]);
    raise(told, Kind.RUN_FAILED, "cosmos7/raw");
    assertThat(store.newest(false, 9)).hasSize(1);
    assertThat(delivered).isEmpty();
  }
}
