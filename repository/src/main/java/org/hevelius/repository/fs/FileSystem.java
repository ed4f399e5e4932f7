package org.hevelius.repository.fs;

/**
 * The local file system with raw names. All failures are {@link FileSystemException}s that carry
 * the errno.
 *
 * <p>{@code FileSystems.local()} gives the native form (Linux on x86-64 and aarch64, through the
 * foreign-function interface) where that works and the portable form, on {@code java.nio},
 * elsewhere. The portable form leaves out what {@code java.nio} can't do with {@code
 * NOT_SUPPORTED}, and looks before it acts, so that it may follow a link that someone puts there in
 * between. {@link RawPath} makes the paths.
 */
public interface FileSystem {
  /**
   * Opens a directory by its absolute path, following links.
   *
   * @param path raw bytes, absolute, without NUL
   */
  Directory open(byte[] path);

  /** What {@code stat} says of an absolute path, following links. */
  Stat stat(byte[] path);

  /** The name of a user, or an empty string when there is none. Cached. */
  String userName(int uid);

  /** The name of a group, or an empty string when there is none. Cached. */
  String groupName(int gid);

  /**
   * The bytes that this process may still write to the file system of an absolute path; {@link
   * Long#MAX_VALUE} when it doesn't say.
   */
  long freeBytes(byte[] path);

  /** Whether this process may set owners (it is root, or has the capability). */
  boolean maySetOwner();
}
