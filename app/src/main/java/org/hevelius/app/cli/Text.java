package org.hevelius.app.cli;

import org.hevelius.core.tree.Names;

/** Text for a terminal: what it shows, and how many columns that takes. */
final class Text {
  private Text() {}

  /**
   * Makes text from outside, such as a file name, safe to show: control characters, which could
   * move the cursor or hide what follows, and bytes that are not UTF-8 (as lone surrogates) are
   * shown as escapes.
   */
  static String printable(String text) {
    if (text.codePoints().noneMatch(Text::needsEscape)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(
            point -> {
              if (!needsEscape(point)) {
                shown.appendCodePoint(point);
              } else if (point == '\n') {
                shown.append("\\n");
              } else if (point == '\t') {
                shown.append("\\t");
              } else if (point < 0x100) {
                shown.append("\\x").append(hex(point, 2));
              } else if (point >= 0xdc80 && point <= 0xdcff) {
                shown.append("\\x").append(hex(point - 0xdc00, 2));
              } else {
                shown.append("\\u").append(hex(point, 4));
              }
            });
    return shown.toString();
  }

  /** Columns that the text takes: combining marks none, wide East Asian signs and emoji two. */
  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      width += width(point);
    }
    return width;
  }

  /** Shortens text to this many columns, keeping its end, where file names differ. */
  static String shortened(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    int start = text.length();
    int used = 3;
    while (start > 0) {
      int point = text.codePointBefore(start);
      if (used + width(point) > columns) {
        break;
      }
      used += width(point);
      start -= Character.charCount(point);
    }
    return "..." + text.substring(start);
  }

  /** Shortens text to this many columns, keeping its beginning. */
  static String head(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    int end = 0;
    int used = 3;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      if (used + width(point) > columns) {
        break;
      }
      used += width(point);
      end += Character.charCount(point);
    }
    return text.substring(0, end) + "...";
  }

  /** Text with blanks behind it up to this many columns. */
  static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /** Text with blanks before it up to this many columns. */
  static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - width(text))) + text;
  }

  /** A path of a tree, in the form in which verbs take it back. */
  static String path(String raw) {
    return printable(Names.show(raw));
  }

  /** A path of a tree as a word for the shell. */
  static String word(String raw) {
    String shown = path(raw);
    return shown.matches("[\\p{L}\\p{N}_./@:=+,-]+")
        ? shown
        : "'" + shown.replace("'", "'\\''") + "'";
  }

  private static int width(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        (point >= 0x1100 && point <= 0x115f)
            || (point >= 0x2e80 && point <= 0xa4cf)
            || (point >= 0xac00 && point <= 0xd7a3)
            || (point >= 0xf900 && point <= 0xfaff)
            || (point >= 0xfe30 && point <= 0xfe6f)
            || (point >= 0xff00 && point <= 0xff60)
            || (point >= 0x1f300 && point <= 0x1faff)
            || (point >= 0x20000 && point <= 0x3fffd);
    return wide ? 2 : 1;
  }

  private static boolean needsEscape(int point) {
    return Character.isISOControl(point)
        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
        || (point >= 0x202a && point <= 0x202e)
        || (point >= 0x2066 && point <= 0x2069);
  }

  private static String hex(int value, int digits) {
    String text = Integer.toHexString(value);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }
}
