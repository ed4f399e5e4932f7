package org.hevelius.core.usecase;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;

/**
 * Finds versions that the catalog lists and whose captures somebody has removed from their storage.
 * Storage that can't be asked isn't said to lack anything.
 */
record Gone(Context context) {
  /** Whether it is certain that a capture of a version isn't there any more. */
  boolean isGone(Snapshot snapshot) {
    return snapshot.isGone() || snapshot.captures().stream().anyMatch(this::isGone);
  }

  private boolean isGone(Capture capture) {
    try {
      return !context.provider(capture.source()).exists(capture);
    } catch (HeveliusException e) {
      return false;
    }
  }
}
