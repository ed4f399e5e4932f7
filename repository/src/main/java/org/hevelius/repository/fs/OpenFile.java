package org.hevelius.repository.fs;

import java.util.List;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;

/**
 * An open regular file. Calls may come from several threads. Closing is as for a {@link Directory};
 * a failure to write that shows only then is thrown, but only {@link #sync} makes sure.
 */
public interface OpenFile extends AutoCloseable {
  /** What {@code fstat} said when it was opened. */
  Stat opened();

  /** What {@code fstat} says of it now. */
  Stat stat();

  /**
   * Reads at a position.
   *
   * @return the number of bytes, less than {@code length} only at the end of the file; 0 at the end
   */
  int read(long position, byte[] target, int offset, int length);

  /** Writes all bytes at a position. */
  void write(long position, byte[] source, int offset, int length);

  /**
   * Makes the content that of another file by sharing its blocks on the disk, so that nothing is
   * copied and both stay independent of each other. Either all of the content is shared or nothing
   * is changed. Source: {@code ioctl_ficlone(2)}.
   *
   * @return false where the file system can't, or the other file lies in another one
   */
  boolean share(OpenFile other);

  /** Sets the length; a longer file gets a hole. */
  void setLength(long length);

  /**
   * Makes a range read as zeros and frees its space where the file system can; else writes zeros.
   * The length of the file stays, and a range beyond it is left alone.
   */
  void punchHole(long position, long length);

  /** The extended attributes, as {@link Directory#attributes(FileName)}. */
  List<Attribute> attributes();

  /** Sets an extended attribute. */
  void setAttribute(Attribute attribute);

  /** Sets owner and group; -1 leaves one as it is. */
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
   * hole follows. Where the file system doesn't tell, all is data.
   */
  long nextData(long position);

  /** Flushes content and metadata to the disk. */
  void sync();

  @Override
  void close();
}
