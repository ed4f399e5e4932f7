package org.hevelius.providers.directory;

import java.nio.file.Path;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.providers.files.LiveTree;
import org.hevelius.repository.backup.Excludes;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.fs.RawPath;

/** Directories that belong to no dataset. */
public final class Directories {
  private Directories() {}

  /**
   * A directory as it is, with everything that a capture of it would hold.
   *
   * @throws HeveliusException NOT_FOUND if there is none
   */
  public static SnapshotTree open(Path directory) {
    if (!directory.toFile().isDirectory()) {
      throw new HeveliusException(
          Category.NOT_FOUND, "there is no directory " + directory, "nothing was read");
    }
    return new LiveTree(
        FileSystems.local(), RawPath.ofText(directory.toAbsolutePath().toString()), Excludes.NONE);
  }
}
