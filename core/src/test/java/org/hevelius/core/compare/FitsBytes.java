package org.hevelius.core.compare;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Writes FITS files card by card, right or wrong. */
final class FitsBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A header of these cards and an END, padded with blanks. */
  FitsBytes header(String... cards) {
    for (String card : cards) {
      out.writeBytes(String.format("%-80s", card).getBytes(StandardCharsets.ISO_8859_1));
    }
    out.writeBytes(String.format("%-80s", "END").getBytes(StandardCharsets.ISO_8859_1));
    return pad(' ');
  }

  /** A primary header without data. */
  FitsBytes primary(String... more) {
    String[] cards = new String[more.length + 3];
    cards[0] = "SIMPLE  =                    T";
    cards[1] = "BITPIX  =                    8";
    cards[2] = "NAXIS   =                    0";
    System.arraycopy(more, 0, cards, 3, more.length);
    return header(cards);
  }

  /** A binary table of columns TIME (D), PI (J) and TAG (2A). */
  FitsBytes events(String name, int rows, byte[] data, String... more) {
    String[] start = {
      "XTENSION= 'BINTABLE'",
      "BITPIX  = 8",
      "NAXIS   = 2",
      "NAXIS1  = 14",
      "NAXIS2  = " + rows,
      "PCOUNT  = 0",
      "GCOUNT  = 1",
      "TFIELDS = 3",
      "EXTNAME = '" + name + "'",
      "TTYPE1  = 'TIME'",
      "TFORM1  = 'D'",
      "TTYPE2  = 'PI'",
      "TFORM2  = '1J'",
      "TTYPE3  = 'TAG'",
      "TFORM3  = '2A'"
    };
    String[] cards = new String[start.length + more.length];
    System.arraycopy(start, 0, cards, 0, start.length);
    System.arraycopy(more, 0, cards, start.length, more.length);
    return header(cards).data(data);
  }

  /** Data, padded with zeros. */
  FitsBytes data(byte[] data) {
    out.writeBytes(data);
    return pad(0);
  }

  /** Bytes as they are. */
  FitsBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  byte[] zipped() {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  private FitsBytes pad(int with) {
    while (out.size() % 2880 != 0) {
      out.write(with);
    }
    return this;
  }
}
