package org.hevelius.repository.chunk;

/**
 * Finds content-defined cuts: Rabin fingerprint over GF(2), window of 64 bytes, chunks of 512 KiB
 * to 8 MiB. Safe for use by several threads.
 */
public interface Chunker {
  /** No chunk but a file's last is shorter. */
  int MIN = 512 << 10;

  /** No chunk is longer. */
  int MAX = 8 << 20;

  /**
   * Looks for the end of the chunk that starts at {@code start}. The caller may come back with more
   * bytes.
   *
   * @param start where the chunk starts in {@code bytes}
   * @param searched up to where (exclusive) an earlier call has looked in vain; {@code start} at
   *     first
   * @param end where the bytes end that are there so far
   * @return the end (exclusive) of the chunk, or -1 when there is no cut up to {@code end}; then,
   *     at the end of the file, the chunk ends there
   */
  int cut(byte[] bytes, int start, int searched, int end);
}
