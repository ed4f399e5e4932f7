package org.hevelius.repository.index;

import java.util.concurrent.atomic.AtomicLongArray;

/** A set of entries of an index; 1 bit an entry. Safe for use by several threads. */
public final class EntrySet {
  private final AtomicLongArray words;

  /** An empty set of entries below {@code size}. */
  public EntrySet(int size) {
    words = new AtomicLongArray((size + 63) >>> 6);
  }

  /** Adds an entry; false if it was there. */
  public boolean add(int entry) {
    long bit = 1L << entry;
    return (words.getAndAccumulate(entry >>> 6, bit, (a, b) -> a | b) & bit) == 0;
  }

  /** Whether the entry is there. */
  public boolean contains(int entry) {
    return (words.get(entry >>> 6) & 1L << entry) != 0;
  }

  /** Number of entries. */
  public int count() {
    int count = 0;
    for (int i = 0; i < words.length(); i++) {
      count += Long.bitCount(words.get(i));
    }
    return count;
  }
}
