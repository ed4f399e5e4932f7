package org.hevelius.core.notify;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How deliveries ended since the program started. */
public final class DeliveryCounts {
  /** How an attempt ended. */
  public enum Result {
    /** It was taken. */
    DELIVERED,
    /** It is going to be tried again. */
    RETRIED,
    /** It was given up. */
    FAILED
  }

  /** How many attempts on a channel ended so. */
  public record Count(String channel, Result result, long attempts) {}

  private record Key(String channel, Result result) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byChannel = channel.compareTo(other.channel);
      return byChannel != 0 ? byChannel : result.compareTo(other.result);
    }
  }

  private final Map<Key, LongAdder> counts = new ConcurrentSkipListMap<>();

  DeliveryCounts(List<ChannelSettings> channels) {
    for (ChannelSettings channel : channels) {
      for (Result result : Result.values()) {
        counts.put(new Key(channel.name(), result), new LongAdder());
      }
    }
  }

  void add(String channel, Result result) {
    counts.computeIfAbsent(new Key(channel, result), _ -> new LongAdder()).increment();
  }

  /** All counts, sorted by channel and result. */
  public List<Count> all() {
    return counts.entrySet().stream()
        .map(
            entry ->
                new Count(
                    entry.getKey().channel(), entry.getKey().result(), entry.getValue().sum()))
        .toList();
  }
}
