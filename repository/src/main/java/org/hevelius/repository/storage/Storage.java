package org.hevelius.repository.storage;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.function.Consumer;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;

/**
 * The port to the place where a repository's files lie. Files are written once and never changed.
 *
 * <p>Every implementation keeps this contract, held by one test suite:
 *
 * <ul>
 *   <li>All methods may be called from any thread at any time until {@link #close}.
 *   <li>All failures are {@link RepositoryException}s: {@code NOT_FOUND} for a file that isn't
 *       there, {@code FULL} when space ran out, {@code UNAVAILABLE} for everything that may pass,
 *       {@code EXISTS} where a thing is there already.
 *   <li>A file that is listed, or that {@link #size} or {@link #read} find, is complete: there are
 *       no half files.
 * </ul>
 */
public interface Storage extends AutoCloseable {
  /** Where it is, in words for people; holds no secret. */
  String location();

  /** Whether a repository's config is there. */
  default boolean exists() {
    return contains(Handle.CONFIG);
  }

  /**
   * Makes the empty structure that a new repository needs. Repeating it does no harm.
   *
   * @throws RepositoryException {@code EXISTS} if a config is there already
   */
  void create();

  /**
   * Stores a file durably: when this returns, it survives a crash of process and machine. Atomic:
   * seen whole or not at all. Saving a file whose handle is there already is an {@code EXISTS}
   * error for the config, and does nothing for the others, since their names say their content.
   *
   * @param content read from its position to its limit; the position may be moved
   */
  void save(Handle handle, ByteBuffer content);

  /** The size in bytes. */
  long size(Handle handle);

  /** Whether the file is there. */
  boolean contains(Handle handle);

  /**
   * Reads a range: fills {@code target} from its position to its limit.
   *
   * @throws RepositoryException {@code DAMAGED} when the file ends before
   */
  void read(Handle handle, long offset, ByteBuffer target);

  /** Reads a whole file; only for kinds that are small (all but packs). */
  default byte[] readAll(Handle handle) {
    byte[] bytes = new byte[Math.toIntExact(size(handle))];
    read(handle, 0, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /**
   * Names each file of a kind, in no order; other names in the directory are passed over. Never the
   * config.
   */
  void list(FileKind kind, Consumer<Listed> files);

  /**
   * Removes a file durably. A file that isn't there is no error, so that a removal may be repeated.
   */
  void remove(Handle handle);

  /** Bytes that may still be written, or {@link Long#MAX_VALUE} when that can't be known. */
  default long freeBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * Removes what interrupted writers left behind and what is older than a day: never a file of the
   * repository. Storage without such leftovers does nothing.
   *
   * @return how many files were removed
   */
  default int removeLeftovers(Clock clock) {
    return 0;
  }

  @Override
  void close();

  /**
   * A file in a listing.
   *
   * @param size in bytes
   */
  record Listed(Id id, long size) {}
}
