package org.hevelius.repository.storage;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hevelius.repository.format.FileKind;

/** A repository in memory, for tests and demonstrations. Gone with the process. */
public final class MemoryStorage implements Storage {
  private final Map<Handle, byte[]> files = new ConcurrentHashMap<>();
  private final long capacity;
  private long used;

  /** Storage without a bound. */
  public MemoryStorage() {
    this(Long.MAX_VALUE);
  }

  /**
   * Storage that runs full.
   *
   * @param capacity in bytes, counting contents alone
   */
  public MemoryStorage(long capacity) {
    this.capacity = capacity;
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public void create() {
    if (exists()) {
      throw StorageFailures.exists(location());
    }
  }

  @Override
  public void save(Handle handle, ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    synchronized (files) {
      if (files.containsKey(handle)) {
        if (handle.kind() == FileKind.CONFIG) {
          throw StorageFailures.exists(location());
        }
        return;
      }
      if (bytes.length > capacity - used) {
        throw StorageFailures.full(location(), handle, bytes.length, capacity - used, null);
      }
      used += bytes.length;
      files.put(handle, bytes);
    }
  }

  @Override
  public long size(Handle handle) {
    return find(handle).length;
  }

  @Override
  public boolean contains(Handle handle) {
    return files.containsKey(handle);
  }

  @Override
  public void read(Handle handle, long offset, ByteBuffer target) {
    byte[] bytes = find(handle);
    if (offset > bytes.length - target.remaining()) {
      throw StorageFailures.endsBefore(location(), handle, offset, target.remaining());
    }
    target.put(bytes, Math.toIntExact(offset), target.remaining());
  }

  @Override
  public void list(FileKind kind, Consumer<Listed> consumer) {
    files.forEach(
        (handle, bytes) -> {
          if (handle.kind() == kind && handle.id() != null) {
            consumer.accept(new Listed(handle.id(), bytes.length));
          }
        });
  }

  @Override
  public void remove(Handle handle) {
    synchronized (files) {
      byte[] bytes = files.remove(handle);
      if (bytes != null) {
        used -= bytes.length;
      }
    }
  }

  @Override
  public long freeBytes() {
    synchronized (files) {
      return capacity == Long.MAX_VALUE ? capacity : capacity - used;
    }
  }

  @Override
  public void close() {}

  private byte[] find(Handle handle) {
    byte[] bytes = files.get(handle);
    if (bytes == null) {
      throw StorageFailures.notFound(location(), handle, null);
    }
    return bytes;
  }
}
