package org.hevelius.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.Catalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of the keys of requests promises. */
public abstract class KeyContract {
  private static final Instant TIME = Instant.parse("2026-11-21T10:30:00.123456789Z");
  private static final Instant END = TIME.plusSeconds(60);
  private static final KeyedRequest.Answer ANSWER =
      new KeyedRequest.Answer(202, "/api/v1/runs/1", "{\"id\":\"1\",\"by\":\"Größe\"}\n");

  private Catalog catalog;
  private KeyStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.requestKeys();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static KeyedRequest request(String place, String node) {
    return new KeyedRequest(place, "digest", node, TIME, END, null);
  }

  @Test
  void aRequestIsBegunOnceAndItsAnswerIsKept() {
    assertThat(store.begin(request("a", "one"), TIME)).isEmpty();
    assertThat(store.begin(request("a", "two"), TIME)).contains(request("a", "one"));
    assertThat(store.begin(request("b", "two"), TIME)).isEmpty();
    store.answer("a", "one", ANSWER);
    assertThat(store.begin(request("a", "two"), TIME))
        .contains(new KeyedRequest("a", "digest", "one", TIME, END, ANSWER));
    KeyedRequest.Answer later = new KeyedRequest.Answer(200, "", "{}");
    store.answer("a", "one", later);
    assertThat(store.begin(request("a", "two"), TIME).orElseThrow().answer()).isEqualTo(later);
  }

  @Test
  void onlyWhoBeganItAnswersOrForgetsIt() {
    assertThat(store.begin(request("a", "one"), TIME)).isEmpty();
    store.answer("a", "two", ANSWER);
    store.forget("a", "two");
    assertThat(store.begin(request("a", "two"), TIME)).contains(request("a", "one"));
    store.forget("a", "one");
    store.answer("a", "one", ANSWER);
    assertThat(store.begin(request("a", "two"), TIME)).isEmpty();
  }

  @Test
  void aKeyIsForgottenWhenItsTimeIsOver() {
    assertThat(store.begin(request("a", "one"), TIME)).isEmpty();
    assertThat(store.begin(request("a", "two"), END.minusNanos(1))).isPresent();
    assertThat(store.begin(request("a", "two"), END)).isEmpty();
  }

  @Test
  void ofManyWhoBeginItAtOnceOneDoes() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 5; round++) {
        String place = "p" + round;
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String node = "node" + i;
          all.add(() -> store.begin(request(place, node), TIME).isEmpty());
        }
        int begun = 0;
        for (Future<Boolean> one : threads.invokeAll(all)) {
          begun += one.get() ? 1 : 0;
        }
        assertThat(begun).isEqualTo(1);
      }
    }
  }

  @Test
  void keysOutliveARebuild() {
    assertThat(store.begin(request("a", "one"), TIME)).isEmpty();
    catalog.rebuild(
        Stream.empty(),
        new AuditEvent(TIME, "x", "mars", "rebuild", "", AuditEvent.Outcome.OK, ""));
    assertThat(store.begin(request("a", "two"), TIME)).isPresent();
  }
}
