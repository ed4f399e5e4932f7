package org.hevelius.core.request;

import java.time.Instant;
import java.util.Optional;
import org.hevelius.core.HeveliusException;

/**
 * The keys of requests. Stands in the catalog, under the same promises of atomicity, concurrency
 * and errors ({@link HeveliusException}): of several who begin the same request at once, on however
 * many nodes, one begins it. Nothing of it is audited; what the requests do is.
 */
public interface KeyStore {
  /**
   * Begins a request, unless one of its place was begun before; what has expired is forgotten.
   *
   * @param request without an answer
   * @param now the time that expiry is judged by
   * @return the one that was begun before; nothing when this one is, from now on
   */
  Optional<KeyedRequest> begin(KeyedRequest request, Instant now);

  /** Notes how a request ended that this node began; an answer that is there is replaced. */
  void answer(String place, String node, KeyedRequest.Answer answer);

  /** Forgets a request that this node began and that did nothing. */
  void forget(String place, String node);
}
