package org.hevelius.app.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.ChangeLog;
import org.hevelius.core.usecase.Events;
import org.hevelius.core.usecase.LogView;
import org.hevelius.core.usecase.ManagedPolicies;
import org.hevelius.core.usecase.ManagedPolicies.Difference;
import org.hevelius.core.usecase.PolicyView;
import org.hevelius.core.usecase.SnapshotView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens by itself, asked of a service that fails in the middle. */
class RemoteOversightTest {
  private static final Events.Request EVENT =
      new Events.Request("phase-complete", "raw", "", Map.of(), null, false);

  @Test
  void anEventWhoseServiceIsLostIsToldWithTheIdThatItWasSentUnder() throws Exception {
    try (FakeService service =
            new FakeService(
                exchange ->
                    FakeService.answer(
                        exchange,
                        exchange.getRequestMethod().equals("POST") ? 202 : 404,
                        exchange.getRequestMethod().equals("POST")
                            ? "{\"id\":\"r1\",\"state\":\"RUNNING\"}"
                            : "{\"status\":404,\"code\":\"not_found\",\"detail\":\"no such"
                                + " run\"}"));
        RemoteHome home = service.home()) {
      HeveliusException lost =
          catchThrowableOfType(
              HeveliusException.class, () -> home.events().emit(EVENT, Progress.NONE, () -> false));
      assertThat(lost.category()).isEqualTo(Category.UNAVAILABLE);
      String sent = Wire.MAPPER.readTree(service.asked.getFirst().body()).path("id").asString("");
      assertThat(sent).isNotEmpty();
      assertThat(lost.advice().getLast()).contains(sent, "--resume");
    }
  }

  @Test
  void aPlanWhoseAnswerWasLostIsSentAgainUnderTheSameKeyAndTag() throws Exception {
    PolicyView.Planned plan =
        new PolicyView.Planned(
            "p1",
            false,
            List.of(new Difference("nightly", Difference.Kind.NEW, List.of(), List.of("raw"))),
            List.of("a note"),
            List.of());
    AtomicInteger executions = new AtomicInteger();
    try (FakeService service =
            new FakeService(
                exchange -> {
                  exchange.getResponseHeaders().add("ETag", "\"t1\"");
                  boolean plans = exchange.getRequestURI().getPath().endsWith("/plans");
                  boolean tagged =
                      "\"t1\"".equals(exchange.getRequestHeaders().getFirst("If-Match"));
                  if (plans || (tagged && executions.incrementAndGet() > 1)) {
                    FakeService.answer(exchange, plans ? 201 : 200, JsonOutput.line(plan));
                  }
                });
        RemoteHome home = service.home()) {
      ManagedPolicies.Plan planned = home.policies().planApply("p.yaml", "policies: []", null);
      assertThat(planned.isEmpty()).isFalse();
      assertThat(home.policies().execute(planned).changed()).isEqualTo(1);
      List<FakeService.Asked> sent =
          service.asked.stream().filter(asked -> asked.path().endsWith("/policies")).toList();
      assertThat(sent).hasSize(2);
      assertThat(sent.getFirst().key()).isNotEqualTo("null").isEqualTo(sent.getLast().key());
    }
  }

  private static LogView entry(int version) {
    SnapshotView.GitView git = new SnapshotView.GitView("0".repeat(40), null, false, 0, null);
    ChangeLog.Count none = new ChangeLog.Count(0, 0);
    return new LogView(
        "raw@" + version,
        version,
        "raw_" + version,
        null,
        "why",
        Instant.ofEpochSecond(version),
        "maya",
        Map.of(),
        null,
        false,
        false,
        false,
        false,
        git,
        null,
        null,
        new ChangeLog.Changes(none, none, none, none, true, none, 0),
        List.of(),
        List.of(),
        null);
  }

  @Test
  void noMoreVersionsAreComparedThanAreAskedFor() throws Exception {
    try (FakeService service =
            new FakeService(
                exchange -> {
                  boolean first = !exchange.getRequestURI().getQuery().contains("cursor");
                  Map<String, @Nullable Object> page = new HashMap<>();
                  page.put(
                      "items",
                      Stream.iterate(first ? 100 : 80, version -> version - 1)
                          .limit(20)
                          .map(RemoteOversightTest::entry)
                          .toList());
                  page.put("next", first ? "c1" : "c2");
                  FakeService.answer(exchange, 200, JsonOutput.line(page));
                });
        RemoteHome home = service.home()) {
      ChangeLog.Request request = new ChangeLog.Request("raw", null, null, "maya", 3, 25);
      List<LogView> log = home.changeLog().log(request, () -> false).toList();
      assertThat(log).hasSize(25);
      assertThat(log.getLast().reference()).isEqualTo("raw@76");
      assertThat(service.asked).hasSize(2);
      assertThat(service.asked.getFirst().path()).contains("author=maya", "files=3", "limit=20");
      HeveliusException stopped =
          catchThrowableOfType(
              HeveliusException.class, () -> home.changeLog().log(request, () -> true).toList());
      assertThat(stopped.category()).isEqualTo(Category.CANCELED);
    }
  }
}
