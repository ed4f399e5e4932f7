package org.hevelius.repository.prune;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Set;
import java.util.function.Consumer;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;

/** A storage as it will be when some snapshots are forgotten. Plans are made with it. */
final class WithoutSnapshots implements Storage {
  private final Storage origin;
  private final Set<Id> forgotten;

  WithoutSnapshots(Storage origin, Set<Id> forgotten) {
    this.origin = origin;
    this.forgotten = Set.copyOf(forgotten);
  }

  @Override
  public void list(FileKind kind, Consumer<Listed> files) {
    origin.list(
        kind,
        listed -> {
          if (kind != FileKind.SNAPSHOT || !forgotten.contains(listed.id())) {
            files.accept(listed);
          }
        });
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
    origin.save(handle, content);
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
  public void read(Handle handle, long offset, ByteBuffer target) {
    origin.read(handle, offset, target);
  }

  @Override
  public void remove(Handle handle) {
    origin.remove(handle);
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
}
