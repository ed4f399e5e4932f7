package org.hevelius.repository.fs;

/**
 * The local file system with raw names. All failures are {@link FileSystemException}s that carry
 * the errno.
 *
 * <p>{@code FileSystems.local()} gives the native form (Linux on x86-64 and aarch64, through the
 * foreign-function interface) where that works and the portable form, on {@code java.nio},
 * elsewhere. The portable form refuses names that are not valid UTF-8 with a clear error and leaves
 * out what {@code java.nio} can't do.
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

  /** Whether this process may set owners (it is root, or has the capability). */
  boolean maySetOwner();
}
