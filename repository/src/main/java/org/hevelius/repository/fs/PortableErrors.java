package org.hevelius.repository.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.FileSystemException.Reason;

/** What {@code java.nio} throws, as {@link FileSystemException}. */
final class PortableErrors {
  private PortableErrors() {}

  /** An action of {@code java.nio}. */
  interface Action<T> {
    T run() throws IOException;
  }

  /** An action without result. */
  interface Step {
    void run() throws IOException;
  }

  /** Runs it; the message of a failure names call and path. */
  static <T> T run(String call, byte[] path, Action<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      String why = text(e);
      byte[] oneLine = why.getBytes(StandardCharsets.UTF_8);
      throw new FileSystemException(
          reason(e, why), call + "(" + RawPath.show(path) + "): " + RawPath.show(oneLine), e);
    } catch (UnsupportedOperationException | InvalidPathException e) {
      throw new FileSystemException(
          Reason.NOT_SUPPORTED, call + "(" + RawPath.show(path) + "): Not supported here", e);
    }
  }

  /** Runs it without result. */
  static void run(String call, byte[] path, Step step) {
    Action<Boolean> action =
        () -> {
          step.run();
          return true;
        };
    run(call, path, action);
  }

  /** The path of an entry. */
  static Path entry(byte[] directory, FileName name) {
    byte[] path = RawPath.join(directory, name);
    if (!name.isSafe()) {
      throw new IllegalArgumentException("not the name of an entry: " + RawPath.show(path));
    }
    return path(path);
  }

  /** An absolute path. */
  static Path path(byte[] path) {
    try {
      return RawPath.toPath(path);
    } catch (InvalidPathException e) {
      throw new FileSystemException(
          Reason.NOT_SUPPORTED,
          "open("
              + RawPath.show(path)
              + "): This platform can't name it. Rename it, or work on a Linux machine.",
          e);
    }
  }

  private static String text(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      case FileAlreadyExistsException _ -> "File exists";
      case DirectoryNotEmptyException _ -> "Directory not empty";
      case NotDirectoryException _ -> "Not a directory";
      case FileSystemLoopException _ -> "Symbolic link not followed, or too many of them";
      case java.nio.file.FileSystemException other when other.getReason() != null ->
          other.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  /** Beyond its few classes, {@code java.nio} tells the reason only as the system's text. */
  private static Reason reason(IOException e, String why) {
    return switch (e) {
      case NoSuchFileException _ -> Reason.NOT_FOUND;
      case AccessDeniedException _ -> Reason.DENIED;
      case FileAlreadyExistsException _, DirectoryNotEmptyException _ -> Reason.EXISTS;
      case NotDirectoryException _ -> Reason.NOT_A_DIRECTORY;
      case FileSystemLoopException _ -> Reason.LOOP;
      default -> reason(why.toLowerCase(Locale.ROOT));
    };
  }

  private static Reason reason(String why) {
    if (why.contains("symbolic link")) {
      return Reason.LOOP;
    }
    if (why.contains("no space left") || why.contains("quota exceeded")) {
      return Reason.FULL;
    }
    if (why.contains("name too long")) {
      return Reason.NAME_TOO_LONG;
    }
    if (why.contains("not permitted") || why.contains("read-only")) {
      return Reason.DENIED;
    }
    if (why.contains("not supported")
        || why.contains("cross-device")
        || why.contains("too many links")) {
      return Reason.NOT_SUPPORTED;
    }
    if (why.contains("no data available")) {
      return Reason.NO_DATA;
    }
    if (why.contains("not a directory")) {
      return Reason.NOT_A_DIRECTORY;
    }
    return why.contains("is a directory") ? Reason.IS_A_DIRECTORY : Reason.OTHER;
  }
}
