package org.hevelius.core.snapshot;

import java.util.OptionalLong;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.dataset.Texts;

/**
 * The immutable image of one source inside a snapshot.
 *
 * @param provider the adapter that made it and can open it
 * @param id its identity in the storage that holds it: a guid, a version, or for the embedded
 *     repository the 64 hex digits of the repository's snapshot
 * @param repository the name of the repository; empty for storage that holds its own snapshots
 * @param files number of files and everything else that is not a directory; {@link #NOT_COUNTED}
 *     when the storage took them without looking at them, and then so is the number of directories
 * @param bytes size of the content, or what the storage refers to for it, in bytes
 * @param addedBytes how much of it was not stored before, in bytes
 * @param storedBytes what the added part takes in storage, after compression, in bytes
 */
public record Capture(
    SourceSpec source,
    String provider,
    String id,
    String repository,
    long files,
    long directories,
    long bytes,
    long addedBytes,
    long storedBytes) {
  /** In place of a number of files or directories. */
  public static final long NOT_COUNTED = -1;

  /** Checks the identity and the counts. */
  public Capture {
    provider = Texts.line("provider of the capture", provider);
    id = Texts.line("identity of the capture", id);
    repository = Texts.text("repository of the capture", repository);
    boolean negative = files < 0 || directories < 0;
    boolean notCounted = files == NOT_COUNTED && directories == NOT_COUNTED;
    if ((negative && !notCounted) || bytes < 0 || addedBytes < 0 || storedBytes < 0) {
      throw new HeveliusException(
          Category.INVALID, "the capture of " + source + " has a negative count");
    }
  }

  /** Its size; nothing when the storage that took it didn't tell. */
  public OptionalLong size() {
    return known(bytes);
  }

  /** How much of it was not stored before; nothing when that isn't known. */
  public OptionalLong added() {
    return known(addedBytes);
  }

  /** What the added part takes; nothing when that isn't known. */
  public OptionalLong stored() {
    return known(storedBytes);
  }

  /** Storage that takes without counting leaves 0 for what it doesn't know. */
  private OptionalLong known(long number) {
    return number == 0 && !isCounted() ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** Whether files and directories were counted. */
  public boolean isCounted() {
    return files != NOT_COUNTED;
  }
}
