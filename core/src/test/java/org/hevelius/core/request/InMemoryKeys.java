package org.hevelius.core.request;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The keys of requests in memory. */
public final class InMemoryKeys implements KeyStore {
  private final Map<String, KeyedRequest> requests = new HashMap<>();

  @Override
  public synchronized Optional<KeyedRequest> begin(KeyedRequest request, Instant now) {
    requests.values().removeIf(one -> !one.expires().isAfter(now));
    return Optional.ofNullable(requests.putIfAbsent(request.place(), request));
  }

  @Override
  public synchronized void answer(String place, String node, KeyedRequest.Answer answer) {
    requests.computeIfPresent(
        place,
        (_, old) ->
            old.node().equals(node)
                ? new KeyedRequest(place, old.digest(), node, old.begun(), old.expires(), answer)
                : old);
  }

  @Override
  public synchronized void forget(String place, String node) {
    requests.computeIfPresent(place, (_, old) -> old.node().equals(node) ? null : old);
  }
}
