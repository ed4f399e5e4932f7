package org.hevelius.repository.pack;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.crypto.Sealer;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackedBlob;

/**
 * Turns plain blobs into sealed ones and back: compress, seal, check what was sealed; and open,
 * decompress, compare with the id. Holds buffers and contexts; each thread has its own.
 */
public final class BlobCodec implements AutoCloseable {
  private static final int LEVEL = 1;

  private final Sealer sealer;
  private final boolean compress;
  private final MessageDigest sha256 = Id.sha256();
  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private byte[] packed = new byte[1 << 16];
  private byte[] opened = new byte[1 << 16];
  private byte[] sealed = new byte[1 << 16];
  private int sealedLength;
  private int uncompressedLength;

  /**
   * Makes a codec.
   *
   * @param compress whether blobs may be compressed (version 2 of the format)
   */
  public BlobCodec(Sealer sealer, boolean compress) {
    this.sealer = sealer;
    this.compress = compress;
    compressor.setLevel(LEVEL).setChecksum(false).setContentSize(true);
  }

  /** The id of plain bytes. */
  public Id hash(byte[] plain, int offset, int length) {
    return Id.of(sha256, plain, offset, length);
  }

  /**
   * Compresses and seals a blob into this codec's own buffer, then opens it again and compares, so
   * that a fault of memory or processor can't write what nobody can read.
   */
  public void encode(BlobType type, Id id, byte[] plain, int offset, int length) {
    byte[] body = plain;
    int bodyOffset = offset;
    int bodyLength = length;
    uncompressedLength = 0;
    if (compress) {
      packed = atLeast(packed, (int) com.github.luben.zstd.Zstd.compressBound(length));
      int n = compressor.compressByteArray(packed, 0, packed.length, plain, offset, length);
      if (n < length || type == BlobType.TREE) {
        body = packed;
        bodyOffset = 0;
        bodyLength = n;
        uncompressedLength = length;
      }
    }
    sealed = atLeast(sealed, bodyLength + Sealer.OVERHEAD);
    sealedLength = sealer.seal(body, bodyOffset, bodyLength, sealed, 0);
    verify(type, id, plain, offset, length);
  }

  private void verify(BlobType type, Id id, byte[] plain, int offset, int length) {
    opened = atLeast(opened, sealedLength);
    int n = sealer.open(sealed, 0, sealedLength, opened, 0);
    byte[] back = opened;
    if (n >= 0 && uncompressedLength > 0) {
      packed = atLeast(packed, length);
      n = decompress(opened, n, packed, length);
      back = packed;
    }
    if (n != length || Arrays.mismatch(back, 0, n, plain, offset, offset + length) >= 0) {
      throw new RepositoryException(
          RepositoryException.Kind.DAMAGED,
          "a "
              + type.word()
              + " blob ("
              + id.brief()
              + ") could not be read back right after it was sealed",
          "this machine's memory or processor is probably faulty; nothing was published; test the"
              + " memory first");
    }
  }

  /** The sealed bytes of the last {@link #encode}: this array from 0 to {@link #sealedLength}. */
  public byte[] sealed() {
    return sealed;
  }

  /** Length of the sealed bytes of the last {@link #encode}. */
  public int sealedLength() {
    return sealedLength;
  }

  /** Plain length if the last {@link #encode} compressed, else 0: as in the index. */
  public int uncompressedLength() {
    return uncompressedLength;
  }

  /**
   * Opens, decompresses and verifies a blob.
   *
   * @param source holds the sealed blob at {@code offset}
   * @return the plain bytes, valid from 0 to {@link PackedBlob#plainLength} until the next call
   * @throws RepositoryException {@code DAMAGED} when seal, compression or hash is wrong
   */
  public byte[] decode(PackedBlob blob, byte[] source, int offset) {
    opened = atLeast(opened, blob.length());
    int n = sealer.open(source, offset, blob.length(), opened, 0);
    if (n < 0) {
      throw damaged(blob, "its seal is wrong");
    }
    byte[] plain = opened;
    if (blob.compressed()) {
      packed = atLeast(packed, blob.uncompressedLength());
      n = decompress(opened, n, packed, blob.uncompressedLength());
      plain = packed;
    }
    if (n != blob.plainLength()) {
      throw damaged(blob, "it can't be decompressed to " + blob.plainLength() + " bytes");
    }
    if (!hash(plain, 0, n).equals(blob.id())) {
      throw damaged(blob, "its content has another checksum");
    }
    return plain;
  }

  private int decompress(byte[] source, int length, byte[] target, int expected) {
    try {
      return decompressor.decompressByteArray(target, 0, expected, source, 0, length);
    } catch (ZstdException e) {
      return -1;
    }
  }

  /** Seals bytes that are no blob: a pack's header. */
  public byte[] seal(byte[] plain) {
    byte[] target = new byte[plain.length + Sealer.OVERHEAD];
    sealer.seal(plain, 0, plain.length, target, 0);
    return target;
  }

  /**
   * Opens a sealed unit that is no blob: a pack's header.
   *
   * @return the plain bytes; empty when the seal is wrong
   */
  public byte[] open(byte[] source, int offset, int length) {
    byte[] plain = new byte[Math.max(0, length - Sealer.OVERHEAD)];
    return sealer.open(source, offset, length, plain, 0) < 0 ? new byte[0] : plain;
  }

  private static RepositoryException damaged(PackedBlob blob, String why) {
    return new RepositoryException(
        RepositoryException.Kind.DAMAGED,
        blob.type().word() + " blob " + blob.id().brief() + " is damaged: " + why,
        "run `hevelius check --read-data` to see all that is damaged");
  }

  private static byte[] atLeast(byte[] buffer, int length) {
    return buffer.length >= length
        ? buffer
        : new byte[Math.max(length, Math.min(buffer.length * 2, 1 << 24))];
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
