package org.hevelius.server.api;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Principal;
import org.hevelius.server.http.ProblemException;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;

/**
 * Answers a request that is repeated with the same {@code Idempotency-Key} as the first time, also
 * while the first is still being answered. A failure isn't remembered: the repetition tries again.
 * The newest keys are remembered, for as long as the service runs.
 */
final class Idempotency {
  private static final int KEYS = 1_000;
  private static final int LONGEST = 200;

  private record Entry(String digest, CompletableFuture<Response> answer) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** The answer to a request. */
  Response once(Request request, Principal caller, Supplier<Response> work) {
    Optional<String> key = request.header("Idempotency-Key");
    if (key.isEmpty()) {
      return work.get();
    }
    String text = key.orElseThrow();
    if (text.isBlank() || text.length() > LONGEST) {
      throw new HeveliusException(
          Category.INVALID, "an Idempotency-Key has 1 to " + LONGEST + " characters");
    }
    String place = caller.name() + "\n" + request.method() + " " + request.path() + "\n" + text;
    Entry mine = new Entry(digest(request), new CompletableFuture<>());
    Optional<Entry> first = remember(place, mine);
    if (first.isPresent()) {
      return repeat(first.orElseThrow(), mine);
    }
    try {
      Response response = work.get();
      mine.answer().complete(response);
      return response;
    } catch (RuntimeException e) {
      forget(place, mine);
      mine.answer().completeExceptionally(e);
      throw e;
    }
  }

  private static Response repeat(Entry first, Entry mine) {
    if (!first.digest().equals(mine.digest())) {
      throw new ProblemException(
          422,
          "key_reused",
          Category.INVALID,
          "the Idempotency-Key was used for another request",
          "nothing was changed; take a new key for each thing that you want done");
    }
    try {
      return first.answer().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static String digest(Request request) {
    return Etags.digest(request.body().read())
        + Etags.digest(
            (request.query() + request.header("If-Match").orElse(""))
                .getBytes(StandardCharsets.UTF_8));
  }

  /** The entry that was there already; else this one is, from now on. */
  private synchronized Optional<Entry> remember(String place, Entry mine) {
    Entry first = entries.putIfAbsent(place, mine);
    Iterator<Entry> oldest = entries.values().iterator();
    while (entries.size() > KEYS && oldest.hasNext()) {
      if (oldest.next().answer().isDone()) {
        oldest.remove();
      }
    }
    return Optional.ofNullable(first);
  }

  private synchronized void forget(String place, Entry mine) {
    boolean _ = entries.remove(place, mine);
  }
}
