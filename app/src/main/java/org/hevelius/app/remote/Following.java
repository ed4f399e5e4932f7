package org.hevelius.app.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.Progress;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Waits for the end of a run of the service: shows its progress, asks it to stop when the user
 * wants that, and takes up its events again when the connection breaks.
 */
final class Following {
  private static final long POLL_MILLIS = 100;

  /** The service says at least every 15 s that it is still there. */
  private static final long SILENCE_MILLIS = 60_000;

  private static final int RECONNECTIONS = 5;

  private record Step(String phase, long files, long totalFiles, long bytes, long totalBytes) {}

  /**
   * What came.
   *
   * @param run the run at its end; null for progress and signs of life
   * @param step null for signs of life
   * @param broken why nothing more comes on this connection
   */
  private record News(@Nullable JsonNode run, @Nullable Step step, @Nullable IOException broken) {}

  private final Connection connection;
  private final String run;
  private final Progress progress;
  private final BooleanSupplier canceled;
  private final LinkedBlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable Step> now = new AtomicReference<>();
  private volatile String lastEvent = "0";
  private Progress.@Nullable Phase phase;
  private String phaseName = "";
  private boolean told;

  private Following(
      Connection connection, String run, Progress progress, BooleanSupplier canceled) {
    this.connection = connection;
    this.run = run;
    this.progress = progress;
    this.canceled = canceled;
  }

  /**
   * The result of a run that was accepted.
   *
   * @throws HeveliusException what the run ended with; UNAVAILABLE when its end can't be learned
   */
  static JsonNode end(
      Connection connection,
      Connection.Answer accepted,
      Progress progress,
      BooleanSupplier canceled) {
    JsonNode run = accepted.as(JsonNode.class);
    Following following =
        new Following(connection, run.path("id").asString(""), progress, canceled);
    if (!run.path("state").asString("RUNNING").equals("RUNNING")) {
      return following.result(run);
    }
    try {
      return following.follow();
    } finally {
      following.endPhase();
    }
  }

  private JsonNode follow() {
    for (int failures = 0; ; failures++) {
      InputStream events = open(failures);
      Thread reader = Thread.ofVirtual().start(() -> read(events));
      try {
        JsonNode end = await();
        if (end != null) {
          return result(end);
        }
      } finally {
        reader.interrupt();
        close(events);
      }
      Connection.pause(POLL_MILLIS << failures);
    }
  }

  private InputStream open(int failures) {
    if (failures > RECONNECTIONS) {
      throw lost(null);
    }
    try {
      return connection.stream(
          Ask.of("runs/" + run + "/events"),
          "Last-Event-ID",
          lastEvent,
          "Accept",
          "text/event-stream");
    } catch (HeveliusException e) {
      if (e.category() == Category.UNAVAILABLE || e.category() == Category.NOT_FOUND) {
        throw lost(e);
      }
      throw e;
    }
  }

  private HeveliusException lost(@Nullable Exception cause) {
    String message =
        "the service %s was lost while it worked (run %s)".formatted(connection.service(), run);
    List<String> advice =
        List.of(
            "it may have done all of it, or be doing it; a service that ends does nothing by"
                + " halves",
            "look before you repeat it: hevelius list");
    return cause == null
        ? new HeveliusException(Category.UNAVAILABLE, message, advice.toArray(String[]::new))
        : new HeveliusException(Category.UNAVAILABLE, message, advice, cause);
  }

  /** The run at its end; null when the connection broke. */
  private @Nullable JsonNode await() {
    long silent = 0;
    while (silent < SILENCE_MILLIS) {
      News next = take();
      cancelWhenAsked();
      if (next == null) {
        silent += POLL_MILLIS;
        continue;
      }
      silent = 0;
      if (next.broken() != null) {
        return null;
      }
      if (next.run() != null) {
        return next.run();
      }
      if (next.step() != null) {
        show(next.step());
      }
    }
    return null;
  }

  private @Nullable News take() {
    try {
      return news.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeveliusException(
          Category.CANCELED, "waiting for run " + run + " was given up", List.of(), e);
    }
  }

  private void cancelWhenAsked() {
    if (canceled.getAsBoolean() && !told) {
      told = true;
      try {
        var _ = connection.change("DELETE", Ask.of("runs/" + run), null, Map.of());
      } catch (HeveliusException e) {
        if (e.category() != Category.CONFLICT) {
          throw e;
        }
        // It has just ended by itself.
      }
    }
  }

  private void show(Step step) {
    now.set(step);
    if (!step.phase().equals(phaseName)) {
      endPhase();
      phaseName = step.phase();
      phase = progress.begin(phaseName, this::state);
    }
  }

  private Progress.State state() {
    Step step = Objects.requireNonNull(now.get());
    return new Progress.State(
        step.files(), step.totalFiles(), step.bytes(), step.totalBytes(), null);
  }

  private void endPhase() {
    Progress.Phase open = phase;
    phase = null;
    if (open != null) {
      open.close();
    }
  }

  private JsonNode result(JsonNode end) {
    JsonNode problem = end.path("problem");
    if (problem.isObject()) {
      throw Problems.of(
          connection.service(), Wire.MAPPER.treeToValue(problem, Problems.Problem.class));
    }
    return end.path("result");
  }

  private void read(InputStream events) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
      String name = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          accept(name, line.substring(6));
        } else if (line.startsWith("id: ")) {
          lastEvent = line.substring(4);
        } else if (line.startsWith(":")) {
          news.add(new News(null, null, null));
        }
      }
      news.add(new News(null, null, new IOException("the events ended before the run did")));
    } catch (IOException e) {
      news.add(new News(null, null, e));
    } catch (RuntimeException e) {
      news.add(new News(null, null, new IOException(e)));
    }
  }

  private void accept(String name, String data) {
    switch (name) {
      case "progress" -> news.add(new News(null, Wire.MAPPER.readValue(data, Step.class), null));
      case "end" -> news.add(new News(Wire.MAPPER.readTree(data), null, null));
      default -> {}
    }
  }

  private static void close(InputStream events) {
    try {
      events.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }
}
