package org.hevelius.core.compare;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares texts line by line, or, when they are too large, finds where they begin to differ. */
final class TextDiff {
  private static final int CONTEXT = 3;
  private static final int LONGEST_LINE = 500;

  private TextDiff() {}

  static ContentChange compare(Content before, Content after, ContentOptions options)
      throws IOException {
    if (before.size() > options.textBytes() || after.size() > options.textBytes()) {
      return large(before, after);
    }
    // A live file may have grown since it was listed, so the bound holds for what is read, too.
    byte[] left = read(before, options.textBytes());
    byte[] right = read(after, options.textBytes());
    return lines(Lines.of(left), Lines.of(right), options);
  }

  private static byte[] read(Content content, long most) throws IOException {
    try (InputStream in = content.open()) {
      return in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 16));
    }
  }

  private static TextChange lines(List<String> left, List<String> right, ContentOptions options) {
    Patch<String> patch = LineMatcher.diff(left, right);
    long added = 0;
    long removed = 0;
    for (AbstractDelta<String> delta : patch.getDeltas()) {
      added += delta.getTarget().size();
      removed += delta.getSource().size();
    }
    List<String> unified = new ArrayList<>();
    boolean truncated = false;
    // The first two lines name the files, which the caller knows better.
    for (String line :
        UnifiedDiffUtils.generateUnifiedDiff("a", "b", left, patch, CONTEXT).stream()
            .skip(2)
            .flatMap(line -> Arrays.stream(line.split("\n", -1)))
            .limit(options.diffLines() + 1L)
            .toList()) {
      truncated = unified.size() == options.diffLines();
      if (!truncated) {
        unified.add(line);
      }
    }
    return new TextChange(added, removed, unified, truncated, KeyValues.changes(left, right));
  }

  private static LargeTextChange large(Content before, Content after) throws IOException {
    try (InputStream a = before.open();
        InputStream b = after.open()) {
      LineReader left = new LineReader(a);
      LineReader right = new LineReader(b);
      long line = 0;
      byte @Nullable [] l;
      byte @Nullable [] r;
      do {
        line++;
        l = left.next();
        r = right.next();
      } while (l != null && r != null && left.hash == right.hash && Arrays.equals(l, r));
      String shownLeft = l == null ? "" : new String(l, StandardCharsets.UTF_8);
      String shownRight = r == null ? "" : new String(r, StandardCharsets.UTF_8);
      return new LargeTextChange(left.rest(), right.rest(), line, shownLeft, shownRight);
    }
  }

  /** Reads lines of any length, of which it keeps the beginning and a hash. */
  private static final class LineReader {
    private final InputStream in;
    private final byte[] buffer = new byte[Contents.BUFFER];
    private int at;
    private int end;
    private long count;
    private long hash;

    LineReader(InputStream in) {
      this.in = in;
    }

    byte @Nullable [] next() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      hash = 0;
      int b = read();
      if (b < 0) {
        return null;
      }
      count++;
      for (; b >= 0 && b != '\n'; b = read()) {
        hash = Hashes.mix(hash, b);
        if (line.size() < LONGEST_LINE) {
          line.write(b);
        }
      }
      hash = Hashes.mix(hash, b);
      return line.toByteArray();
    }

    private int read() throws IOException {
      if (at == end) {
        at = 0;
        end = Math.max(0, in.readNBytes(buffer, 0, buffer.length));
      }
      return at == end ? -1 : buffer[at++] & 0xff;
    }

    long rest() throws IOException {
      int last = '\n';
      for (int b = read(); b >= 0; b = read()) {
        count += last == '\n' ? 1 : 0;
        last = b;
      }
      return count;
    }
  }
}
