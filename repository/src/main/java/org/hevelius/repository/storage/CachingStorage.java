package org.hevelius.repository.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;

/**
 * Keeps a local copy of what a remote repository is asked for again and again: indexes, snapshots,
 * and packs of trees. Data, keys, the config and locks are never kept.
 *
 * <p>Indexes and snapshots are kept whole and compared with their names at every reading. Of a pack
 * that {@link #cacheTreePacks} tells to hold trees the first ranges asked for are kept as they are;
 * from the fourth on, the whole pack is fetched, compared with its name and kept. A cache file that
 * is damaged is dropped and read anew; a cache that can't be written is passed over. What stands in
 * the cache is exactly what stands in the repository (trees and snapshots are sealed), so it is no
 * secret beyond that.
 *
 * <p>{@code list}, {@code contains} and {@code size} always ask the origin, so that nothing appears
 * which the origin no longer has, and a listing drops what it doesn't name. {@code read} may still
 * give an immutable file that another process removed a moment ago.
 */
public final class CachingStorage implements Storage {
  private static final int RANGES_BEFORE_WHOLE = 3;
  private static final String WHOLE = "whole";

  private final Storage origin;
  private final CacheDirectory cache;
  private final Map<Id, AtomicInteger> ranges = new ConcurrentHashMap<>();
  private volatile Predicate<Id> treePacks = _ -> false;

  /**
   * Decorates a storage, which is closed with this.
   *
   * @param directory of this repository alone; made when needed; several processes may share it
   * @param capacity bound of the directory in bytes; several processes that fill it at once may
   *     pass it, each by this much, until one of them looks at it again
   * @param clock to know what was used last
   */
  public CachingStorage(Storage origin, Path directory, long capacity, Clock clock) {
    this.origin = origin;
    this.cache = new CacheDirectory(directory, capacity, clock);
  }

  /** Tells which packs hold trees, as the index knows; asked at each reading of a pack. */
  public void cacheTreePacks(Predicate<Id> holdsTrees) {
    treePacks = holdsTrees;
  }

  @Override
  public String location() {
    return origin.location();
  }

  @Override
  public void create() {
    origin.create();
  }

  @Override
  public void save(Handle handle, ByteBuffer content) {
    ByteBuffer copy = content.duplicate();
    origin.save(handle, content);
    if (isKeptWhole(handle) && copy.remaining() <= cache.largest()) {
      byte[] bytes = new byte[copy.remaining()];
      copy.get(bytes);
      cache.put(handle.path(), bytes);
    }
  }

  @Override
  public long size(Handle handle) {
    return origin.size(handle);
  }

  @Override
  public boolean contains(Handle handle) {
    return origin.contains(handle);
  }

  @Override
  public byte[] readAll(Handle handle) {
    if (!isKeptWhole(handle)) {
      return origin.readAll(handle);
    }
    byte[] cached = cache.read(handle.path());
    if (cached != null) {
      if (Id.of(cached).equals(handle.id())) {
        return cached;
      }
      cache.remove(handle.path());
    }
    byte[] content = origin.readAll(handle);
    if (Id.of(content).equals(handle.id())) {
      cache.put(handle.path(), content);
    }
    return content;
  }

  @Override
  public void read(Handle handle, long offset, ByteBuffer target) {
    if (isKeptWhole(handle)) {
      byte[] content = readAll(handle);
      if (offset > content.length - target.remaining()) {
        throw StorageFailures.endsBefore(location(), handle, offset, target.remaining());
      }
      target.put(content, Math.toIntExact(offset), target.remaining());
    } else if (handle.kind() == FileKind.PACK && treePacks.test(id(handle))) {
      readTrees(handle, offset, target);
    } else {
      origin.read(handle, offset, target);
    }
  }

  private void readTrees(Handle handle, long offset, ByteBuffer target) {
    String range = directory(handle) + "/" + offset + "-" + target.remaining();
    String whole = directory(handle) + "/" + WHOLE;
    if (cache.read(whole, offset, target) || cache.read(range, 0, target)) {
      return;
    }
    AtomicInteger count = ranges.computeIfAbsent(id(handle), _ -> new AtomicInteger());
    if (count.incrementAndGet() > RANGES_BEFORE_WHOLE) {
      // Of several threads that want the same pack one fetches it.
      synchronized (count) {
        if (cache.read(whole, offset, target) || fetchWhole(handle, offset, target, count)) {
          return;
        }
      }
    }
    byte[] content = new byte[target.remaining()];
    origin.read(handle, offset, ByteBuffer.wrap(content));
    cache.put(range, content);
    target.put(content);
  }

  private boolean fetchWhole(Handle handle, long offset, ByteBuffer target, AtomicInteger count) {
    long size = origin.size(handle);
    if (size > cache.largest()
        || size > Integer.MAX_VALUE - 8
        || offset + target.remaining() > size) {
      return false;
    }
    byte[] content = new byte[(int) size];
    origin.read(handle, 0, ByteBuffer.wrap(content));
    if (!Id.of(content).equals(handle.id())) {
      count.set(0);
      return false;
    }
    cache.remove(directory(handle));
    cache.put(directory(handle) + "/" + WHOLE, content);
    target.put(content, (int) offset, target.remaining());
    return true;
  }

  @Override
  public void list(FileKind kind, Consumer<Listed> files) {
    boolean kept = kind == FileKind.INDEX || kind == FileKind.SNAPSHOT || kind == FileKind.PACK;
    if (!kept) {
      origin.list(kind, files);
      return;
    }
    // What is in the cache before the listing begins and isn't named by it is gone from the origin;
    // what another thread adds meanwhile stays.
    Set<String> gone = new HashSet<>(cache.names(kind.directory()));
    origin.list(
        kind,
        file -> {
          gone.remove(file.id().toString());
          files.accept(file);
        });
    for (String name : gone) {
      if (Id.isId(name)) {
        cache.remove(kind.directory() + "/" + name);
      }
    }
  }

  @Override
  public void remove(Handle handle) {
    origin.remove(handle);
    if (isKeptWhole(handle)) {
      cache.remove(handle.path());
    } else if (handle.kind() == FileKind.PACK) {
      cache.remove(directory(handle));
    }
  }

  @Override
  public long freeBytes() {
    return origin.freeBytes();
  }

  @Override
  public int removeLeftovers(Clock clock) {
    return origin.removeLeftovers(clock);
  }

  @Override
  public void close() {
    origin.close();
  }

  private static boolean isKeptWhole(Handle handle) {
    return switch (handle.kind()) {
      case INDEX, SNAPSHOT -> true;
      case CONFIG, KEY, LOCK, PACK -> false;
    };
  }

  private static String directory(Handle pack) {
    return FileKind.PACK.directory() + "/" + pack.id();
  }

  private static Id id(Handle handle) {
    return Objects.requireNonNull(handle.id());
  }
}
