package org.hevelius.repository.fs;

import org.hevelius.repository.fs.FileSystemException.Reason;

/** The error numbers of Linux (the same on x86-64 and aarch64) with their texts and reasons. */
enum Errno {
  EPERM(1, Reason.DENIED, "Operation not permitted"),
  ENOENT(2, Reason.NOT_FOUND, "No such file or directory"),
  EINTR(4, Reason.OTHER, "Interrupted system call"),
  EIO(5, Reason.OTHER, "Input/output error"),
  ENXIO(6, Reason.NOT_A_FILE, "No such device or address"),
  E2BIG(7, Reason.OTHER, "Argument list too long"),
  EBADF(9, Reason.OTHER, "Bad file descriptor"),
  EAGAIN(11, Reason.OTHER, "Resource temporarily unavailable"),
  ENOMEM(12, Reason.OTHER, "Cannot allocate memory"),
  EACCES(13, Reason.DENIED, "Permission denied"),
  EBUSY(16, Reason.OTHER, "Device or resource busy"),
  EEXIST(17, Reason.EXISTS, "File exists"),
  EXDEV(18, Reason.NOT_SUPPORTED, "Invalid cross-device link"),
  ENODEV(19, Reason.NOT_A_FILE, "No such device"),
  ENOTDIR(20, Reason.NOT_A_DIRECTORY, "Not a directory"),
  EISDIR(21, Reason.IS_A_DIRECTORY, "Is a directory"),
  EINVAL(22, Reason.OTHER, "Invalid argument"),
  ENFILE(23, Reason.OTHER, "Too many open files in system"),
  EMFILE(24, Reason.OTHER, "Too many open files"),
  ETXTBSY(26, Reason.OTHER, "Text file busy"),
  EFBIG(27, Reason.OTHER, "File too large"),
  ENOSPC(28, Reason.FULL, "No space left on device"),
  EROFS(30, Reason.DENIED, "Read-only file system"),
  EMLINK(31, Reason.NOT_SUPPORTED, "Too many links"),
  ERANGE(34, Reason.OTHER, "Numerical result out of range"),
  ENAMETOOLONG(36, Reason.NAME_TOO_LONG, "File name too long"),
  ENOSYS(38, Reason.NOT_SUPPORTED, "Function not implemented"),
  ENOTEMPTY(39, Reason.EXISTS, "Directory not empty"),
  ELOOP(40, Reason.LOOP, "Symbolic link not followed, or too many of them"),
  ENODATA(61, Reason.NO_DATA, "No such attribute"),
  EILSEQ(84, Reason.NOT_SUPPORTED, "Name not allowed on this file system"),
  EOPNOTSUPP(95, Reason.NOT_SUPPORTED, "Operation not supported"),
  ESTALE(116, Reason.OTHER, "Stale file handle"),
  EDQUOT(122, Reason.FULL, "Disk quota exceeded");

  final int code;
  private final Reason reason;
  private final String text;

  Errno(int code, Reason reason, String text) {
    this.code = code;
    this.reason = reason;
    this.text = text;
  }

  /** Whether the result of {@link Scratch#call} is this failure. */
  boolean is(long result) {
    return result == -code;
  }

  /**
   * The exception for a failure.
   *
   * @param shown the path, as {@link RawPath#show} gives it
   * @param result what {@link Scratch#call} returned: the negative error number
   */
  static FileSystemException failure(String call, String shown, long result) {
    for (Errno errno : values()) {
      if (errno.is(result)) {
        return new FileSystemException(
            errno.reason, call + "(" + shown + "): " + errno.text + " (" + errno + ")");
      }
    }
    return new FileSystemException(Reason.OTHER, call + "(" + shown + "): error number " + -result);
  }
}
