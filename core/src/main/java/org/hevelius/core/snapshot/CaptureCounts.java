package org.hevelius.core.snapshot;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;

/**
 * What a {@link Capture} counted: everything but the id, which isn't known before the manifest is
 * stored with the capture.
 *
 * @param files as in the capture
 * @param bytes as in the capture
 */
public record CaptureCounts(
    SourceSpec source,
    long files,
    long directories,
    long bytes,
    long addedBytes,
    long storedBytes) {

  /** Checks the counts. */
  public CaptureCounts {
    boolean negative = files < 0 || directories < 0;
    boolean notCounted = files == Capture.NOT_COUNTED && directories == Capture.NOT_COUNTED;
    if ((negative && !notCounted) || bytes < 0 || addedBytes < 0 || storedBytes < 0) {
      throw new HeveliusException(
          Category.INVALID, "the capture of " + source + " has a negative count");
    }
  }

  /** The counts of a capture. */
  public static CaptureCounts of(Capture capture) {
    return new CaptureCounts(
        capture.source(),
        capture.files(),
        capture.directories(),
        capture.bytes(),
        capture.addedBytes(),
        capture.storedBytes());
  }

  /** The capture that storage knows by an id. */
  public Capture capture(String provider, String id, String repository) {
    return new Capture(
        source, provider, id, repository, files, directories, bytes, addedBytes, storedBytes);
  }
}
