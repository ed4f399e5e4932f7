package org.hevelius.repository;

/**
 * The one exception of the engine. The message says what happened and to which file or blob; {@link
 * #advice()} says what is safe and what to do next.
 */
public final class RepositoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is; callers map it to exit codes and to their own exceptions. */
  public enum Kind {
    /** No such repository, file, blob or tree entry. */
    NOT_FOUND,
    /** There is something already where a new thing was to be made. */
    EXISTS,
    /** Bytes that are there don't say what they must: checksum, seal or structure is wrong. */
    DAMAGED,
    /** No key of the repository opens with this password. */
    WRONG_PASSWORD,
    /** Another process holds a lock that excludes this operation. */
    LOCKED,
    /** The storage or the target has no space left. */
    FULL,
    /** The file system of the storage is read-only. */
    READ_ONLY,
    /** The storage can't be reached or refused the operation; trying again may help. */
    UNAVAILABLE,
    /** A source can't be read. */
    SOURCE,
    /** A restore target can't be written. */
    TARGET,
    /** The repository uses something that this version doesn't understand. */
    UNSUPPORTED,
    /** The caller asked for something that makes no sense. */
    INVALID,
    /** The caller canceled the operation. */
    CANCELED
  }

  private final Kind kind;
  private final String advice;

  /**
   * Makes an exception.
   *
   * @param message what happened, to which thing
   * @param advice what is safe and what to do next; may be empty
   */
  public RepositoryException(Kind kind, String message, String advice) {
    super(message);
    this.kind = kind;
    this.advice = advice;
  }

  /** Makes an exception with a cause. */
  public RepositoryException(Kind kind, String message, String advice, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.advice = advice;
  }

  /** The kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** What is safe and what to do next; empty when there is nothing useful to say. */
  public String advice() {
    return advice;
  }
}
