package org.hevelius.repository.lock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hevelius.repository.format.LockFile;

/** What can be said of the processes of this machine. */
@FunctionalInterface
interface Processes {
  /** Whether the process that wrote a lock on this machine may still run; true when in doubt. */
  boolean mayRun(LockFile lock);

  /** The processes as the operating system shows them to this one. */
  static Processes of(Owner viewer) {
    return lock -> {
      Optional<ProcessHandle> process = ProcessHandle.of(lock.pid());
      if (process.isEmpty()) {
        return !sees(viewer, lock);
      }
      return process.orElseThrow().isAlive()
          && !isZombie(lock.pid())
          && !startedAfter(process.orElseThrow(), lock);
    };
  }

  // Where /proc hides the processes of others, a process that isn't seen may run all the same.
  // Process 1 always runs and belongs to root.
  private static boolean sees(Owner viewer, LockFile lock) {
    boolean own = viewer.uid() == lock.uid() && viewer.username().equals(lock.username());
    return own || ProcessHandle.of(1).isPresent();
  }

  // A minute more, for a clock that was set forward moves the start of running processes with it.
  private static boolean startedAfter(ProcessHandle process, LockFile lock) {
    Instant latest = lock.time().toInstant().plus(Duration.ofMinutes(1));
    return process.info().startInstant().map(start -> start.isAfter(latest)).orElse(false);
  }

  // A killed process stays visible until its parent asks for it, which in a container may be never.
  private static boolean isZombie(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      int state = stat.lastIndexOf(')') + 2;
      return state < stat.length() && (stat.charAt(state) == 'Z' || stat.charAt(state) == 'X');
    } catch (IOException e) {
      return false;
    }
  }
}
