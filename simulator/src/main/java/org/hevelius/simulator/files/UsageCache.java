package org.hevelius.simulator.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What directories take, counted at most once in a moment. */
public final class UsageCache {
  private static final Duration FRESH = Duration.ofMillis(500);

  private record Counted(Trees.Usage usage, long at) {}

  private final Map<Path, Counted> counted = new ConcurrentHashMap<>();

  /** What a tree takes; nothing when there is none. */
  public Trees.Usage of(Path tree) {
    return counted
        .compute(
            tree,
            (path, before) ->
                before != null && System.nanoTime() - before.at() < FRESH.toNanos()
                    ? before
                    : new Counted(Trees.usage(path), System.nanoTime()))
        .usage();
  }

  /** Forgets what was counted. */
  public void clear() {
    counted.clear();
  }
}
