package org.hevelius.app;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.runner.Chore;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.providers.inbox.EventInbox;
import org.jspecify.annotations.Nullable;

/**
 * Joins the directory into which other programs drop events, with the thread that takes them in.
 */
final class WiringEvents implements AutoCloseable {
  private static final String ACTOR = "drop-directory";
  private static final long PATIENCE_SECONDS = 20;

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("events").daemon().factory());
  private final List<Chore> chores;

  /**
   * Looks into a directory with each beat.
   *
   * @param directory null for none
   */
  WiringEvents(Hevelius home, @Nullable Path directory, Consumer<String> log) {
    chores =
        directory == null
            ? List.of()
            : List.of(
                new EventInbox(
                    directory,
                    (request, stop) ->
                        home.as(ACTOR).events().emit(request, _ -> true, Progress.NONE, stop),
                    worker,
                    log));
  }

  /** What is done with each beat. */
  List<Chore> chores() {
    return chores;
  }

  /** Waits for what is being taken in; the runner has told it to stop before. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      boolean _ = worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
