package org.hevelius.repository.fs;

import java.time.Instant;

/**
 * What {@code lstat} says of a file.
 *
 * @param mode {@code st_mode}: type and permission bits
 * @param device {@code st_dev}
 * @param specialDevice {@code st_rdev}, for device files
 * @param size in bytes
 * @param blocks allocated, in units of 512 bytes; in the portable form always as for a file without
 *     holes
 */
public record Stat(
    int mode,
    int uid,
    int gid,
    long inode,
    long device,
    long specialDevice,
    long links,
    long size,
    long blocks,
    long mtimeSeconds,
    int mtimeNanos,
    long atimeSeconds,
    int atimeNanos,
    long ctimeSeconds,
    int ctimeNanos) {

  /** Bits of {@code st_mode} that tell the type. */
  public static final int TYPE_MASK = 0170000;

  /** The type of a file. */
  public enum Type {
    FILE,
    DIRECTORY,
    SYMLINK,
    FIFO,
    SOCKET,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    UNKNOWN
  }

  /** The type. */
  public Type type() {
    return type(mode);
  }

  /** The type that {@code st_mode} tells. */
  public static Type type(int mode) {
    return switch (mode & TYPE_MASK) {
      case 0100000 -> Type.FILE;
      case 0040000 -> Type.DIRECTORY;
      case 0120000 -> Type.SYMLINK;
      case 0010000 -> Type.FIFO;
      case 0140000 -> Type.SOCKET;
      case 0020000 -> Type.CHARACTER_DEVICE;
      case 0060000 -> Type.BLOCK_DEVICE;
      default -> Type.UNKNOWN;
    };
  }

  /** Time of the last change of content. */
  public Instant mtime() {
    return Instant.ofEpochSecond(mtimeSeconds, mtimeNanos);
  }

  /** Time of the last change of the inode. */
  public Instant ctime() {
    return Instant.ofEpochSecond(ctimeSeconds, ctimeNanos);
  }
}
