package org.hevelius.repository.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Files in a bounded directory that may vanish, rot or be cut short at any time, and that several
 * processes share. Nothing here ever fails: what can't be read whole and sound is dropped and not
 * there, what can't be written is not kept.
 *
 * <p>An entry is its content, a CRC-32C (4 bytes, big endian) of each block of 64 KiB, and the
 * content's length (8 bytes, big endian), so that a small range is checked without reading all of
 * it. Entries are renamed into place and never changed. The time of modification is the time of
 * use, an hour exact.
 */
final class CacheDirectory {
  private static final int BLOCK = 64 * 1024;
  private static final Duration USE_PRECISION = Duration.ofHours(1);
  private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

  private final Path root;
  private final long capacity;
  private final Clock clock;
  private final AtomicLong used = new AtomicLong(-1);
  private final AtomicBoolean evicting = new AtomicBoolean();

  /**
   * A cache that is made when first written to.
   *
   * @param capacity in bytes; a single entry may take an eighth of it
   */
  CacheDirectory(Path root, long capacity, Clock clock) {
    this.root = root;
    this.capacity = capacity;
    this.clock = clock;
  }

  /** The largest content that is kept. */
  long largest() {
    return capacity / 8;
  }

  /** The whole content, or null. */
  byte @Nullable [] read(String name) {
    Path file = root.resolve(name);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = contentLength(channel);
      if (length >= 0 && length <= largest()) {
        byte[] content = new byte[(int) length];
        if (readChecked(channel, length, 0, ByteBuffer.wrap(content))) {
          touch(file);
          return content;
        }
      }
    } catch (IOException e) {
      return absent(name, e);
    }
    remove(name);
    return null;
  }

  /** Fills the target, or returns false and leaves its position. */
  boolean read(String name, long offset, ByteBuffer target) {
    Path file = root.resolve(name);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = contentLength(channel);
      if (length >= 0 && offset + target.remaining() > length) {
        return false;
      }
      if (length >= 0 && readChecked(channel, length, offset, target)) {
        touch(file);
        return true;
      }
    } catch (IOException e) {
      return absent(name, e) != null;
    }
    remove(name);
    return false;
  }

  private byte @Nullable [] absent(String name, IOException e) {
    if (!(e instanceof NoSuchFileException) && !Thread.currentThread().isInterrupted()) {
      remove(name);
    }
    return null;
  }

  private static long contentLength(FileChannel channel) throws IOException {
    long size = channel.size();
    ByteBuffer last = ByteBuffer.allocate(8);
    if (size < 8 || !DurableFiles.read(channel, size - 8, last)) {
      return -1;
    }
    long length = last.getLong(0);
    return length >= 0 && length < size && size == length + 4 * blocks(length) + 8 ? length : -1;
  }

  private static long blocks(long length) {
    return (length + BLOCK - 1) / BLOCK;
  }

  private static boolean readChecked(
      FileChannel channel, long length, long offset, ByteBuffer target) throws IOException {
    long end = offset + target.remaining();
    if (offset == end) {
      return true;
    }
    long first = offset / BLOCK;
    int count = (int) (blocks(end) - first);
    ByteBuffer sums = ByteBuffer.allocate(4 * count);
    long from = first * BLOCK;
    ByteBuffer content = ByteBuffer.allocate((int) (Math.min(length, blocks(end) * BLOCK) - from));
    if (!DurableFiles.read(channel, length + 4 * first, sums)
        || !DurableFiles.read(channel, from, content)) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      int start = i * BLOCK;
      if (sum(content.array(), start, Math.min(BLOCK, content.limit() - start))
          != sums.getInt(4 * i)) {
        return false;
      }
    }
    target.put(content.array(), (int) (offset - from), (int) (end - offset));
    return true;
  }

  private static int sum(byte[] content, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(content, offset, length);
    return (int) crc.getValue();
  }

  private void touch(Path file) {
    try {
      Instant now = clock.instant();
      if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(USE_PRECISION))) {
        Files.setLastModifiedTime(file, FileTime.from(now));
      }
    } catch (IOException e) {
      // Another process dropped it after we read it.
      return;
    }
  }

  /** Keeps a content if it can. */
  void put(String name, byte[] content) {
    if (content.length > largest()) {
      return;
    }
    Path target = root.resolve(name);
    Path temporary = DurableFiles.temporary(target);
    try {
      Files.createDirectories(DurableFiles.parent(target));
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        DurableFiles.write(channel, ByteBuffer.wrap(content));
        DurableFiles.write(channel, trailer(content));
      }
      Files.setLastModifiedTime(temporary, FileTime.from(clock.instant()));
      DurableFiles.replace(temporary, target);
      account(content.length + trailerLength(content.length));
    } catch (IOException e) {
      deleteQuietly(temporary);
    }
  }

  private static int trailerLength(int length) {
    return (int) (4 * blocks(length) + 8);
  }

  private static ByteBuffer trailer(byte[] content) {
    ByteBuffer trailer = ByteBuffer.allocate(trailerLength(content.length));
    for (int start = 0; start < content.length; start += BLOCK) {
      trailer.putInt(sum(content, start, Math.min(BLOCK, content.length - start)));
    }
    return trailer.putLong(content.length).flip();
  }

  /** Drops an entry, or a directory of entries. */
  void remove(String name) {
    for (Entry entry : entries(root.resolve(name))) {
      deleteQuietly(entry.file);
    }
  }

  /** The names directly in a directory of the cache; none when it isn't there. */
  List<String> names(String directory) {
    String[] names = root.resolve(directory).toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  // The count starts with a look at the directory and is then kept by this process alone; whoever
  // gets to the bound first looks again, which brings in what the others wrote.
  private void account(long bytes) throws IOException {
    if (used.get() < 0) {
      used.compareAndSet(-1, entries(root).stream().mapToLong(Entry::size).sum());
    } else {
      used.addAndGet(bytes);
    }
    if (used.get() > capacity && evicting.compareAndSet(false, true)) {
      try {
        evict();
      } finally {
        evicting.set(false);
      }
    }
  }

  private void evict() {
    List<Entry> entries = entries(root);
    entries.sort(Comparator.comparing(Entry::lastUse));
    long total = entries.stream().mapToLong(Entry::size).sum();
    Instant leftover = clock.instant().minus(LEFTOVER_AGE);
    for (Entry entry : entries) {
      boolean temporary = Leftovers.name(entry.file).contains(DurableFiles.TEMPORARY);
      if (temporary ? entry.lastUse.isBefore(leftover) : total > capacity - largest()) {
        deleteQuietly(entry.file);
        total -= entry.size;
      }
    }
    used.set(total);
  }

  private record Entry(Path file, long size, Instant lastUse) {}

  private static List<Entry> entries(Path start) {
    List<Entry> entries = new ArrayList<>();
    try {
      Files.walkFileTree(
          start,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              entries.add(
                  new Entry(file, attributes.size(), attributes.lastModifiedTime().toInstant()));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // What can't be seen isn't counted; the next eviction looks again.
      return entries;
    }
    return entries;
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It stays and is checked again when it is read.
      return;
    }
  }
}
