package org.hevelius.repository.fs;

/**
 * A system call failed. The message is one line that names call, path and reason, such as {@code
 * open(/data/events/a.fits): Permission denied (EACCES)}.
 */
public final class FileSystemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Reasons on which callers decide. */
  public enum Reason {
    /** ENOENT: gone, or never there. */
    NOT_FOUND,
    /** EEXIST or ENOTEMPTY. */
    EXISTS,
    /** EACCES, EPERM or EROFS. */
    DENIED,
    /** ENOTDIR. */
    NOT_A_DIRECTORY,
    /** EISDIR. */
    IS_A_DIRECTORY,
    /** Neither a regular file nor a directory where a regular file was asked for. */
    NOT_A_FILE,
    /** ELOOP: too many links, or a link where none may be followed. */
    LOOP,
    /** ENOSPC or EDQUOT. */
    FULL,
    /** ENOTSUP, EXDEV, EMLINK and the like: the file system or this machine can't do it. */
    NOT_SUPPORTED,
    /** ENAMETOOLONG. */
    NAME_TOO_LONG,
    /** ENODATA: no such extended attribute. */
    NO_DATA,
    /** Anything else, such as EIO. */
    OTHER
  }

  private final Reason reason;

  /** Makes an exception. */
  public FileSystemException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Makes an exception with a cause. */
  public FileSystemException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The reason. */
  public Reason reason() {
    return reason;
  }
}
