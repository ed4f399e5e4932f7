package org.hevelius.repository.check;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a running check has done so far; read by progress displays at any time. */
public final class CheckCounters {
  /** What a check is doing. */
  public enum Phase {
    /** Reads snapshots and indexes. */
    LOADING,
    /** Walks the trees. */
    TREES,
    /** Reads packs. */
    DATA,
    /** Finds out what the damage means for the snapshots. */
    IMPACT,
    /** Has ended. */
    DONE
  }

  final LongAdder trees = new LongAdder();
  final LongAdder packs = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder findings = new LongAdder();
  final LongAdder errors = new LongAdder();
  final AtomicLong packsTotal = new AtomicLong();
  final AtomicLong bytesTotal = new AtomicLong();
  private volatile Phase phase = Phase.LOADING;

  /** Makes counters that stand at zero. */
  public CheckCounters() {}

  void enter(Phase next) {
    phase = next;
  }

  /** What the check is doing now. */
  public Phase phase() {
    return phase;
  }

  /** Trees read. */
  public long trees() {
    return trees.sum();
  }

  /** Packs read and verified. */
  public long packs() {
    return packs.sum();
  }

  /** Packs to be read and verified; 0 before that is known. */
  public long packsTotal() {
    return packsTotal.get();
  }

  /** Bytes of packs read and verified. */
  public long bytes() {
    return bytes.sum();
  }

  /** Bytes of packs to be read and verified; 0 before that is known. */
  public long bytesTotal() {
    return bytesTotal.get();
  }

  /** Findings of any kind so far; damaged packs are counted at the end. */
  public long findings() {
    return findings.sum();
  }

  /** Findings of severity {@code ERROR} so far. */
  public long errors() {
    return errors.sum();
  }
}
