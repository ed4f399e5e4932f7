package org.hevelius.repository.format;

/**
 * A blob's place in a pack.
 *
 * @param offset of the sealed blob in the pack, in bytes
 * @param length of the sealed blob, in bytes
 * @param uncompressedLength of the plain blob in bytes if it is compressed, else 0
 */
public record PackedBlob(BlobType type, Id id, int offset, int length, int uncompressedLength) {

  /**
   * The longest blob that is read: no writer makes chunks above 8 MiB, but trees of large
   * directories grow far.
   */
  public static final int MAX_PLAIN = 1 << 30;

  /** A blob whose numbers come from outside. */
  public static PackedBlob checked(
      BlobType type, Id id, long offset, long length, long uncompressed) {
    if (offset < 0
        || length < 32
        || offset + length > Integer.MAX_VALUE
        || uncompressed < 0
        || uncompressed > MAX_PLAIN) {
      throw new IllegalArgumentException(
          "blob "
              + id.brief()
              + " can't have offset "
              + offset
              + ", length "
              + length
              + ", plain length "
              + uncompressed);
    }
    return new PackedBlob(type, id, (int) offset, (int) length, (int) uncompressed);
  }

  /** Whether it is compressed. */
  public boolean compressed() {
    return uncompressedLength > 0;
  }

  /** Length of the plain bytes. */
  public int plainLength() {
    return uncompressedLength > 0 ? uncompressedLength : length - 32;
  }
}
