package org.hevelius.repository.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Base64;

/**
 * Writes JSON exactly as Go's encoder does, so that equal trees become equal blobs: no spaces,
 * {@code < > &} and U+2028, U+2029 escaped, times in RFC 3339 with trailing zeros cut.
 */
final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

  private byte[] bytes;
  private int length;

  JsonText(int capacity) {
    bytes = new byte[capacity];
  }

  int length() {
    return length;
  }

  byte[] toBytes() {
    return java.util.Arrays.copyOf(bytes, length);
  }

  private void need(int more) {
    if (bytes.length - length < more) {
      bytes = java.util.Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  JsonText raw(byte[] ascii) {
    need(ascii.length);
    System.arraycopy(ascii, 0, bytes, length, ascii.length);
    length += ascii.length;
    return this;
  }

  JsonText raw(char c) {
    need(1);
    bytes[length++] = (byte) c;
    return this;
  }

  JsonText number(long value) {
    if (value < 0) {
      return raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
    need(20);
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    int at = length + digits;
    long rest = value;
    do {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    length += digits;
    return this;
  }

  private JsonText digits(int value, int count) {
    need(count);
    int rest = value;
    for (int i = count - 1; i >= 0; i--) {
      bytes[length + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
    return this;
  }

  JsonText id(Id id) {
    need(66);
    bytes[length++] = '"';
    hex(id.a());
    hex(id.b());
    hex(id.c());
    hex(id.d());
    bytes[length++] = '"';
    return this;
  }

  private void hex(long value) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(int) (value >>> shift) & 15];
    }
  }

  JsonText base64(byte[] value) {
    return raw('"').raw(Base64.getEncoder().encode(value)).raw('"');
  }

  /**
   * An instant as RFC 3339 in UTC, in quotes; years outside 0 to 9999 are clamped, as restic does.
   */
  JsonText time(Instant time) {
    Instant clamped = time.isAfter(LAST) ? LAST : time.isBefore(FIRST) ? FIRST : time;
    LocalDateTime utc =
        LocalDateTime.ofEpochSecond(clamped.getEpochSecond(), clamped.getNano(), ZoneOffset.UTC);
    raw('"').digits(utc.getYear(), 4).raw('-').digits(utc.getMonthValue(), 2).raw('-');
    digits(utc.getDayOfMonth(), 2).raw('T').digits(utc.getHour(), 2).raw(':');
    digits(utc.getMinute(), 2).raw(':').digits(utc.getSecond(), 2);
    if (clamped.getNano() != 0) {
      raw('.').digits(clamped.getNano(), 9);
      while (bytes[length - 1] == '0') {
        length--;
      }
    }
    return raw('Z').raw('"');
  }

  static Instant parseTime(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not an RFC 3339 time: " + text, e);
    }
  }

  /** A UTF-8 text as a JSON string, escaped as Go does. */
  JsonText string(byte[] utf8) {
    need(utf8.length + 2);
    raw('"');
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if (b >= 0x20 && b != '"' && b != '\\' && b != '<' && b != '>' && b != '&') {
        raw((char) b);
      } else if (b >= 0) {
        escape(b);
      } else if (isLineSeparator(utf8, i)) {
        raw('\\').raw('u').raw('2').raw('0').raw('2').raw((char) HEX[utf8[i + 2] & 15]);
        i += 2;
      } else {
        raw((char) (b & 0xff));
      }
    }
    return raw('"');
  }

  JsonText string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isLineSeparator(byte[] utf8, int i) {
    return utf8[i] == (byte) 0xe2
        && i + 2 < utf8.length
        && utf8[i + 1] == (byte) 0x80
        && (utf8[i + 2] == (byte) 0xa8 || utf8[i + 2] == (byte) 0xa9);
  }

  private void escape(byte b) {
    raw('\\');
    switch (b) {
      case '"', '\\' -> raw((char) b);
      case '\n' -> raw('n');
      case '\r' -> raw('r');
      case '\t' -> raw('t');
      default -> raw('u').raw('0').raw('0').raw((char) HEX[b >> 4]).raw((char) HEX[b & 15]);
    }
  }

  /** Whether a name needs no escape at all, on either layer: the case of nearly every file. */
  static boolean isPlain(byte[] name) {
    for (byte b : name) {
      if (b < 0x20 || b == 0x7f || b == '"' || b == '\\' || b == '<' || b == '>' || b == '&') {
        return false;
      }
    }
    return true;
  }

  /**
   * Raw bytes as the inside of a Go string literal ({@code strconv.Quote} without the quotes), in
   * UTF-8.
   */
  static byte[] goQuote(byte[] raw) {
    ByteArrayOutputStream quoted = new ByteArrayOutputStream(raw.length + 8);
    for (int i = 0; i < raw.length; ) {
      int size = Utf8.sequenceLength(raw, i);
      if (size == 0) {
        quoted.writeBytes("\\x%02x".formatted(raw[i] & 0xff).getBytes(StandardCharsets.US_ASCII));
        i++;
        continue;
      }
      int c = Utf8.codePoint(raw, i, size);
      if (c == '"' || c == '\\') {
        quoted.write('\\');
        quoted.write(c);
      } else if (GoUnicode.isPrint(c)) {
        quoted.write(raw, i, size);
      } else {
        quoted.writeBytes(goEscape(c).getBytes(StandardCharsets.US_ASCII));
      }
      i += size;
    }
    return quoted.toByteArray();
  }

  private static String goEscape(int c) {
    return switch (c) {
      case 7 -> "\\a";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case 11 -> "\\v";
      default ->
          c < ' ' || c == 0x7f
              ? "\\x%02x".formatted(c)
              : c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c);
    };
  }

  /**
   * Takes {@link #goQuote} back.
   *
   * @throws IllegalArgumentException for an escape that Go doesn't know
   */
  static byte[] goUnquote(String quoted) {
    if (quoted.indexOf('\\') < 0) {
      return quoted.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream raw = new ByteArrayOutputStream(quoted.length());
    for (int i = 0; i < quoted.length(); ) {
      int c = quoted.codePointAt(i);
      if (c != '\\') {
        raw.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c);
        continue;
      }
      if (i + 1 >= quoted.length()) {
        throw new IllegalArgumentException("an escape is cut off in the name " + quoted);
      }
      i += unescape(quoted, i, raw);
    }
    return raw.toByteArray();
  }

  private static int unescape(String quoted, int at, ByteArrayOutputStream raw) {
    char kind = quoted.charAt(at + 1);
    int simple = "abfnrtv\\\"'".indexOf(kind);
    if (simple >= 0) {
      raw.write("\007\b\f\n\r\t\013\\\"'".charAt(simple));
      return 2;
    }
    int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (digits == 0 || at + 2 + digits > quoted.length()) {
      throw new IllegalArgumentException("an escape that is not known in the name " + quoted);
    }
    int value = Integer.parseUnsignedInt(quoted.substring(at + 2, at + 2 + digits), 16);
    if (digits == 2) {
      raw.write(value);
    } else {
      raw.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
    }
    return 2 + digits;
  }
}
