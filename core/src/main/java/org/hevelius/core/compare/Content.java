package org.hevelius.core.compare;

import java.io.IOException;
import java.io.InputStream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;

/** The content of one version of a file; it may be opened several times. */
public interface Content {
  /** The path, for its extension and for messages. */
  String path();

  /** Length in bytes. */
  long size();

  /** A new stream from the beginning; the caller closes it. */
  InputStream open() throws IOException;

  /**
   * The content of a file of a tree.
   *
   * @throws HeveliusException if the entry is not a file
   */
  static Content of(SnapshotTree tree, TreeEntry file) {
    if (!file.isFile()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + Names.show(file.path()) + "\" is not a file, so it has no content to compare");
    }
    return new Content() {
      @Override
      public String path() {
        return file.path();
      }

      @Override
      public long size() {
        return file.size();
      }

      @Override
      public InputStream open() {
        return tree.open(file);
      }
    };
  }
}
