package org.hevelius.providers.zfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hevelius.providers.process.Machine;
import org.hevelius.providers.process.ProgramResult;
import org.hevelius.testkit.Counterpart;

/** A pool of zfs-fuse of its own. There is one daemon on a machine at a time. */
final class PoolForViews implements AutoCloseable {
  private static final String NAME = "hevviews";

  private final Process daemon;

  private PoolForViews(Process daemon) {
    this.daemon = daemon;
  }

  static PoolForViews start(Path directory) throws IOException {
    Counterpart.root();
    Path program = Counterpart.program("zfs-fuse");
    Counterpart.need(
        Files.exists(Path.of("/dev/fuse")), "there is no /dev/fuse, which zfs-fuse needs");
    Process daemon =
        new ProcessBuilder(
                program.toString(), "-n", "--pidfile", directory.resolve("pid").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    PoolForViews pool = new PoolForViews(daemon);
    try {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!Machine.LOCAL.run(List.of("zpool", "list")).succeeded()) {
        Counterpart.need(
            daemon.isAlive() && System.nanoTime() < until, "zfs-fuse did not start here");
        Thread.onSpinWait();
      }
      Path disk = directory.resolve("disk");
      try (var file = new java.io.RandomAccessFile(disk.toFile(), "rw")) {
        file.setLength(1L << 30);
      }
      run(
          "zpool",
          List.of(
              "create",
              "-o",
              "cachefile=none",
              "-m",
              directory.resolve("mnt").toString(),
              NAME,
              disk.toString()));
      return pool;
    } catch (IOException | RuntimeException | Error e) {
      daemon.destroy();
      throw e;
    }
  }

  String name() {
    return NAME;
  }

  String zfs(String... words) {
    return run("zfs", Arrays.asList(words));
  }

  /** Waits until what was written counts. */
  void sync() {
    run("sync", List.of());
  }

  private static String run(String program, List<String> words) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(words);
    ProgramResult result = Machine.LOCAL.run(command);
    if (!result.succeeded()) {
      throw new AssertionError(command + ": " + result.errors());
    }
    return result.text();
  }

  @Override
  public void close() {
    try {
      // What was written a moment ago may keep it busy.
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!Machine.LOCAL.run(List.of("zpool", "destroy", "-f", NAME)).succeeded()
          && System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    } finally {
      daemon.destroy();
      boolean _ =
          daemon.onExit().orTimeout(20, TimeUnit.SECONDS).handle((_, e) -> e == null).join();
    }
  }
}
