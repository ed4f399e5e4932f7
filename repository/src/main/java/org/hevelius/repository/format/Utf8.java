package org.hevelius.repository.format;

/** Reads UTF-8 as Go does: shortest forms only, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
  private Utf8() {}

  /** Length of the valid sequence at {@code i}, or 0 when there is none. */
  static int sequenceLength(byte[] bytes, int i) {
    int first = bytes[i] & 0xff;
    if (first < 0x80) {
      return 1;
    }
    int size =
        first >= 0xc2 && first < 0xe0
            ? 2
            : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
    if (size == 0 || i + size > bytes.length) {
      return 0;
    }
    for (int k = 1; k < size; k++) {
      if ((bytes[i + k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int c = codePoint(bytes, i, size);
    boolean valid =
        size == 2
            || (size == 3
                ? c >= 0x800 && (c < 0xd800 || c > 0xdfff)
                : c >= 0x10000 && c <= 0x10ffff);
    return valid ? size : 0;
  }

  /** The code point of a valid sequence. */
  static int codePoint(byte[] bytes, int i, int size) {
    int c = size == 1 ? bytes[i] : bytes[i] & (0xff >> (size + 1));
    for (int k = 1; k < size; k++) {
      c = c << 6 | (bytes[i + k] & 0x3f);
    }
    return c;
  }
}
