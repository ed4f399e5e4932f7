package org.hevelius.repository.lock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.hevelius.repository.format.LockFile;
import org.jspecify.annotations.Nullable;

/**
 * The process that takes locks.
 *
 * @param uid user number, 0 where there are none
 * @param gid group number, 0 where there are none
 * @param started when the process began; null when unknown
 */
public record Owner(
    String hostname, String username, long pid, long uid, long gid, @Nullable Instant started) {

  /** This process, as the operating system sees it. */
  public static Owner current() {
    ProcessHandle process = ProcessHandle.current();
    return new Owner(
        currentHostname(),
        System.getProperty("user.name", ""),
        process.pid(),
        number("unix:uid"),
        number("unix:gid"),
        process.info().startInstant().orElse(null));
  }

  LockFile lock(OffsetDateTime time, LockMode mode) {
    return new LockFile(time, mode == LockMode.EXCLUSIVE, hostname, username, pid, uid, gid);
  }

  // The kernel's own name is what restic writes; resolving it by DNS could give another.
  private static String currentHostname() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException unknown) {
        return "";
      }
    }
  }

  private static long number(String attribute) {
    try {
      return Files.getAttribute(Path.of("/proc/self"), attribute) instanceof Number number
          ? Integer.toUnsignedLong(number.intValue())
          : 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return 0;
    }
  }
}
