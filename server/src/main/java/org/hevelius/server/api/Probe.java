package org.hevelius.server.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hevelius.core.HeveliusException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one thing that must work, in a thread of its own: a file system that hangs holds that
 * thread and nobody else. While one look hangs no second one begins.
 */
final class Probe {
  /** How long a look may take before the thing counts as unreachable. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  private static final Duration FRESH = Duration.ofSeconds(5);

  /** Fails by throwing when the thing doesn't work. */
  @FunctionalInterface
  interface Look {
    /** Looks. */
    void look();
  }

  /** What a look found; the problem is empty when all is well. */
  record Found(String problem, Instant time) {}

  private final String name;
  private final Look look;
  private final Clock clock;
  private final Duration limit;
  private @Nullable CompletableFuture<Found> looking;

  Probe(String name, Look look, Clock clock, Duration limit) {
    this.name = name;
    this.look = look;
    this.clock = clock;
    this.limit = limit;
  }

  String name() {
    return name;
  }

  /** Begins to look; what is found is asked for later. */
  void start() {
    var _ = begin();
  }

  /** Begins to look unless it looks already or has looked just now. */
  synchronized CompletableFuture<Found> begin() {
    CompletableFuture<Found> known = looking;
    if (known != null && (!known.isDone() || isFresh(known.join()))) {
      return known;
    }
    CompletableFuture<Found> found = new CompletableFuture<>();
    looking = found;
    var _ = Thread.ofPlatform().name("probe").daemon().start(() -> found.complete(looked()));
    return found;
  }

  private boolean isFresh(Found found) {
    return Duration.between(found.time(), clock.instant()).abs().compareTo(FRESH) < 0;
  }

  private Found looked() {
    String problem = "";
    try {
      look.look();
    } catch (HeveliusException e) {
      problem = String.valueOf(e.getMessage());
    } catch (RuntimeException | Error e) {
      problem = e.toString();
    }
    return new Found(problem, clock.instant());
  }

  /** What is wrong, waiting for it no longer than the limit; empty when all is well. */
  String problem() {
    try {
      return begin().get(limit.toMillis(), TimeUnit.MILLISECONDS).problem();
    } catch (TimeoutException e) {
      return "no answer within " + limit.toMillis() + " ms";
    } catch (ExecutionException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "it was not waited for";
    }
  }
}
