package org.hevelius.core.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * Compares two versions of one file by what is in it: FITS by header cards, columns and pixels,
 * tables by rows and cells, text by lines, everything else by bytes. What it is, is told by its
 * first bytes, and by its extension for tables. Everything is streamed within the bounds of the
 * options.
 */
public final class ContentDiff {
  private ContentDiff() {}

  /**
   * Compares a file of one tree with a file of another.
   *
   * @throws HeveliusException if one of them is not a file or can't be read, or if the key column
   *     of the options is not in the table
   */
  public static ContentChange compare(
      SnapshotTree left,
      TreeEntry before,
      SnapshotTree right,
      TreeEntry after,
      ContentOptions options) {
    Content old = Content.of(left, before);
    Content now = Content.of(right, after);
    boolean sameKey = before.contentKey() != null && before.contentKey().equals(after.contentKey());
    return sameKey ? new SameContent(after.size()) : compare(old, now, options);
  }

  /** Compares two contents. Errors as above. */
  public static ContentChange compare(Content before, Content after, ContentOptions options) {
    try {
      if (before.size() == after.size() && equal(before, after)) {
        return new SameContent(after.size());
      }
      return different(before, after, options);
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't read \"" + Names.show(after.path()) + "\" to compare it: " + e.getMessage(),
          List.of("nothing was changed"),
          e);
    }
  }

  private static ContentChange different(Content before, Content after, ContentOptions options)
      throws IOException {
    Form form = form(before);
    if (form != form(after)) {
      return BinaryDiff.compare(before, after, null);
    }
    return switch (form) {
      case FITS -> {
        try {
          yield FitsDiff.compare(before, after, options);
        } catch (MalformedFitsException e) {
          yield BinaryDiff.compare(before, after, Objects.requireNonNull(e.getMessage()));
        }
      }
      case TABLE -> TableDiff.compare(before, after, options);
      case TEXT -> TextDiff.compare(before, after, options);
      case BINARY -> BinaryDiff.compare(before, after, null);
    };
  }

  private static boolean equal(Content before, Content after) throws IOException {
    try (InputStream a = before.open();
        InputStream b = after.open()) {
      return Contents.equal(a, b);
    }
  }

  private enum Form {
    FITS,
    TABLE,
    TEXT,
    BINARY
  }

  private static Form form(Content content) throws IOException {
    try (InputStream in = content.open()) {
      byte[] start = in.readNBytes(Contents.BUFFER);
      if (FitsStream.looksLikeFits(start)) {
        return Form.FITS;
      }
      if (!isText(start)) {
        return Form.BINARY;
      }
      return tableExtension(content.path()) == null ? Form.TEXT : Form.TABLE;
    }
  }

  /** The extension of a table file in lower case, or null for other files. */
  static @Nullable String tableExtension(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    for (String extension : List.of("csv", "tsv", "psv")) {
      if (name.endsWith("." + extension)) {
        return extension;
      }
    }
    return null;
  }

  private static boolean isText(byte[] start) {
    int controls = 0;
    for (byte b : start) {
      if (b == 0) {
        return false;
      }
      boolean space = b == '\t' || b == '\n' || b == '\r' || b == '\f';
      controls += b >= 0 && b < 0x20 && !space ? 1 : 0;
    }
    if (isUtf8(start)) {
      return true;
    }
    // Older text is often ISO 8859-1, where every byte is a character: then control codes decide.
    return controls == 0;
  }

  static boolean isUtf8(byte[] start) {
    // The last character may be cut.
    for (int cut = 0; cut <= Math.min(3, start.length); cut++) {
      try {
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(start, 0, start.length - cut));
        return true;
      } catch (CharacterCodingException e) {
        if (start.length < Contents.BUFFER) {
          return false;
        }
      }
    }
    return false;
  }
}
