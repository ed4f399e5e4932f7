package org.hevelius.core.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.CatalogFixtures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every queue of messages promises. */
public abstract class NotificationContract {
  private Catalog catalog;
  private NotificationStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.notifications();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static Notice notice(String id, String channel, Instant queued) {
    Alert alert =
        new Alert(
            Alert.Kind.RUN_FAILED,
            "cosmos7/räw",
            "run 1",
            TIME.minusSeconds(3),
            "it's 'quoted'; DROP TABLE notice",
            List.of("one", "", "three"));
    return new Notice(
        channel,
        new Message(id, Message.Type.PROBLEM, alert, 7, TIME.minusSeconds(60)),
        queued,
        0,
        queued,
        Notice.State.WAITING,
        "");
  }

  private void queue(Notice... notices) {
    store.apply(
        List.of(notices).stream()
            .map(notice -> (NotificationStore.Change) new NotificationStore.Queue(notice))
            .toList());
  }

  @Test
  void noticesComeBackAsTheyWereAndOnce() {
    Notice notice = notice("a", "mail", TIME);
    queue(notice);
    queue(notice);
    assertThat(store.notices(10)).containsExactly(notice);
    assertThat(store.next("mail", TIME, false)).contains(notice);
    assertThat(store.next("other", TIME, false)).isEmpty();
    store.delivered("a");
    store.delivered("a");
    assertThat(store.notices(10)).isEmpty();
    assertThat(store.counts()).isEmpty();
  }

  @Test
  void oneNoticeTakesThePlaceOfThoseThatWereNotTriedYet() {
    Notice tried = notice("tried", "mail", TIME).tried(TIME.plusSeconds(9), "no answer");
    Notice one = notice("one", "mail", TIME);
    Notice later = notice("later", "mail", TIME).from(TIME.plusSeconds(30));
    queue(tried, one, later, notice("other", "pager", TIME));
    store.update(tried);
    assertThat(store.untried("mail", 10)).containsExactly(one, later);
    assertThat(store.untried("mail", 1)).containsExactly(one);
    Message message = one.message();
    Notice digest =
        Notice.of(
            "mail",
            new Message("digest", Message.Type.DIGEST, message.alert(), 0, null),
            TIME.plusSeconds(1));
    store.apply(
        List.of(
            new NotificationStore.Queue(digest),
            new NotificationStore.Drop("one"),
            new NotificationStore.Drop("later"),
            new NotificationStore.Drop("gone")));
    assertThat(store.untried("mail", 10)).isEmpty();
    assertThat(store.notices(10)).contains(tried, digest).hasSize(3);
  }

  @Test
  void whatWasPostponedComesBehindWhatIsDueUnlessTheOrderCounts() {
    Notice first = notice("z", "mail", TIME);
    Notice second = notice("a", "mail", TIME);
    queue(first, second);
    assertThat(store.next("mail", TIME, false)).contains(first);
    Notice later = first.tried(TIME.plusSeconds(10), "no answer");
    store.update(later);
    assertThat(store.next("mail", TIME, false)).contains(second);
    assertThat(store.next("mail", TIME, true)).isEmpty();
    assertThat(store.next("mail", TIME.plusSeconds(10), true)).contains(later);
    assertThat(store.next("mail", TIME.plusSeconds(10), false)).contains(second);
    store.delivered("a");
    assertThat(store.next("mail", TIME.plusSeconds(9), false)).isEmpty();
    assertThat(store.next("mail", TIME.plusSeconds(10), false)).contains(later);
  }

