package org.hevelius.app.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.SnapshotView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a service, or the way to it, can do wrong. */
class RemoteFaultsTest {
  private static final Creation.Request WISH = Creation.Request.of("raw", "why");
  private static final String RUN = "{\"id\":\"r1\",\"state\":\"RUNNING\"}";

  private static Snapshot snapshot(long version) {
    return Snapshot.builder(DatasetName.of("raw"), version, Instant.ofEpochSecond(version))
        .name("raw_20261121_103000_v" + version)
        .description("version " + version)
        .author("maya")
        .host("mars")
        .captures(
            List.of(
                new Capture(
                    SourceSpec.parse("dir:/data/raw"),
                    "directory",
                    "ab12",
                    "default",
                    1,
                    1,
                    1,
                    1,
                    1)))
        .build();
  }

  private static HeveliusException failure(Executable work) {
    HeveliusException failure = catchThrowableOfType(HeveliusException.class, () -> work.execute());
    assertThat(failure).isNotNull();
    return failure;
  }

  private static void create(RemoteHome home) {
    var _ = home.creation().create(WISH, Progress.NONE, () -> false);
  }

  @Test
  void aCreateWhoseAnswerWasLostIsSentAgainUnderTheSameKey() throws Exception {
    AtomicInteger posts = new AtomicInteger();
    try (FakeService service =
            new FakeService(
                exchange -> {
                  if (exchange.getRequestMethod().equals("POST")) {
                    if (posts.incrementAndGet() > 1) {
                      FakeService.answer(exchange, 202, RUN);
                    }
                    return;
                  }
                  FakeService.answer(
                      exchange,
                      200,
                      "id: 1\nevent: end\ndata: {\"result\":"
                          + JsonOutput.line(SnapshotView.of(snapshot(7)))
                              .stripTrailing()
                              .replaceFirst(
                                  "}$",
                                  ",\"previous\":6,\"durationMillis\":5,\"filesNew\":1,"
                                      + "\"filesChanged\":0,\"filesUnmodified\":0,\"losses\":0,"
                                      + "\"findings\":[]}")
                          + "}\n\n");
                });
        RemoteHome home = service.home()) {
      Creation.Result result = home.creation().create(WISH, Progress.NONE, () -> false);
      assertThat(result.snapshot()).isEqualTo(snapshot(7));
      assertThat(result.previous()).isEqualTo(6);
      List<FakeService.Asked> sent =
          service.asked.stream().filter(asked -> asked.method().equals("POST")).toList();
      assertThat(sent).hasSize(2);
      assertThat(sent.getFirst().key()).isNotEqualTo("null").isEqualTo(sent.getLast().key());
    }
  }

  @Test
  void whatOnlyOneAttemptMayChangeIsNotSentAgain() throws Exception {
    try (FakeService service =
            new FakeService(
                exchange -> {
                  if (exchange.getRequestMethod().equals("GET")) {
                    FakeService.answer(
                        exchange,
                        200,
                        JsonOutput.line(
                            Map.of("snapshot", SnapshotView.of(snapshot(1)), "path", "")));
                  }
                });
        RemoteHome home = service.home()) {
      HeveliusException failure = failure(() -> home.snapshots().knownGood("raw@1", true, ""));
      assertThat(failure.category()).isEqualTo(Category.UNAVAILABLE);
      assertThat(failure.advice().toString()).contains("isn't known");
      assertThat(service.asked.stream().filter(asked -> asked.method().equals("PATCH"))).hasSize(1);
    }
  }

  @Test
  void aServiceThatIsGoneInTheMiddleOfACreateLeavesNoFalseClaim() throws Exception {
    CountDownLatch following = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    try (FakeService service =
            new FakeService(
                exchange -> {
                  if (exchange.getRequestMethod().equals("POST")) {
                    FakeService.answer(exchange, 202, RUN);
                    return;
                  }
                  OutputStream out = FakeService.begin(exchange);
                  FakeService.write(out, "id: 1\nevent: state\ndata: " + RUN + "\n\n");
                  following.countDown();
                  gone.await();
                });
        RemoteHome home = service.home()) {
      Thread killer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      following.await();
                      service.close();
                      gone.countDown();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      HeveliusException failure = failure(() -> create(home));
      killer.join();
      assertThat(failure.category()).isEqualTo(Category.UNAVAILABLE);
      assertThat(failure).hasMessageContaining("was lost while it worked (run r1)");
      assertThat(failure.advice().toString()).contains("hevelius list");
    }
  }

