package org.hevelius.core.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the columns of a binary table are in its rows (section 7.3).
 *
 * @param width bytes per row
 */
record FitsColumns(int width, List<Column> list) {
  private static final int WIDEST = 1 << 24;
  private static final Pattern FORM = Pattern.compile("(\\d*)([LXBIJKAEDCMPQ]).*", Pattern.DOTALL);

  /**
   * A column.
   *
   * @param form type letter and repeat count
   * @param offset of its first byte in the row
   */
  record Column(String name, String form, int offset, int width) {
    boolean isCalled(String other) {
      return name.toUpperCase(Locale.ROOT).equals(other.toUpperCase(Locale.ROOT));
    }
  }

  /** The columns of a binary table, or nothing when its cards contradict each other. */
  static Optional<FitsColumns> of(FitsUnit unit) {
    long width = unit.axis(1);
    long count = unit.number("TFIELDS", 0);
    if (unit.axes() != 2 || width < 1 || width > WIDEST || count < 1 || count > 999) {
      return Optional.empty();
    }
    if (unit.axis(2) > unit.dataSize() / width) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>();
    long offset = 0;
    for (int i = 1; i <= count; i++) {
      String form = unit.text("TFORM" + i, "").strip();
      long bytes = width(form);
      if (bytes < 0 || offset + bytes > width) {
        return Optional.empty();
      }
      String name = unit.text("TTYPE" + i, "").strip();
      columns.add(
          new Column(name.isEmpty() ? "column " + i : name, form, (int) offset, (int) bytes));
      offset += bytes;
    }
    return offset == width
        ? Optional.of(new FitsColumns((int) width, List.copyOf(columns)))
        : Optional.empty();
  }

  Optional<Column> called(String name) {
    return list.stream().filter(column -> column.isCalled(name)).findFirst();
  }

  private static long width(String form) {
    Matcher matcher = FORM.matcher(form);
    if (!matcher.matches()) {
      return -1;
    }
    String count = String.valueOf(matcher.group(1));
    if (count.length() > 9) {
      return -1;
    }
    long repeat = count.isEmpty() ? 1 : Long.parseLong(count);
    return switch (String.valueOf(matcher.group(2)).charAt(0)) {
      case 'L', 'B', 'A' -> repeat;
      case 'X' -> (repeat + 7) / 8;
      case 'I' -> 2 * repeat;
      case 'J', 'E' -> 4 * repeat;
      case 'K', 'D', 'C', 'P' -> 8 * repeat;
      case 'M', 'Q' -> 16 * repeat;
      default -> -1;
    };
  }
}
