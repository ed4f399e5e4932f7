package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.request.KeyStore;
import org.hevelius.core.request.KeyedRequest;

/** Remembers for one node which requests were begun under a key, beyond its own end. */
public final class RequestKeys {
  /** How long a key is remembered. */
  public static final Duration LIFE = Duration.ofHours(24);

  private final Context context;
  private final String node;

  /**
   * Keys over these parts.
   *
   * @param node names this node; another one after each start
   */
  RequestKeys(Context context, String node) {
    this.context = context;
    this.node = node;
  }

  private KeyStore store() {
    return context.catalog().requestKeys();
  }

  /**
   * Begins a request, unless it was begun before. A catalog that can only be read remembers
   * nothing, so that what can still be done then is done.
   *
   * @param place names caller, resource and key together
   * @param digest of all that the request says
   * @return the request of that place that was begun before, by whichever node
   */
  public Optional<KeyedRequest> begin(String place, String digest) {
    if (context.catalog().isReadOnly()) {
      return Optional.empty();
    }
    Instant now = context.clock().instant();
    return store().begin(new KeyedRequest(place, digest, node, now, now.plus(LIFE), null), now);
  }

  /**
   * Notes how a request ended. Where that fails a repetition is told that the end isn't known,
   * which is safe; so it is no failure of the request.
   */
  public void answer(String place, KeyedRequest.Answer answer) {
    try {
      store().answer(place, node, answer);
    } catch (HeveliusException e) {
      return;
    }
  }

  /** Forgets a request that did nothing, so that it can be tried again. */
  public void forget(String place) {
    try {
      store().forget(place, node);
    } catch (HeveliusException e) {
      return;
    }
  }
}
