package org.hevelius.core.compare;

/**
 * The old rows as hashes. A row's id is made of its key and of how many rows with the same key came
 * before it; only keys that come more than once need a counter.
 */
final class TableRows {
  private static final long SEEN = 1;

  private final LongTable rows = new LongTable();
  private final LongTable repeats = new LongTable();
  private final LongTable newRepeats = new LongTable();
  private final LongTable oldAgain = new LongTable();
  private long seen;

  void remember(String key, long hash) {
    long name = Hashes.of(key);
    long number = 0;
    if (rows.contains(id(name, 0))) {
      number = repeats.value(name) + 1;
      repeats.put(name, number);
    }
    rows.put(id(name, number), hash & ~SEEN);
  }

  /** The id of the next new row with this key. */
  long idOfNew(String key) {
    long name = Hashes.of(key);
    if (!seen(id(name, 0))) {
      return id(name, 0);
    }
    long number = newRepeats.value(name) + 1;
    newRepeats.put(name, number);
    return id(name, number);
  }

  /** The id of the next old row with this key, when the old rows are read once more. */
  long idOfOldAgain(String key) {
    long name = Hashes.of(key);
    if (!repeats.contains(name)) {
      return id(name, 0);
    }
    long number = oldAgain.value(name);
    oldAgain.put(name, number + 1);
    return id(name, number);
  }

  boolean contains(long id) {
    return rows.contains(id);
  }

  boolean seen(long id) {
    return (rows.value(id) & SEEN) != 0;
  }

  /** Marks a row as being in the new version; answers whether it is the same there. */
  boolean see(long id, long hash) {
    long old = rows.value(id);
    rows.put(id, old | SEEN);
    seen++;
    return old == (hash & ~SEEN);
  }

  /** How many old rows the new version does not have. */
  long unseen() {
    return rows.size() - seen;
  }

  private static long id(long name, long number) {
    return Hashes.mix(name, number);
  }
}
