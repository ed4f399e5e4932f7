package org.hevelius.core.compare;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Counts the bytes that differ. */
final class BinaryDiff {
  private BinaryDiff() {}

  static ContentChange compare(Content before, Content after, @Nullable String note)
      throws IOException {
    byte[] a = new byte[Contents.BUFFER];
    byte[] b = new byte[Contents.BUFFER];
    long first = -1;
    long differing = 0;
    long sizeBefore = 0;
    long sizeAfter = 0;
    try (InputStream left = before.open();
        InputStream right = after.open()) {
      int n;
      int m;
      do {
        n = left.readNBytes(a, 0, a.length);
        m = right.readNBytes(b, 0, b.length);
        for (int i = 0; i < Math.min(n, m); i++) {
          if (a[i] != b[i]) {
            first = first < 0 ? sizeBefore + i : first;
            differing++;
          }
        }
        sizeBefore += n;
        sizeAfter += m;
      } while (n > 0 || m > 0);
    }
    first = first < 0 ? Math.min(sizeBefore, sizeAfter) : first;
    return new BinaryChange(sizeBefore, sizeAfter, first, differing, note);
  }
}
