package org.hevelius.repository.restore;

import java.util.List;
import org.hevelius.repository.format.Node;

/** One directory of a {@link State}. Safe for use by several threads. */
interface StateDirectory {
  /** A part of the content of a file that is to be written: some pieces that follow each other. */
  record Part(TargetFile file, int firstPiece, int endPiece, long position) {}

  /** What is in it, in no order. */
  List<Node> nodes(RestoreWorker worker);

  /** A directory in it. */
  StateDirectory below(Node directory);

  /** Whether two directories of these two are known to be equal, with everything below. */
  boolean isSame(Node mine, Node others);

  /** The content of a file in it. */
  FileContent content(Node file);

  /**
   * Reads parts of files of this directory, in the order that is best, and delivers each piece
   * once: to {@link TargetFile#write}, or to {@link TargetFile#fail} if it can't be read; in any
   * case {@link TargetFile#arrived} is told.
   */
  void write(RestoreWorker worker, RestoreContext context, List<Part> parts);
}
