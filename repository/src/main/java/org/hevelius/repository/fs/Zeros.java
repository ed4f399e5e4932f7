package org.hevelius.repository.fs;

/** Zeros written where a hole can't be punched. */
final class Zeros {
  private static final byte[] ZEROS = new byte[64 * 1024];

  private Zeros() {}

  /** Writes zeros over a range, up to the end of the file. */
  static void write(OpenFile file, long position, long length) {
    long size = file.stat().size();
    long end = length > size - position ? size : position + length;
    for (long at = position; at < end; at += ZEROS.length) {
      file.write(at, ZEROS, 0, (int) Math.min(ZEROS.length, end - at));
    }
  }
}
