package org.hevelius.repository.storage;

import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.jspecify.annotations.Nullable;

/** The failures that all forms of storage word alike. */
final class StorageFailures {
  private StorageFailures() {}

  static RepositoryException exists(String location) {
    return new RepositoryException(
        Kind.EXISTS,
        "there is a repository at " + location + " already",
        "it was not touched; open it, or choose another place for the new one");
  }

  static RepositoryException notFound(String location, Handle handle, @Nullable Throwable cause) {
    return with(
        Kind.NOT_FOUND,
        handle.kind() == FileKind.CONFIG
            ? "there is no repository at " + location
            : handle + " is not in the repository at " + location,
        handle.kind() == FileKind.CONFIG
            ? "check the path and whether its disk is mounted; a new repository starts with init"
            : "",
        cause);
  }

  static RepositoryException endsBefore(String location, Handle handle, long offset, int length) {
    return new RepositoryException(
        Kind.DAMAGED,
        handle
            + " in the repository at "
            + location
            + " ends before byte "
            + (offset + length)
            + ", of which "
            + length
            + " from "
            + offset
            + " on were asked for",
        "nothing was changed; a check of the repository shows what else is hurt");
  }

  static RepositoryException full(
      String location, Handle handle, long needed, long free, @Nullable Throwable cause) {
    return with(
        Kind.FULL,
        "disk full while writing the repository at "
            + location
            + " (needed about "
            + ByteText.of(needed)
            + " for "
            + handle
            + ", "
            + ByteText.of(Math.max(0, free))
            + " free)",
        "nothing was published; all earlier snapshots are intact; free or add space, or forget and"
            + " prune snapshots, then run the same again: what was stored already is not stored"
            + " twice",
        cause);
  }

  static RepositoryException canceled(String doing, Throwable cause) {
    return new RepositoryException(Kind.CANCELED, "canceled while " + doing, "", cause);
  }

  static RepositoryException with(
      Kind kind, String message, String advice, @Nullable Throwable cause) {
    return cause == null
        ? new RepositoryException(kind, message, advice)
        : new RepositoryException(kind, message, advice, cause);
  }
}
