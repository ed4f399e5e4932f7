package org.hevelius.repository.storage;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileSystemException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells errors of the operating system apart. Java hands over their text alone, and that text
 * follows the locale, so it is compared with English and with what {@code strerror} says here.
 */
enum SystemError {
  NO_SPACE(28, "No space left on device"),
  QUOTA(122, "Disk quota exceeded"),
  READ_ONLY(30, "Read-only file system"),
  INVALID(22, "Invalid argument"),
  NO_SYSTEM_CALL(38, "Function not implemented"),
  NOT_SUPPORTED(95, "Operation not supported");

  private final int linuxNumber;
  private final String english;

  SystemError(int linuxNumber, String english) {
    this.linuxNumber = linuxNumber;
    this.english = english;
  }

  /** Whether space or quota has run out. */
  static boolean isFull(IOException e) {
    return NO_SPACE.is(e) || QUOTA.is(e);
  }

  /** Whether the file system can't be written at all. */
  static boolean isReadOnly(IOException e) {
    return READ_ONLY.is(e);
  }

  /** Whether the file system doesn't know this call at all. */
  static boolean isUnsupported(IOException e) {
    return INVALID.is(e) || NO_SYSTEM_CALL.is(e) || NOT_SUPPORTED.is(e);
  }

  /** The reason without the path, for messages. */
  static String reason(IOException e) {
    String reason =
        e instanceof FileSystemException known && known.getReason() != null
            ? known.getReason()
            : e.getMessage();
    return e.getClass() == IOException.class || e.getClass() == FileSystemException.class
        ? Objects.requireNonNullElse(reason, "unknown error")
        : e.getClass().getSimpleName() + (reason == null ? "" : " (" + reason + ")");
  }

  String english() {
    return english;
  }

  private boolean is(IOException e) {
    String text = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
    return text != null && (text.contains(english) || text.equals(local()));
  }

  @Nullable String local() {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return null;
    }
    try {
      Linker linker = Linker.nativeLinker();
      MemorySegment text =
          (MemorySegment)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("strerror"),
                      FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                  .invokeExact(linuxNumber);
      return text.reinterpret(1024).getString(0);
    } catch (Throwable e) {
      // Without native access the English text has to do; the error itself is reported anyway.
      return null;
    }
  }
}
