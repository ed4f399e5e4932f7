package org.hevelius.simulator.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What directories take. A count that takes long is good for a while. */
public final class UsageCache {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final int REST = 10;

  private record Counted(Trees.Usage usage, long took, long at) {
    boolean isFresh(long now) {
      return took > SHORT.toNanos() && now - at < REST * took;
    }
  }

  private final Map<Path, Counted> counted = new ConcurrentHashMap<>();

  /** What a tree takes; nothing when there is none. */
  public Trees.Usage of(Path tree) {
    return counted
        .compute(
            tree,
            (path, before) ->
                before != null && before.isFresh(System.nanoTime()) ? before : count(path))
        .usage();
  }

  private static Counted count(Path tree) {
    long began = System.nanoTime();
    Trees.Usage usage = Trees.usage(tree);
    long now = System.nanoTime();
    return new Counted(usage, now - began, now);
  }

  /** Forgets what was counted. */
  public void clear() {
    counted.clear();
  }
}
