package org.hevelius.core.compare;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the units of a FITS file, plain or compressed with gzip, in one pass: headers are kept,
 * data is hashed.
 */
final class FitsStream {
  private static final int BLOCK = 2880;
  private static final int CARD = 80;
  private static final int MOST_UNITS = 2_000;
  private static final int MOST_CARDS = 200_000;
  private static final byte[] MAGIC = "SIMPLE  =".getBytes(StandardCharsets.US_ASCII);

  /**
   * What a file holds.
   *
   * @param trailing hash of what follows the last unit; empty when nothing does
   */
  record Units(List<FitsUnit> list, String trailing) {}

  private final InputStream in;
  private final byte[] buffer = new byte[Contents.BUFFER];
  private final List<FitsUnit> units = new ArrayList<>();
  private long offset;
  private int cardCount;

  private FitsStream(InputStream in) {
    this.in = in;
  }

  /** Whether a file that begins with these bytes is FITS. */
  static boolean looksLikeFits(byte[] start) {
    byte[] plain = start;
    if (isCompressed(start)) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(start))) {
        plain = in.readNBytes(MAGIC.length);
      } catch (IOException e) {
        return false;
      }
    }
    return plain.length >= MAGIC.length
        && Arrays.equals(plain, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Opens a file, decompressed. */
  static InputStream open(Content content) throws IOException {
    BufferedInputStream in = new BufferedInputStream(content.open(), Contents.BUFFER);
    try {
      in.mark(2);
      byte[] start = in.readNBytes(2);
      in.reset();
      return isCompressed(start) ? new GZIPInputStream(in, Contents.BUFFER) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static boolean isCompressed(byte[] start) {
    return start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
  }

  /**
   * Reads all units.
   *
   * @throws MalformedFitsException if it is cut off or makes no sense
   */
  static Units scan(Content content) throws IOException {
    try (InputStream in = open(content)) {
      return new FitsStream(in).scan();
    } catch (ZipException | EOFException e) {
      throw new MalformedFitsException("the gzip stream is damaged or cut off");
    }
  }

  private Units scan() throws IOException {
    byte[] block = new byte[BLOCK];
    while (true) {
      int n = in.readNBytes(block, 0, BLOCK);
      boolean unit = units.isEmpty() || startsExtension(block, n);
      if (n == 0 && !units.isEmpty()) {
        return new Units(units, "");
      }
      if (!unit) {
        return new Units(units, trailing(block, n));
      }
      if (units.size() == MOST_UNITS) {
        throw new MalformedFitsException(String.format("more than %,d units", MOST_UNITS));
      }
      FitsUnit next = new FitsUnit(units.size(), header(block, n));
      long start = offset;
      next.data(start, hash(next));
      units.add(next);
    }
  }

  private static boolean startsExtension(byte[] block, int n) {
    return n == BLOCK && new String(block, 0, 8, StandardCharsets.ISO_8859_1).equals("XTENSION");
  }

  private List<FitsCard> header(byte[] block, int length) throws IOException {
    List<FitsCard> cards = new ArrayList<>();
    int n = length;
    while (true) {
      if (n < BLOCK) {
        throw new MalformedFitsException(
            "HDU " + units.size() + ": the header is cut off before its END card");
      }
      offset += BLOCK;
      for (int at = 0; at < BLOCK; at += CARD) {
        String card = new String(block, at, CARD, StandardCharsets.ISO_8859_1);
        if (card.startsWith("END") && card.substring(3).isBlank()) {
          return cards;
        }
        add(cards, card);
      }
      n = in.readNBytes(block, 0, BLOCK);
    }
  }

  private void add(List<FitsCard> cards, String text) {
    if (++cardCount > MOST_CARDS) {
      throw new MalformedFitsException(
          String.format(
              "HDU %d: no END card within the %,d cards that are read", units.size(), MOST_CARDS));
    }
    for (int i = 0; i < 8; i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        throw new MalformedFitsException(
            "HDU " + units.size() + ": card " + (cards.size() + 1) + " is not text");
      }
    }
    FitsCard card = FitsCard.parse(text);
    boolean continues =
        card.keyword().equals("CONTINUE") && !cards.isEmpty() && cards.getLast().goesOn();
    if (continues) {
      cards.add(cards.removeLast().with(card));
    } else if (!card.keyword().isEmpty() || !card.value().isEmpty()) {
      cards.add(card);
    }
  }

  private String hash(FitsUnit unit) throws IOException {
    MessageDigest digest = Contents.sha256();
    long left = unit.dataSize();
    while (left > 0) {
      int n = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
      if (n == 0) {
        throw new MalformedFitsException(
            String.format(
                "HDU %d (%s): the data is cut off after %,d of %,d bytes",
                unit.index(), Phrases.clip(unit.name()), unit.dataSize() - left, unit.dataSize()));
      }
      digest.update(buffer, 0, n);
      left -= n;
    }
    long padding = Math.floorMod(-unit.dataSize(), (long) BLOCK);
    // Some writers leave out the padding behind the last unit; it says nothing.
    offset += unit.dataSize() + in.readNBytes(buffer, 0, (int) padding);
    return HexFormat.of().formatHex(digest.digest());
  }

  private String trailing(byte[] block, int n) throws IOException {
    MessageDigest digest = Contents.sha256();
    digest.update(block, 0, n);
    for (int m = in.readNBytes(buffer, 0, buffer.length);
        m > 0;
        m = in.readNBytes(buffer, 0, buffer.length)) {
      digest.update(buffer, 0, m);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