  @Test
  void theEventsAreTakenUpAgainBehindTheLastOne() throws Exception {
    AtomicInteger times = new AtomicInteger();
    List<String> last = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (FakeService service =
            new FakeService(
                exchange -> {
                  if (exchange.getRequestMethod().equals("POST")) {
                    FakeService.answer(exchange, 202, RUN);
                    return;
                  }
                  last.add(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
                  FakeService.answer(
                      exchange,
                      200,
                      times.incrementAndGet() == 1
                          ? "id: 5\nevent: state\ndata: " + RUN + "\n\n"
                          : "id: 6\n"
                              + "event: end\n"
                              + "data:"
                              + " {\"problem\":{\"status\":507,\"code\":\"full\",\"detail\":\"disk"
                              + " full\",\"remedies\":[\"a\",\"b\"]}}\n\n");
                });
        RemoteHome home = service.home()) {
      HeveliusException failure = failure(() -> create(home));
      assertThat(failure.category()).isEqualTo(Category.FULL);
      assertThat(failure).hasMessage("disk full");
      assertThat(failure.advice()).containsExactly("a", "b");
      assertThat(last).containsExactly("0", "5");
    }
  }

  @Test
  void whoStopsTheCommandStopsTheRun() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicBoolean asked = new AtomicBoolean();
    try (FakeService service =
            new FakeService(
                exchange -> {
                  switch (exchange.getRequestMethod()) {
                    case "POST" -> FakeService.answer(exchange, 202, RUN);
                    case "DELETE" -> {
                      stopped.countDown();
                      FakeService.answer(exchange, 202, RUN);
                    }
                    default -> {
                      OutputStream out = FakeService.begin(exchange);
                      FakeService.write(
                          out,
                          "id: 1\nevent: progress\ndata: {\"phase\":\"reading\",\"files\":1,"
                              + "\"totalFiles\":2,\"bytes\":3,\"totalBytes\":4}\n\n");
                      stopped.await();
                      FakeService.write(
                          out,
                          "id: 2\nevent: end\ndata: {\"problem\":{\"status\":503,\"code\":"
                              + "\"canceled\",\"detail\":\"stopped\",\"remedies\":[]}}\n\n");
                    }
                  }
                });
        RemoteHome home = service.home()) {
      Progress progress =
          (phase, state) -> {
            assertThat(phase).isEqualTo("reading");
            assertThat(state.get().bytes()).isEqualTo(3);
            asked.set(true);
            return () -> {};
          };
      HeveliusException failure = failure(() -> home.creation().create(WISH, progress, asked::get));
      assertThat(failure.category()).isEqualTo(Category.CANCELED);
      assertThat(service.asked.stream().filter(one -> one.method().equals("DELETE"))).hasSize(1);
    }
  }

  @Test
  void aListOfAHundredThousandIsHeldPageByPage() throws Exception {
    try (FakeService service =
            new FakeService(
                exchange -> {
                  String query = exchange.getRequestURI().getQuery();
                  long first =
                      query.contains("cursor=")
                          ? Long.parseLong(query.replaceFirst(".*cursor=", ""))
                          : 1;
                  List<SnapshotView> items =
                      LongStream.range(first, first + 500)
                          .mapToObj(version -> SnapshotView.of(snapshot(version)))
                          .toList();
                  Object next = first + 500 > 100_000 ? null : String.valueOf(first + 500);
                  FakeService.answer(
                      exchange, 200, JsonOutput.line(new Wire.Page<>(items, (String) next)));
                });
        RemoteHome home = service.home()) {
      Iterator<Snapshot> all = home.snapshots().list(SnapshotQuery.all()).iterator();
      assertThat(all.next()).isEqualTo(snapshot(1));
      assertThat(service.asked).hasSize(1);
      long count = 1;
      while (all.hasNext()) {
        var _ = all.next();
        count++;
      }
      assertThat(count).isEqualTo(100_000);
      assertThat(service.asked).hasSize(200);
    }
  }

