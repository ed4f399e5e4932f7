package org.hevelius.repository.crypto;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;

/**
 * The stored form of the files that hold one JSON text: config, index, snapshot, lock. Sealed is
 * either the text itself (config always, everything in version 1) or a byte 2 and one zstd frame.
 *
 * <p>Source: restic design document, "Unpacked Data Format".
 */
public final class Envelope {
  /** No JSON text is longer, compressed or not; far more than the largest index. */
  public static final int MAX = 128 << 20;

  private static final byte COMPRESSED = 2;
  private static final int LEVEL = 3;

  private Envelope() {}

  /** Compresses and seals. */
  public static byte[] seal(Sealer sealer, byte[] json) {
    byte[] plain = new byte[1 + Math.toIntExact(Zstd.compressBound(json.length))];
    plain[0] = COMPRESSED;
    long size = Zstd.compressByteArray(plain, 1, plain.length - 1, json, 0, json.length, LEVEL);
    if (Zstd.isError(size)) {
      throw new IllegalStateException("zstd refused to compress: " + Zstd.getErrorName(size));
    }
    return seal(sealer, plain, 1 + (int) size);
  }

  /** Seals without compression, as the config must be. */
  public static byte[] sealConfig(Sealer sealer, byte[] json) {
    return seal(sealer, json, json.length);
  }

  /**
   * Opens either form.
   *
   * @param name of the file, for messages
   * @return the JSON text
   * @throws RepositoryException DAMAGED if the seal is wrong or the content is none of the forms
   */
  public static byte[] open(Sealer sealer, byte[] stored, String name) {
    byte[] plain = new byte[Math.max(0, stored.length - Sealer.OVERHEAD)];
    if (sealer.open(stored, 0, stored.length, plain, 0) < 0) {
      throw damaged(name, "is not what was written, or was written with another key");
    }
    if (plain.length == 0) {
      throw damaged(name, "is empty");
    }
    return switch (plain[0]) {
      case '{', '[' -> plain;
      case COMPRESSED -> decompress(plain, name);
      default -> throw damaged(name, "starts with the unknown byte " + (plain[0] & 0xff));
    };
  }

  private static byte[] seal(Sealer sealer, byte[] plain, int length) {
    byte[] sealed = new byte[length + Sealer.OVERHEAD];
    sealer.seal(plain, 0, length, sealed, 0);
    return sealed;
  }

  private static byte[] decompress(byte[] plain, String name) {
    // As a stream: the size that a frame declares may be absent or a lie.
    try (var in =
        new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(plain, 1, plain.length - 1))) {
      byte[] json = in.readNBytes(MAX + 1);
      if (json.length > MAX) {
        throw damaged(name, "is longer than 128 MiB when decompressed");
      }
      if (json.length == 0) {
        throw damaged(name, "is empty");
      }
      return json;
    } catch (IOException e) {
      throw damaged(name, "can't be decompressed: " + e.getMessage());
    }
  }

  private static RepositoryException damaged(String name, String problem) {
    return new RepositoryException(
        Kind.DAMAGED,
        name + " " + problem,
        "The file was left as it is. Check the repository to learn what else is affected.");
  }
}
