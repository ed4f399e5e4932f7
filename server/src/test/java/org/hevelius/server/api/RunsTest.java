package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.server.http.EventSource;
import org.hevelius.server.http.EventSource.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  private static final Principal MAYA = new Principal("maya", "test", List.of(), List.of());

  @TempDir Path root;

  /** Keeps what is sent. */
  private record Kept(List<Event> events, int most) implements EventSource.Sink {
    Kept() {
      this(new ArrayList<>(), Integer.MAX_VALUE);
    }

    @Override
    public boolean send(Event event) {
      events.add(event);
      return events.size() < most;
    }

    @Override
    public boolean heartbeat() {
      return true;
    }
  }

  private static List<Event> all(Run run, long after) throws InterruptedException {
    Kept kept = new Kept();
    run.log().from(after).run(kept);
    return kept.events();
  }

  private static Run ended(Runs runs) throws InterruptedException {
    Run run =
        runs.start(Run.Subject.of("check", null, Action.MAINTAIN), MAYA, (_, _) -> "the result");
    assertThat(run.await(20_000)).isTrue();
    return run;
  }

  @Test
  void aRunTellsItsBeginningAndItsEnd() throws InterruptedException {
    try (Runs runs = new Runs(Clock.systemUTC())) {
      Run run = ended(runs);
      assertThat(all(run, 0)).extracting(Event::name).containsExactly("state", "end");
      assertThat(run.view().state()).isEqualTo(Run.State.SUCCEEDED);
      assertThat(run.view().result()).isEqualTo("the result");
    }
  }

  @Test
  void whoComesBackGetsWhatCameSince() throws InterruptedException {
    try (Runs runs = new Runs(Clock.systemUTC())) {
      Run run = ended(runs);
      assertThat(all(run, 1)).extracting(Event::id).containsExactly(2L);
      assertThat(all(run, 2)).isEmpty();
    }
  }

  @Test
  void progressIsToldAtMostFourTimesASecond() throws InterruptedException {
    try (Runs runs = new Runs(Clock.systemUTC())) {
      SlowRun slow = SlowRun.start(runs);
      Kept kept = new Kept(new ArrayList<>(), 6);
      long start = System.nanoTime();
      slow.run().log().from(0).run(kept);
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertThat(kept.events()).extracting(Event::name).contains("progress");
      assertThat(millis).as("five events of progress").isGreaterThanOrEqualTo(5 * 250 - 50);
      var _ = slow.end();
    }
  }

  @Test
  void aRunThatIsCanceledSaysSo() throws InterruptedException {
    try (Runs runs = new Runs(Clock.systemUTC())) {
      SlowRun slow = SlowRun.start(runs);
      Run.View view = slow.end();
      assertThat(view.state()).isEqualTo(Run.State.CANCELED);
      assertThat(all(slow.run(), 0).getLast().name()).isEqualTo("end");
    }
  }

  @Test
  void aFaultEndsTheRunAndShowsNothingOfItsInside() throws InterruptedException {
    try (Runs runs = new Runs(Clock.systemUTC())) {
      Run run =
          runs.start(
              Run.Subject.of("check", null, Action.MAINTAIN),
              MAYA,
              (_, _) -> {
                throw new IllegalStateException("secret of the inside");
              });
      assertThat(run.await(20_000)).isTrue();
      assertThat(run.view().state()).isEqualTo(Run.State.FAILED);
      assertThat(String.valueOf(run.view().problem()))
          .contains("internal")
          .doesNotContain("secret of the inside");
    }
  }

  @Test
  void theEventsOfARunTakeNoMoreThanSoMuchMemory() throws InterruptedException {
    RunLog log = new RunLog();
    for (int i = 0; i < 10_000; i++) {
      log.add("progress", i);
    }
    log.end("end", "over");
    Kept kept = new Kept();
    log.from(0).run(kept);
    assertThat(kept.events()).hasSize(RunLog.KEPT);
    assertThat(kept.events().getLast().id()).isEqualTo(10_001);
  }

  @Test
  void oldRunsAreForgottenAndRunningOnesAreNot() throws InterruptedException {
    try (Runs runs = new Runs(Clock.systemUTC())) {
      SlowRun slow = SlowRun.start(runs);
      Run first = ended(runs);
      for (int i = 0; i < Runs.KEPT + Runs.AT_ONCE; i++) {
        Run _ = ended(runs);
      }
      assertThat(runs.list()).hasSizeLessThanOrEqualTo(Runs.KEPT + Runs.AT_ONCE);
      assertThatThrownBy(() -> runs.get(first.id())).isInstanceOf(HeveliusException.class);
      assertThat(runs.get(slow.id()).ended()).isFalse();
      var _ = slow.end();
    }
  }

  @Test
  void tooManyAtOnceAreRefused() {
    try (Runs runs = new Runs(Clock.systemUTC())) {
      List<SlowRun> slow = Stream.generate(() -> SlowRun.start(runs)).limit(Runs.AT_ONCE).toList();
      assertThatThrownBy(() -> SlowRun.start(runs)).hasMessageContaining("running already");
      slow.forEach(SlowRun::end);
    }
  }

  @Test
  void twoRestoresOfOneDatasetDontRunAtOnce() {
    try (Runs runs = new Runs(Clock.systemUTC())) {
      SlowRun slow = SlowRun.start(runs, subject("restore", "cosmos7/raw"));
      assertThatThrownBy(() -> SlowRun.start(runs, subject("restore", "cosmos7/raw")))
          .hasMessageContaining("a restore is running already");
      SlowRun other = SlowRun.start(runs, subject("restore", "cosmos7/cooked"));
      SlowRun snapshot = SlowRun.start(runs, subject("create", "cosmos7/raw"));
      Stream.of(slow, other, snapshot).forEach(SlowRun::end);
    }
  }

  private static Run.Subject subject(String kind, String dataset) {
    return Run.Subject.of(kind, DatasetName.of(dataset), Action.CREATE);
  }

  @Test
  void aServiceThatStopsCancelsWhatRunsAndStartsNoMore() {
    Runs runs = new Runs(Clock.systemUTC());
    SlowRun slow = SlowRun.start(runs);
    runs.close();
    assertThat(slow.run().view().state()).isEqualTo(Run.State.CANCELED);
    assertThatThrownBy(() -> SlowRun.start(runs)).hasMessageContaining("stopping");
  }

  @Test
  void eventsGoOverTheWireWithTheirIdsAndGoOnBehindTheLast() throws Exception {
    try (TestService service = new TestService(root)) {
      Run run = ended(service.runs);
      assertThat(lines(service, run, "0")).contains("id: 1", "event: state", "id: 2", "event: end");
      assertThat(lines(service, run, "1")).doesNotContain("id: 1").contains("id: 2");
    }
  }

  private static List<String> lines(TestService service, Run run, String last)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(service.address() + "/api/v1/runs/" + run.id() + "/events"))
            .header("Authorization", "Bearer viewer")
            .header("Last-Event-ID", last)
            .build();
    HttpResponse<Stream<String>> response =
        service.client.send(request, HttpResponse.BodyHandlers.ofLines());
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    return response.body().toList();
  }
}