  @Test
  void whatWasGivenUpIsNotNextAndIsDroppedAfterAWhile() {
    Notice notice = notice("a", "mail", TIME);
    Notice other = notice("b", "mail", TIME);
    queue(notice, other, notice("c", "hook", TIME));
    Notice failed = notice.givenUp(TIME.plusSeconds(5), "550 no such user");
    store.update(failed);
    assertThat(store.next("mail", TIME.plusSeconds(99), true)).contains(other);
    assertThat(store.notices(2))
        .extracting(known -> known.message().id())
        .containsExactly("b", "c");
    assertThat(store.notices(3)).last().isEqualTo(failed);
    assertThat(store.counts())
        .containsExactly(
            new NotificationStore.Count("hook", Notice.State.WAITING, 1),
            new NotificationStore.Count("mail", Notice.State.WAITING, 1),
            new NotificationStore.Count("mail", Notice.State.FAILED, 1));
    store.prune(TIME.plusSeconds(5), TIME, TIME);
    assertThat(store.notices(9)).hasSize(3);
    store.prune(TIME.plusSeconds(6), TIME, TIME);
    assertThat(store.notices(9)).hasSize(2);
  }

  @Test
  void whatWasToldIsRememberedReplacedForgottenAndPruned() {
    Repetition failed = new Repetition("mail", Alert.Kind.RUN_FAILED, "cosmos7/raw", TIME, 0, null);
    Repetition missed = new Repetition("mail", Alert.Kind.RUN_MISSED, "cosmos7/raw", TIME, 2, TIME);
    store.apply(
        List.of(
            new NotificationStore.Remember(missed),
            new NotificationStore.Remember(failed),
            new NotificationStore.Remember(
                new Repetition("hook", Alert.Kind.RUN_FAILED, "cosmos7/raw", TIME, 0, null))));
    assertThat(store.repetitions("mail", "cosmos7/raw")).containsExactly(failed, missed);
    Repetition again = failed.again(TIME.plusSeconds(1)).again(TIME.plusSeconds(2));
    store.apply(List.of(new NotificationStore.Remember(again)));
    assertThat(store.repetitions("mail", "cosmos7/raw")).containsExactly(again, missed);
    assertThat(again.more()).isEqualTo(2);
    assertThat(again.moreSince()).isEqualTo(TIME.plusSeconds(1));
    store.apply(List.of(new NotificationStore.Forget(again)));
    assertThat(store.repetitions("mail", "cosmos7/raw")).containsExactly(missed);
    assertThat(store.repetitions("mail", "cosmos7")).isEmpty();
    store.prune(TIME, TIME.plusNanos(1), TIME);
    assertThat(store.repetitions("mail", "cosmos7/raw")).isEmpty();
  }

  private void raise(Alert.Kind kind, String subject, String summary, Instant time) {
    Alert alert = new Alert(kind, subject, "7", time, summary, List.of("one", "", "three"));
    store.apply(List.of(new NotificationStore.Raise(alert, time)));
  }

  @Test
  void whatIsWrongIsOneAlertUntilItIsClosed() {
    raise(Alert.Kind.RUN_FAILED, "räw", "it's away", TIME);
    raise(Alert.Kind.RUN_MISSED, "räw", "missed", TIME.plusSeconds(1));
    raise(Alert.Kind.RUN_FAILED, "other", "away", TIME.plusSeconds(2));
    raise(Alert.Kind.RUN_FAILED, "räw", "still away", TIME.plusSeconds(3));
    Raised failed = store.raised(1).orElseThrow();
    Alert again =
        new Alert(
            Alert.Kind.RUN_FAILED, "räw", "7", TIME, "still away", List.of("one", "", "three"));
    assertThat(failed)
        .isEqualTo(Raised.first(1, again, TIME).again(again, TIME.plusSeconds(3)))
        .extracting(Raised::times)
        .isEqualTo(2L);
    assertThat(store.open("räw")).extracting(Raised::id).containsExactly(1L, 2L);
    store.apply(
        List.of(
            new NotificationStore.Close(
                "räw", Set.of(Alert.Kind.RUN_FAILED), TIME.plusSeconds(4), "well")));
    assertThat(store.open("räw")).extracting(Raised::id).containsExactly(2L);
    assertThat(store.raised(1)).contains(failed.closed(TIME.plusSeconds(4), "well"));
    raise(Alert.Kind.RUN_FAILED, "räw", "away", TIME.plusSeconds(5));
    assertThat(store.newest(true, 9)).extracting(Raised::id).containsExactly(4L, 3L, 2L, 1L);
    assertThat(store.newest(false, 2)).extracting(Raised::id).containsExactly(4L, 3L);
    store.prune(TIME, TIME, TIME.plusSeconds(4));
    assertThat(store.raised(1)).isPresent();
    store.prune(TIME, TIME, TIME.plusSeconds(5));
    assertThat(store.raised(1)).isEmpty();
    assertThat(store.raised(2)).isPresent();
  }