  @Test
  void aServiceThatDoesNotAnswerIsNotWaitedForForever() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (FakeService service = new FakeService(_ -> over.await());
        RemoteHome home = service.home(Duration.ofSeconds(1))) {
      HeveliusException failure = failure(() -> home.datasets().list());
      assertThat(failure.category()).isEqualTo(Category.UNAVAILABLE);
      assertThat(failure).hasMessageContaining("has not answered for 1 s");
    } finally {
      over.countDown();
    }
  }

  @Test
  void aBusyServiceIsAskedAgainWhenItSaysSo() throws Exception {
    AtomicInteger times = new AtomicInteger();
    try (FakeService service =
            new FakeService(
                exchange -> {
                  if (times.incrementAndGet() == 1) {
                    exchange.getResponseHeaders().add("Retry-After", "0");
                    FakeService.answer(exchange, 429, "{\"code\":\"too_many\"}");
                  } else {
                    FakeService.answer(exchange, 200, "{\"items\":[],\"next\":null}");
                  }
                });
        RemoteHome home = service.home()) {
      assertThat(home.datasets().list()).isEmpty();
    }
  }

  @Test
  void anOlderServiceAndAStrangerAreToldApart() throws Exception {
    try (FakeService older =
            new FakeService(
                exchange ->
                    FakeService.answer(
                        exchange,
                        404,
                        "{\"status\":404,\"code\":\"not_found\",\"detail\":"
                            + "\"there is no /api/v1/places\",\"remedies\":[]}"));
        FakeService stranger =
            new FakeService(exchange -> FakeService.answer(exchange, 404, "<html>no</html>"));
        FakeService nonsense =
            new FakeService(exchange -> FakeService.answer(exchange, 200, "<html>hi</html>"));
        RemoteHome first = older.home();
        RemoteHome second = stranger.home();
        RemoteHome third = nonsense.home()) {
      assertThat(failure(() -> first.snapshots().show("raw@1")).advice().toString())
          .contains("may be older than this program");
      assertThat(failure(() -> second.snapshots().show("raw@1")))
          .hasMessageContaining("not as a service of Hevelius does");
      assertThat(failure(() -> third.snapshots().show("raw@1")))
          .hasMessageContaining("can't be understood");
    }
  }

  @Test
  void contentThatBreaksOffIsNeverTakenForAllOfIt() throws Exception {
    try (FakeService service =
            new FakeService(
                exchange -> {
                  exchange.sendResponseHeaders(200, 1000);
                  FakeService.write(exchange.getResponseBody(), "only this");
                });
        RemoteHome home = service.home();
        SnapshotTree tree = home.trees().open(snapshot(1))) {
      TreeEntry file =
          new TreeEntry("a", TreeEntry.Type.FILE, 1000, Instant.EPOCH, 0644, 0, 0, null, null);
      Throwable broken;
      try (InputStream content = tree.open(file)) {
        broken = org.assertj.core.api.Assertions.catchThrowable(content::readAllBytes);
      }
      assertThat(broken).isInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void namesThatBreakOffAreNotAllOfThem() throws Exception {
    try (FakeService service =
            new FakeService(exchange -> FakeService.answer(exchange, 200, "{\"items\":[\n]"));
        RemoteHome home = service.home()) {
      assertThat(
              failure(() -> home.finds().find("*", null, 10, _ -> {}, Progress.NONE, () -> false)))
          .hasMessageContaining("can't be understood");
    }
  }

  @Test
  void nobodyThereIsSaidWithWhatIsSafe() throws Exception {
    FakeService gone = new FakeService(exchange -> {});
    try (RemoteHome home = gone.home()) {
      gone.close();
      HeveliusException failure = failure(() -> create(home));
      assertThat(failure).hasMessageContaining("can't be reached");
      assertThat(failure.advice().toString()).contains("nothing was changed");
    }
  }
}
