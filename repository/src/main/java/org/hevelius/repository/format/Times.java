package org.hevelius.repository.format;

import java.time.Instant;
import java.time.LocalDate;

/** Times as RFC 3339 text with an offset and up to 9 fraction digits. */
final class Times {
  private Times() {}

  /**
   * Reads a time. The common shape is read by hand, because a tree has three times an entry and the
   * library needs a microsecond for each.
   */
  static Instant parse(String text) {
    int n = text.length();
    if (n < 20
        || text.charAt(4) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return JsonText.parseTime(text);
    }
    int at = 19;
    int nanos = 0;
    if (text.charAt(at) == '.') {
      int scale = 100_000_000;
      for (at++; at < n && Character.isDigit(text.charAt(at)); at++) {
        nanos += (text.charAt(at) - '0') * scale;
        scale /= 10;
      }
    }
    int offset = offsetSeconds(text, at);
    if (offset == Integer.MIN_VALUE) {
      return JsonText.parseTime(text);
    }
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    long second = number(text, 11, 13) * 3600L + number(text, 14, 16) * 60L + number(text, 17, 19);
    return Instant.ofEpochSecond(day * 86_400 + second - offset, nanos);
  }

  private static int offsetSeconds(String text, int at) {
    if (at == text.length() - 1 && text.charAt(at) == 'Z') {
      return 0;
    }
    if (at != text.length() - 6 || text.charAt(at + 3) != ':') {
      return Integer.MIN_VALUE;
    }
    int seconds = number(text, at + 1, at + 3) * 3600 + number(text, at + 4, at + 6) * 60;
    return text.charAt(at) == '-' ? -seconds : seconds;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalArgumentException("not an RFC 3339 time: " + text);
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
