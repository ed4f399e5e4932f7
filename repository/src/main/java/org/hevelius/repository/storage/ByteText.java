package org.hevelius.repository.storage;

import java.util.Locale;

/** Byte counts for people, in powers of 1000. */
final class ByteText {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private ByteText() {}

  /** Such as {@code 212 MB}, {@code 1.9 GB} or {@code 17 bytes}. */
  static String of(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }
}
