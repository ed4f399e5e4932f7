package org.hevelius.core.compare;

/** A map of long to long in two arrays, 32 bytes per entry at most when it has just grown. */
final class LongTable {
  private long[] keys = new long[1024];
  private long[] values = new long[1024];
  private int size;

  int size() {
    return size;
  }

  boolean contains(long key) {
    return keys[slot(key(key))] != 0;
  }

  /** The value of a key, or 0 when it is not there. */
  long value(long key) {
    int slot = slot(key(key));
    return keys[slot] == 0 ? 0 : values[slot];
  }

  void put(long key, long value) {
    int slot = slot(key(key));
    if (keys[slot] == 0) {
      if (size * 2 >= keys.length) {
        grow();
        slot = slot(key(key));
      }
      keys[slot] = key(key);
      size++;
    }
    values[slot] = value;
  }

  /** 0 marks a free slot. */
  private static long key(long key) {
    return key == 0 ? 1 : key;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) (key ^ (key >>> 32)) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new long[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
