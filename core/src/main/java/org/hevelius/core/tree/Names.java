package org.hevelius.core.tree;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Turns raw file names into text and back without loss: bytes that are not valid UTF-8 become the
 * lone surrogates U+DC80 to U+DCFF (PEP 383, "surrogateescape").
 */
public final class Names {
  private static final int ESCAPE = 0xdc00;

  private Names() {}

  /** Text for raw bytes. */
  public static String text(byte[] raw) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(raw);
    CharBuffer out = CharBuffer.allocate(raw.length);
    while (decoder.decode(in, out, true).isError()) {
      out.put((char) (ESCAPE + (in.get() & 0xff)));
    }
    return out.flip().toString();
  }

  /** Raw bytes for text made by {@link #text}. */
  public static byte[] raw(String text) {
    if (text.chars().noneMatch(Names::isEscape)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      boolean paired = i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
      if (isEscape(text.charAt(i)) && !paired) {
        raw.writeBytes(text.substring(start, i).getBytes(StandardCharsets.UTF_8));
        raw.write(text.charAt(i) - ESCAPE);
        start = i + 1;
      }
    }
    raw.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
    return raw.toByteArray();
  }

  /** Orders names as their raw bytes, unsigned: the order of entries in a tree. */
  public static int compare(String left, String right) {
    if (isPlain(left) && isPlain(right)) {
      return left.compareTo(right);
    }
    return Arrays.compareUnsigned(raw(left), raw(right));
  }

  /**
   * The name for people and for JSON, on one line: backslash, control characters and bytes that are
   * not UTF-8 are written as {@code \\}, {@code \n}, {@code \t} or {@code \xNN}. {@link #parse}
   * takes it back.
   */
  public static String show(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\\') {
                shown.append("\\\\");
              } else if (c == '\n') {
                shown.append("\\n");
              } else if (c == '\t') {
                shown.append("\\t");
              } else if (c < 0x20 || c == 0x7f) {
                shown.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
              } else if (isEscape(c)) {
                shown.append("\\x").append(HexFormat.of().toHexDigits((byte) (c - ESCAPE)));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  /**
   * The name for a text written by {@link #show}; a backslash that starts no escape stands for
   * itself.
   */
  public static String parse(String shown) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (int i = 0; i < shown.length(); ) {
      int c = shown.codePointAt(i);
      String escape = c == '\\' && i + 1 < shown.length() ? shown.substring(i + 1) : "";
      if (escape.startsWith("\\")) {
        raw.write('\\');
        i += 2;
      } else if (escape.startsWith("n")) {
        raw.write('\n');
        i += 2;
      } else if (escape.startsWith("t")) {
        raw.write('\t');
        i += 2;
      } else if (escape.matches("(?s)x[0-9a-fA-F]{2}.*")) {
        raw.write(Integer.parseInt(escape.substring(1, 3), 16));
        i += 4;
      } else {
        raw.writeBytes(raw(new String(Character.toChars(c))));
        i += Character.charCount(c);
      }
    }
    return text(raw.toByteArray());
  }

  /** Below the surrogates the order of UTF-16 units is the order of the UTF-8 bytes. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= Character.MIN_SURROGATE) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEscape(int c) {
    return c >= 0xdc80 && c <= 0xdcff;
  }
}
