package org.hevelius.repository.restore;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.hevelius.repository.restore.RestoreAction.Kind;

/** What a running restore has done so far; read by progress displays at any time. */
public final class RestoreCounters {
  private final Map<Kind, LongAdder> actions = new EnumMap<>(Kind.class);
  private final Map<Kind, LongAdder> bytes = new EnumMap<>(Kind.class);
  final LongAdder bytesWritten = new LongAdder();
  final LongAdder bytesShared = new LongAdder();
  final LongAdder filesWritten = new LongAdder();
  final LongAdder filesVerified = new LongAdder();

  /** Makes counters that stand at zero. */
  public RestoreCounters() {
    for (Kind kind : Kind.values()) {
      actions.put(kind, new LongAdder());
      bytes.put(kind, new LongAdder());
    }
  }

  void count(RestoreAction action) {
    adder(actions, action.kind()).increment();
    adder(bytes, action.kind()).add(action.bytes());
  }

  private static LongAdder adder(Map<Kind, LongAdder> map, Kind kind) {
    return Objects.requireNonNull(map.get(kind));
  }

  /** Actions of a kind so far. */
  public long count(Kind kind) {
    return adder(actions, kind).sum();
  }

  /** Bytes of the actions of a kind so far. */
  public long bytes(Kind kind) {
    return adder(bytes, kind).sum();
  }

  /** Bytes of content written so far; holes and what was equal already don't count. */
  public long bytesWritten() {
    return bytesWritten.sum();
  }

  /** Bytes of content that share their blocks with the snapshot's, and so took no writing. */
  public long bytesShared() {
    return bytesShared.sum();
  }

  /** Files whose content was written completely. */
  public long filesWritten() {
    return filesWritten.sum();
  }

  /** Files that were read back and found equal. */
  public long filesVerified() {
    return filesVerified.sum();
  }
}