  @Test
  void whatSomebodyHasAcknowledgedIsNoLongerAmongTheOthers() {
    raise(Alert.Kind.RUN_FAILED, "a", "away", TIME);
    raise(Alert.Kind.RUN_FAILED, "b", "away", TIME.plusSeconds(60));
    raise(Alert.Kind.RUN_FAILED, "c", "away", TIME.plusSeconds(61));
    assertThat(store.unacknowledged(TIME.plusSeconds(60), 0, 9))
        .extracting(Raised::subject)
        .containsExactly("a", "b");
    assertThat(store.unacknowledged(TIME.plusSeconds(61), 1, 1))
        .extracting(Raised::subject)
        .containsExactly("b");
    Raised.Acknowledged maya = new Raised.Acknowledged("maya", TIME.plusSeconds(70), "it's mine");
    Raised taken = store.acknowledge(1, maya, CatalogFixtures.event("alert ack", "a"));
    assertThat(taken.acknowledged()).isEqualTo(maya);
    assertThat(store.raised(1)).contains(taken);
    assertThat(store.unacknowledged(TIME.plusSeconds(61), 0, 9))
        .extracting(Raised::subject)
        .containsExactly("b", "c");
    Raised.Acknowledged vera = new Raised.Acknowledged("vera", TIME.plusSeconds(71), "");
    assertThat(store.acknowledge(1, vera, CatalogFixtures.event("alert ack", "again")))
        .isEqualTo(taken);
    try (Stream<AuditEntry> trail = catalog.audit()) {
      assertThat(trail.map(entry -> entry.event().target())).contains("a").doesNotContain("again");
    }
    AuditEvent event = CatalogFixtures.event("alert ack", "x");
    assertThatThrownBy(() -> store.acknowledge(99, vera, event))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> assertThat(e.category()).isEqualTo(HeveliusException.Category.NOT_FOUND));
    store.apply(
        List.of(new NotificationStore.Close("b", Set.of(Alert.Kind.RUN_FAILED), TIME, "well")));
    assertThatThrownBy(() -> store.acknowledge(2, vera, event))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> assertThat(e.category()).isEqualTo(HeveliusException.Category.CONFLICT));
  }

  @Test
  void whatWasToldOfSomethingOpenIsNotPruned() {
    raise(Alert.Kind.RUN_FAILED, "a", "away", TIME);
    store.apply(
        List.of(
            new NotificationStore.Remember(
                new Repetition("mail", Alert.Kind.RUN_FAILED, "a", TIME, 0, null)),
            new NotificationStore.Remember(
                new Repetition("mail", Alert.Kind.RUN_MISSED, "a", TIME, 0, null))));
    store.prune(TIME, TIME.plusSeconds(1), TIME);
    assertThat(store.repetitions("mail", "a"))
        .extracting(Repetition::kind)
        .containsExactly(Alert.Kind.RUN_FAILED);
  }

  @Test
  void aRebuildLeavesTheQueueAlone() {
    queue(notice("a", "mail", TIME));
    var _ = catalog.rebuild(java.util.stream.Stream.of(), CatalogFixtures.event("rebuild", ""));
    assertThat(store.notices(9)).hasSize(1);
    assertThat(store.next("mail", TIME.minus(Duration.ofDays(1)), false)).isEmpty();
  }
}
