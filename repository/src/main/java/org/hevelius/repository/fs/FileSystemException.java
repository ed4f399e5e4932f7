package org.hevelius.repository.fs;

/** A system call failed. The message names call, path and reason. */
public final class FileSystemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Reasons on which callers decide. */
  public enum Reason {
    /** ENOENT: gone, or never there. */
    NOT_FOUND,
    /** EEXIST or ENOTEMPTY. */
    EXISTS,
    /** EACCES or EPERM. */
    DENIED,
    /** ENOTDIR. */
    NOT_A_DIRECTORY,
    /** EISDIR. */
    IS_A_DIRECTORY,
    /** ELOOP: too many links, or a link where none may be followed. */
    LOOP,
    /** ENOSPC or EDQUOT. */
    FULL,
    /** ENOTSUP: the file system or this machine can't do it. */
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

  /** The reason. */
  public Reason reason() {
    return reason;
  }
}
