package org.hevelius.repository.fs;

/** An open regular file. Calls with a position may come from several threads. */
public interface OpenFile extends AutoCloseable {
  /** What {@code fstat} says of it. */
  Stat stat();

  /**
   * Reads at a position.
   *
   * @return the number of bytes, less than {@code length} only at the end of the file; 0 at the end
   */
  int read(long position, byte[] target, int offset, int length);

  /** Writes all bytes at a position. */
  void write(long position, byte[] source, int offset, int length);

  /** Sets the length; a longer file gets a hole. */
  void setLength(long length);

  /** Sets owner and group. */
  void setOwner(int uid, int gid);

  /** Sets the permission bits (07777). */
  void setMode(int mode);

  /** Sets access and modification time. */
  void setTimes(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos);

  /**
   * Where the next hole at or after {@code position} starts; the length of the file when there is
   * none.
   */
  long nextHole(long position);

  /**
   * Where the next data at or after {@code position} starts; the length of the file when only a
   * hole follows.
   */
  long nextData(long position);

  /** Flushes content and metadata to the disk. */
  void sync();

  @Override
  void close();
}
