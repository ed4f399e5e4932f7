package org.hevelius.core.compare;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hevelius.core.compare.FitsChange.DataChange;
import org.hevelius.core.compare.FitsChange.ImageData;
import org.hevelius.core.compare.FitsChange.OtherData;
import org.hevelius.core.compare.FitsChange.TableData;
import org.hevelius.core.compare.FitsColumns.Column;

/** Compares the data of two units side by side, about one mebibyte at a time. */
final class FitsDataDiff {
  private static final int CHUNK = 1 << 20;

  private FitsDataDiff() {}

  static DataChange compare(Content before, FitsUnit old, Content after, FitsUnit now)
      throws IOException {
    if (old.isImage() && now.isImage()) {
      boolean contradicts = shape(old).equals(shape(now)) && old.dataSize() != now.dataSize();
      return contradicts
          ? new OtherData(old.dataSize(), now.dataSize())
          : images(before, old, after, now);
    }
    Optional<FitsColumns> left = old.isTable() ? FitsColumns.of(old) : Optional.empty();
    Optional<FitsColumns> right = now.isTable() ? FitsColumns.of(now) : Optional.empty();
    if (left.isEmpty() || right.isEmpty()) {
      return new OtherData(old.dataSize(), now.dataSize());
    }
    try (InputStream a = at(before, old);
        InputStream b = at(after, now)) {
      return new Tables(old, left.get(), now, right.get()).compare(a, b);
    }
  }

  private static InputStream at(Content content, FitsUnit unit) throws IOException {
    InputStream in = FitsStream.open(content);
    try {
      in.skipNBytes(unit.dataOffset());
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static void read(InputStream in, byte[] buffer, int length) throws IOException {
    if (in.readNBytes(buffer, 0, length) < length) {
      throw new EOFException("it became shorter while it was read");
    }
  }

  private static ImageData images(Content before, FitsUnit old, Content after, FitsUnit now)
      throws IOException {
    String shapeBefore = shape(old);
    String shapeAfter = shape(now);
    if (!shapeBefore.equals(shapeAfter)) {
      return new ImageData(shapeBefore, shapeAfter, 0, now.dataSize() / now.elementBytes());
    }
    int width = now.elementBytes();
    byte[] left = new byte[CHUNK];
    byte[] right = new byte[CHUNK];
    long changed = 0;
    try (InputStream a = at(before, old);
        InputStream b = at(after, now)) {
      for (long rest = now.dataSize(); rest > 0; rest -= CHUNK) {
        int n = (int) Math.min(CHUNK, rest);
        read(a, left, n);
        read(b, right, n);
        for (int i = Arrays.mismatch(left, 0, n, right, 0, n); i >= 0 && i < n; i += width) {
          i -= i % width;
          changed += Arrays.equals(left, i, i + width, right, i, i + width) ? 0 : 1;
        }
      }
    }
    return new ImageData(shapeBefore, shapeAfter, changed, now.dataSize() / width);
  }

  private static String shape(FitsUnit unit) {
    return IntStream.rangeClosed(1, unit.axes())
            .mapToObj(i -> String.valueOf(unit.axis(i)))
            .collect(Collectors.joining(" x "))
        + ", "
        + unit.elementBytes() * 8
        + (unit.number("BITPIX", 8) < 0 ? " bit float" : " bit");
  }

  /** A column that is in both tables. */
  private record Common(Column before, Column after) {}

  /** Two binary tables. */
  private static final class Tables {
    private final FitsColumns left;
    private final FitsColumns right;
    private final FitsUnit old;
    private final FitsUnit now;
    private final List<Common> common = new ArrayList<>();
    private final boolean[] changed;
    private long rowsChanged;

    Tables(FitsUnit old, FitsColumns left, FitsUnit now, FitsColumns right) {
      this.old = old;
      this.left = left;
      this.now = now;
      this.right = right;
      for (Column column : left.list()) {
        right.called(column.name()).ifPresent(other -> common.add(new Common(column, other)));
      }
      this.changed = new boolean[common.size()];
    }

    TableData compare(InputStream a, InputStream b) throws IOException {
      long rowsBefore = old.axis(2);
      long rowsAfter = now.axis(2);
      long both = Math.min(rowsBefore, rowsAfter);
      int rows = Math.max(1, CHUNK / Math.max(left.width(), right.width()));
      byte[] l = new byte[rows * left.width()];
      byte[] r = new byte[rows * right.width()];
      for (long row = 0; row < both; row += rows) {
        int n = (int) Math.min(rows, both - row);
        read(a, l, n * left.width());
        read(b, r, n * right.width());
        for (int i = 0; i < n; i++) {
          rowsChanged += rowDiffers(l, i * left.width(), r, i * right.width()) ? 1 : 0;
        }
      }
      for (int i = 0; i < changed.length; i++) {
        Common column = common.get(i);
        changed[i] |= !column.before.form().equals(column.after.form());
      }
      a.skipNBytes((rowsBefore - both) * left.width());
      b.skipNBytes((rowsAfter - both) * right.width());
      return change(rowsBefore, rowsAfter, heapDiffers(a, b));
    }

    private TableData change(long rowsBefore, long rowsAfter, boolean heapDiffers) {
      return new TableData(
          rowsBefore,
          rowsAfter,
          rowsChanged,
          IntStream.range(0, changed.length)
              .filter(i -> changed[i])
              .mapToObj(i -> common.get(i).after.name())
              .toList(),
          only(right, left),
          only(left, right),
          heapDiffers);
    }

    private boolean rowDiffers(byte[] l, int leftRow, byte[] r, int rightRow) {
      boolean differs = false;
      for (int i = 0; i < changed.length; i++) {
        Column x = common.get(i).before;
        Column y = common.get(i).after;
        int from = leftRow + x.offset();
        int to = rightRow + y.offset();
        if (!Arrays.equals(l, from, from + x.width(), r, to, to + y.width())) {
          changed[i] = true;
          differs = true;
        }
      }
      return differs;
    }

    private boolean heapDiffers(InputStream a, InputStream b) throws IOException {
      long heapBefore = old.dataSize() - old.axis(2) * left.width();
      long heapAfter = now.dataSize() - now.axis(2) * right.width();
      return heapBefore != heapAfter
          || !Contents.hash(a, heapBefore).equals(Contents.hash(b, heapAfter));
    }

    private static List<String> only(FitsColumns here, FitsColumns there) {
      return here.list().stream()
          .map(Column::name)
          .filter(name -> there.called(name).isEmpty())
          .toList();
    }
  }
}
