package org.hevelius.core.compare;

/** How the content of a file differs between two versions. */
public sealed interface ContentChange
    permits SameContent, TextChange, LargeTextChange, TableChange, FitsChange, BinaryChange {

  /** What the content was compared as. */
  enum Kind {
    /** The same bytes; nothing was looked at further. */
    SAME,
    /** Lines of text. */
    TEXT,
    /** Text too large for a line by line comparison. */
    LARGE_TEXT,
    /** Rows and columns of a CSV or TSV file. */
    TABLE,
    /** FITS headers and data units. */
    FITS,
    /** Bytes. */
    BINARY
  }

  /** What the content was compared as. */
  Kind kind();

  /** The difference in one short line without control characters, for lists and histories. */
  String summaryLine();
}
