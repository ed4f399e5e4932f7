package org.hevelius.core.catalog;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;

/**
 * A snapshot that was found in storage: the manifest from its tree, and the captures with the ids
 * that storage knows them by.
 */
public record Recovered(Manifest manifest, List<Capture> captures) {
  /** Copies the captures; there must be one at least. */
  public Recovered {
    captures = List.copyOf(captures);
    if (captures.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "snapshot " + manifest.snapshot().reference() + " was found without a capture");
    }
  }
}
