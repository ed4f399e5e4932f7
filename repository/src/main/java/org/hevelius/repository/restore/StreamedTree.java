package org.hevelius.repository.restore;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.hevelius.repository.format.FileName;

/**
 * A tree of files that never changes and of which names, sizes, times and bytes can be read, and
 * nothing else. Safe for use by several threads.
 */
public interface StreamedTree {
  /**
   * A file or directory.
   *
   * @param size in bytes; 0 for directories
   */
  record Entry(FileName name, boolean directory, long size, Instant modified) {}

  /** What is in a directory, each name once; the root is the path without names. */
  List<Entry> children(List<FileName> directory);

  /**
   * Opens a file from a byte on; the caller closes it.
   *
   * @throws IOException if it can't be read
   */
  InputStream open(List<FileName> file, long from) throws IOException;
}
