package org.hevelius.repository.index;

import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackedBlob;

/**
 * Where every blob lies: an open-addressing hash table over pages, about 55 bytes a blob, without
 * an object per blob. A large one continues in a mapped file. An entry is named by its number;
 * numbers are dense, from 0, and stay. Safe for use by several threads.
 *
 * <p>A blob that lies in several packs has several entries; {@link #find} gives the first, {@link
 * #findNext} the others, and any of them is good.
 */
public final class BlobIndex {
  /** No such entry. */
  public static final int NONE = -1;

  private static final int PAGE_BITS = 13;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int WORDS = 6;
  private static final int TREE = 1 << 31;

  private final IndexSpace space;
  private final List<LongBuffer> pages = new ArrayList<>();
  private final List<Id> packs = new ArrayList<>();
  private final Map<Id, Integer> packNumbers = new HashMap<>();
  private final Set<Key> reserved = new HashSet<>();

  /** One more than the entry's number; 0 where there is none. */
  private IntBuffer slots;

  private int count;

  private record Key(BlobType type, Id id) {}

  /** Makes an empty index. */
  public BlobIndex() {
    this(IndexSpace.standard());
  }

  BlobIndex(IndexSpace space) {
    this.space = space;
    this.slots = space.ints(1 << 12);
  }

  /** Where tables of this index's size go. */
  IndexSpace space() {
    return space;
  }

  /** Number of entries. */
  public synchronized int size() {
    return count;
  }

  /** The packs, by number. */
  public synchronized List<Id> packs() {
    return List.copyOf(packs);
  }

  /** Adds the blobs of a pack. */
  public synchronized void addAll(Id pack, List<PackedBlob> blobs) {
    for (PackedBlob blob : blobs) {
      add(pack, blob);
    }
  }

  /** Number of packs; their numbers run from 0. */
  public synchronized int packCount() {
    return packs.size();
  }

  /** Id of the pack with this number. */
  public synchronized Id packAt(int number) {
    return packs.get(number);
  }

  /** Number of a pack, or {@link #NONE}. */
  public synchronized int packNumber(Id pack) {
    return packNumbers.getOrDefault(pack, NONE);
  }

  /** Adds a blob of a pack; one that is there already in that pack and place is passed over. */
  public synchronized void add(Id pack, PackedBlob blob) {
    int packNumber = packNumbers.computeIfAbsent(pack, this::newPack);
    for (int e = search(blob.type(), blob.id(), NONE);
        e != NONE;
        e = search(blob.type(), blob.id(), e)) {
      if (pack(e) == packNumber && offset(e) == blob.offset()) {
        return;
      }
    }
    if (count >= pages.size() << PAGE_BITS) {
      pages.add(space.longs(PAGE * WORDS));
    }
    if ((long) count * 5 > (long) slots.capacity() * 3) {
      grow();
    }
    LongBuffer page = pages.get(count >> PAGE_BITS);
    int at = (count & (PAGE - 1)) * WORDS;
    page.put(at, blob.id().a());
    page.put(at + 1, blob.id().b());
    page.put(at + 2, blob.id().c());
    page.put(at + 3, blob.id().d());
    page.put(
        at + 4,
        (long) (packNumber | (blob.type() == BlobType.TREE ? TREE : 0)) << 32 | blob.offset());
    page.put(at + 5, (long) blob.length() << 32 | blob.uncompressedLength());
    slots.put(freeSlot(blob.id().a()), ++count);
    reserved.remove(new Key(blob.type(), blob.id()));
  }

  private Integer newPack(Id id) {
    packs.add(id);
    return packs.size() - 1;
  }

  private void grow() {
    IntBuffer before = slots;
    slots = space.ints(before.capacity() * 2);
    space.released(before);
    for (int e = 0; e < count; e++) {
      slots.put(freeSlot(word(e, 0)), e + 1);
    }
  }

  private int freeSlot(long a) {
    int slot = (int) (a >>> 32) & (slots.capacity() - 1);
    while (slots.get(slot) != 0) {
      slot = (slot + 1) & (slots.capacity() - 1);
    }
    return slot;
  }

  /** Entries with one hash stand in one run of slots in the order in which they came. */
  private int search(BlobType type, Id id, int after) {
    int slot = (int) (id.a() >>> 32) & (slots.capacity() - 1);
    boolean passed = after == NONE;
    for (int e = slots.get(slot) - 1; e != NONE; e = slots.get(slot) - 1) {
      if (passed && matches(e, type, id)) {
        return e;
      }
      passed |= e == after;
      slot = (slot + 1) & (slots.capacity() - 1);
    }
    return NONE;
  }

  private boolean matches(int e, BlobType type, Id id) {
    LongBuffer page = pages.get(e >> PAGE_BITS);
    int at = (e & (PAGE - 1)) * WORDS;
    return page.get(at) == id.a()
        && page.get(at + 1) == id.b()
        && page.get(at + 2) == id.c()
        && page.get(at + 3) == id.d()
        && (page.get(at + 4) < 0) == (type == BlobType.TREE);
  }

  private long word(int e, int word) {
    return pages.get(e >> PAGE_BITS).get((e & (PAGE - 1)) * WORDS + word);
  }

  private int pack(int e) {
    return (int) (word(e, 4) >>> 32) & ~TREE;
  }

  private int offset(int e) {
    return (int) word(e, 4);
  }

  /** The first entry of a blob, or {@link #NONE}. */
  public synchronized int find(BlobType type, Id id) {
    return search(type, id, NONE);
  }

  /** The next entry of the same blob after {@code entry}, or {@link #NONE}. */
  public synchronized int findNext(int entry) {
    return search(type(entry), id(entry), entry);
  }

  /** Whether the blob is stored. */
  public boolean contains(BlobType type, Id id) {
    return find(type, id) != NONE;
  }

  /** Whether all these data blobs are stored. */
  public synchronized boolean containsAll(List<Id> data) {
    for (Id id : data) {
      if (search(BlobType.DATA, id, NONE) == NONE) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes on the duty to store a blob.
   *
   * @return true if the caller must store it now; false if it is stored or another has taken on the
   *     duty
   */
  public synchronized boolean reserve(BlobType type, Id id) {
    return search(type, id, NONE) == NONE && reserved.add(new Key(type, id));
  }

  /** Number of the pack in which an entry lies. */
  public synchronized int packNumber(int entry) {
    return pack(entry);
  }

  /** Id of the pack in which an entry lies. */
  public synchronized Id packId(int entry) {
    return packs.get(pack(entry));
  }

  /** Id of an entry's blob. */
  public synchronized Id id(int entry) {
    return new Id(word(entry, 0), word(entry, 1), word(entry, 2), word(entry, 3));
  }

  /** Type of an entry's blob. */
  public synchronized BlobType type(int entry) {
    return word(entry, 4) < 0 ? BlobType.TREE : BlobType.DATA;
  }

  /** An entry's blob and its place. */
  public synchronized PackedBlob blob(int entry) {
    long lengths = word(entry, 5);
    return new PackedBlob(
        type(entry), id(entry), offset(entry), (int) (lengths >>> 32), (int) lengths);
  }

  /** Bytes of a blob's plain content, or -1 when it is not stored. */
  public synchronized long plainLength(BlobType type, Id id) {
    int entry = search(type, id, NONE);
    return entry == NONE ? -1 : blob(entry).plainLength();
  }
}
