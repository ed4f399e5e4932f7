package org.hevelius.repository.check;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.EntrySet;
import org.jspecify.annotations.Nullable;

/**
 * The blobs without a sound copy, and the causes: numbers from 0 on, one for each finding that
 * wants to know its impact. Filled by one thread at a time.
 */
public final class LostBlobs {
  private final Map<Key, BitSet> causes = new HashMap<>();
  private final Map<Integer, Set<Key>> needed = new HashMap<>();

  private record Key(BlobType type, Id id) {}

  /** Makes an empty set. */
  public LostBlobs() {}

  /** Whether no blob is lost. */
  public boolean isEmpty() {
    return causes.isEmpty();
  }

  /** Adds a blob that is lost for a cause. */
  public synchronized void add(BlobType type, Id id, int cause) {
    causes.computeIfAbsent(new Key(type, id), _ -> new BitSet()).set(cause);
  }

  /** Adds the blob of a bad entry if all its entries are bad. */
  public void addIfNoCopyIsSound(BlobIndex index, int entry, EntrySet bad, int cause) {
    BlobType type = index.type(entry);
    Id id = index.id(entry);
    for (int e = index.find(type, id); e != BlobIndex.NONE; e = index.findNext(e)) {
      if (!bad.contains(e)) {
        return;
      }
    }
    add(type, id, cause);
  }

  /** Whether a blob is lost. */
  public boolean contains(BlobType type, Id id) {
    return causes.containsKey(new Key(type, id));
  }

  /** The causes for which a blob is lost, or null; a snapshot needs it. */
  @Nullable BitSet need(BlobType type, Id id) {
    Key key = new Key(type, id);
    BitSet found = causes.get(key);
    if (found != null) {
      found.stream().forEach(c -> needed.computeIfAbsent(c, _ -> new HashSet<>()).add(key));
    }
    return found;
  }

  /** How many blobs that snapshots need are lost for a cause. */
  int needed(int cause) {
    return needed.getOrDefault(cause, Set.of()).size();
  }
}
