package org.hevelius.server.api;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
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
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.request.KeyedRequest;
import org.hevelius.core.usecase.RequestKeys;
import org.hevelius.server.http.ProblemException;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a request that is repeated with the same {@code Idempotency-Key} as the first time, also
 * while the first is still being answered. A failure isn't remembered: the repetition tries again.
 * The newest keys are remembered here; all of them in the catalog, so that another node, or this
 * one after it was started anew, does nothing twice either: it tells how a run ended, or that its
 * end isn't known.
 */
final class Idempotency {
  private static final int KEYS = 1_000;
  private static final int LONGEST = 200;

  private record Entry(String digest, CompletableFuture<Response> answer) {}

  /** A longer answer is kept without what the run gave. */
  private static final int LONGEST_BODY = 256 * 1024;

  private final RequestKeys keys;
  private final Runs runs;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  Idempotency(RequestKeys keys, Runs runs) {
    this.keys = keys;
    this.runs = runs;
  }

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
    String stored = Etags.digest(place.getBytes(StandardCharsets.UTF_8));
    boolean undone = false;
    try {
      Optional<KeyedRequest> before = keys.begin(stored, mine.digest());
      undone = before.isEmpty();
      Response response = undone ? work.get() : known(before.orElseThrow(), mine);
      if (undone) {
        undone = false;
        keep(stored, response);
      }
      mine.answer().complete(response);
      return response;
    } catch (RuntimeException e) {
      if (undone) {
        keys.forget(stored);
      }
      forget(place, mine);
      mine.answer().completeExceptionally(e);
      throw e;
    }
  }

  /** Notes an answer at once, and that of a run when it has ended. */
  private void keep(String place, Response response) {
    if (!(response.body() instanceof Response.Document(Object value))) {
      return;
    }
    String location =
        response.headers().stream()
            .filter(header -> header.name().equals("Location"))
            .map(Response.Header::value)
            .findFirst()
            .orElse("");
    if (value instanceof Run.View run) {
      runs.get(run.id())
          .whenEnded(
              end ->
                  keys.answer(
                      place, new KeyedRequest.Answer(response.status(), location, text(end))));
    } else {
      keys.answer(
          place, new KeyedRequest.Answer(response.status(), location, JsonOutput.line(value)));
    }
  }

  private static String text(Run.View end) {
    String whole = JsonOutput.line(end);
    return whole.length() <= LONGEST_BODY ? whole : JsonOutput.line(end.withoutResult());
  }

  /** The answer of whoever began it, if it is known. */
  private static Response known(KeyedRequest before, Entry mine) {
    requireSame(before.digest(), mine);
    KeyedRequest.Answer answer = before.answer();
    if (answer == null) {
      throw new ProblemException(
          409,
          "outcome_unknown",
          Category.CONFLICT,
          "this request was begun at %s under its Idempotency-Key, and how it ended isn't known here"
              .formatted(before.begun().truncatedTo(ChronoUnit.SECONDS)),
          "this repetition did nothing; it may still run at another node, or was interrupted with"
              + " the service",
          "look at what is there; to have it done again, send it under a new key");
    }
    Response response = Response.of(answer.status(), JsonMapper.shared().readTree(answer.body()));
    return answer.location().isEmpty() ? response : response.with("Location", answer.location());
  }

  private static void requireSame(String digest, Entry mine) {
    if (!digest.equals(mine.digest())) {
      throw new ProblemException(
          422,
          "key_reused",
          Category.INVALID,
          "the Idempotency-Key was used for another request",
          "nothing was changed; take a new key for each thing that you want done");
    }
  }

  private static Response repeat(Entry first, Entry mine) {
    requireSame(first.digest(), mine);
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
