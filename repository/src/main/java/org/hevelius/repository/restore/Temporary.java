package org.hevelius.repository.restore;

import java.util.HexFormat;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.fs.Directory;

/**
 * Names for files while they are written. A later restore of the same file uses, and replaces, the
 * same name.
 */
final class Temporary {
  private Temporary() {}

  static FileName name(FileName target) {
    return FileName.of(
        ".hevelius-" + HexFormat.of().toHexDigits(Id.of(target.bytes()).a()) + ".tmp");
  }

  /** Removes what a restore of the same file that was killed has left. */
  static void removeLeftover(Directory directory, FileName target) {
    FileName name = name(target);
    if (directory.find(name).isPresent()) {
      directory.removeFile(name);
    }
  }
}
