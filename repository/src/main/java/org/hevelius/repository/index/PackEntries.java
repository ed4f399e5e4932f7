package org.hevelius.repository.index;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hevelius.repository.format.PackedBlob;

/**
 * The entries of an index by pack, as the index was when this was made; 4 bytes an entry. Safe for
 * use by several threads.
 */
public final class PackEntries {
  private final BlobIndex index;
  private final int[] starts;
  private final IntBuffer entries;

  /** Sorts the entries of an index by pack. */
  public PackEntries(BlobIndex index) {
    this.index = index;
    synchronized (index) {
      int packs = index.packCount();
      int count = index.size();
      starts = new int[packs + 1];
      entries = index.space().ints(count);
      for (int e = 0; e < count; e++) {
        starts[index.packNumber(e) + 1]++;
      }
      for (int p = 0; p < packs; p++) {
        starts[p + 1] += starts[p];
      }
      int[] next = Arrays.copyOf(starts, packs);
      for (int e = 0; e < count; e++) {
        entries.put(next[index.packNumber(e)]++, e);
      }
    }
  }

  /** Number of packs. */
  public int packs() {
    return starts.length - 1;
  }

  /** The entries of a pack, ordered by offset. */
  public int[] of(int pack) {
    long[] keys = new long[starts[pack + 1] - starts[pack]];
    for (int i = 0; i < keys.length; i++) {
      int entry = entries.get(starts[pack] + i);
      keys[i] = (long) index.blob(entry).offset() << 32 | entry;
    }
    Arrays.sort(keys);
    int[] sorted = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      sorted[i] = (int) keys[i];
    }
    return sorted;
  }

  /** The blobs of a pack, ordered by offset. */
  public List<PackedBlob> blobs(int pack) {
    int[] sorted = of(pack);
    List<PackedBlob> blobs = new ArrayList<>(sorted.length);
    for (int entry : sorted) {
      blobs.add(index.blob(entry));
    }
    return blobs;
  }
}
