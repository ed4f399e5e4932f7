package org.hevelius.core.compare;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A header and data unit of a FITS file: its cards, and where its data is. */
final class FitsUnit {
  private static final int MOST_AXES = 999;

  private final int index;
  private final List<FitsCard> cards;
  private final Map<String, FitsCard> byKeyword = new HashMap<>();
  private final long dataSize;
  private long dataOffset;
  private String hash = "";

  /**
   * Understands a header.
   *
   * @throws MalformedFitsException if the size of the data doesn't follow from it
   */
  FitsUnit(int index, List<FitsCard> cards) {
    this.index = index;
    this.cards = List.copyOf(cards);
    cards.stream()
        .filter(card -> !card.commentary())
        .forEach(card -> byKeyword.putIfAbsent(card.keyword(), card));
    this.dataSize = size();
  }

  int index() {
    return index;
  }

  List<FitsCard> cards() {
    return cards;
  }

  /** Bytes of data without the padding (section 4.4.1.1, equations 1 and 2). */
  long dataSize() {
    return dataSize;
  }

  long dataOffset() {
    return dataOffset;
  }

  String hash() {
    return hash;
  }

  void data(long offset, String digest) {
    dataOffset = offset;
    hash = digest;
  }

  /** The kind: IMAGE for a primary one, else the XTENSION. */
  String type() {
    return index == 0 ? "IMAGE" : text("XTENSION", "");
  }

  boolean isTable() {
    return type().equals("BINTABLE") || type().equals("A3DTABLE");
  }

  boolean isImage() {
    return type().equals("IMAGE") && axes() > 0 && number("GROUPS", 0) == 0;
  }

  /** EXTNAME, or PRIMARY, or the number. */
  String name() {
    String name = text("EXTNAME", "");
    if (!name.isEmpty()) {
      return name;
    }
    return index == 0 ? "PRIMARY" : "HDU " + index;
  }

  /** What tells it from the other units of its file, apart from its place. */
  String identity() {
    String name = text("EXTNAME", "");
    return index == 0 ? "primary" : type() + " " + name + " " + text("EXTVER", "1");
  }

  int axes() {
    return (int) number("NAXIS", 0);
  }

  long axis(int number) {
    return number("NAXIS" + number, 0);
  }

  int elementBytes() {
    return (int) Math.abs(number("BITPIX", 8)) / 8;
  }

  /** The value of a keyword, or another text when it isn't there. */
  String text(String keyword, String otherwise) {
    FitsCard card = byKeyword.get(keyword);
    return card == null ? otherwise : card.value();
  }

  long number(String keyword, long otherwise) {
    FitsCard card = byKeyword.get(keyword);
    if (card == null || card.string() || card.value().equals("F")) {
      return otherwise;
    }
    if (card.value().equals("T")) {
      return 1;
    }
    try {
      return Long.parseLong(card.value());
    } catch (NumberFormatException e) {
      throw wrong(keyword + " is \"" + Phrases.clip(card.value()) + "\", not a whole number");
    }
  }

  private long required(String keyword) {
    if (byKeyword.get(keyword) == null) {
      throw wrong(keyword + " is missing");
    }
    return number(keyword, 0);
  }

  private long size() {
    long bits = required("BITPIX");
    if (!List.of(8L, 16L, 32L, 64L, -32L, -64L).contains(bits)) {
      throw wrong("BITPIX is " + bits);
    }
    long axes = required("NAXIS");
    if (axes < 0 || axes > MOST_AXES) {
      throw wrong("NAXIS is " + axes);
    }
    try {
      long elements = axes == 0 ? 0 : 1;
      for (int i = 1; i <= axes; i++) {
        long length = required("NAXIS" + i);
        if (length < 0) {
          throw wrong("NAXIS" + i + " is " + length);
        }
        boolean groups = i == 1 && length == 0 && number("GROUPS", 0) == 1;
        elements = groups ? elements : Math.multiplyExact(elements, length);
      }
      long values =
          Math.multiplyExact(number("GCOUNT", 1), Math.addExact(number("PCOUNT", 0), elements));
      long bytes = Math.multiplyExact(Math.abs(bits) / 8, axes == 0 ? 0 : values);
      if (bytes < 0) {
        throw wrong("PCOUNT or GCOUNT is negative");
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw wrong("the size of its data is beyond all bounds");
    }
  }

  private MalformedFitsException wrong(String what) {
    return new MalformedFitsException("HDU " + index + ": " + what);
  }
}
