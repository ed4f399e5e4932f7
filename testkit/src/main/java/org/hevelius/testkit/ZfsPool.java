package org.hevelius.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real pool of ZFS in user land, through zfs-fuse, on a sparse file, until it is closed. Its
 * daemon listens at a fixed place, so there is one on a machine at a time, and none where the
 * kernel has ZFS itself. Needs root and {@code /dev/fuse}.
 */
public final class ZfsPool implements AutoCloseable {
  private static final Path SOCKET = Path.of("/var/run/zfs/zfs_socket");
  private static final int ATTEMPTS = 200;
  private static final int BUSY_ATTEMPTS = 40;
  private static final long PAUSE_MILLIS = 50;

  private final String name;
  private final Path mount;
  private final Path directory;
  private final @Nullable Process daemon;

  private ZfsPool(String name, Path mount, Path directory, @Nullable Process daemon) {
    this.name = name;
    this.mount = mount;
    this.directory = directory;
    this.daemon = daemon;
  }

  /**
   * The pool that the system property {@code hevelius.zfs.pool} names, which must be empty and is
   * used up; where it isn't set a pool of the test's own below a directory, or the test ends here.
   */
  public static ZfsPool named(Path directory) {
    String given = System.getProperty("hevelius.zfs.pool");
    if (given == null) {
      return start(directory, 512);
    }
    ZfsPool pool = new ZfsPool(given, Path.of("/", given), directory, null);
    if (!pool.children().isEmpty()) {
      throw new AssertionError("the pool " + given + " isn't empty, and tests would empty it");
    }
    return pool;
  }

  /** An empty pool below a directory, or the test ends here. */
  public static ZfsPool start(Path directory, int mebibytes) {
    Counterpart.root();
    Path program = Counterpart.program("zfs-fuse");
    Counterpart.need(Files.exists(Path.of("/dev/fuse")), "there is no /dev/fuse");
    Counterpart.need(!Files.exists(Path.of("/dev/zfs")), "this kernel has ZFS of its own");
    Counterpart.need(
        ProcessHandle.allProcesses().noneMatch(ZfsPool::isDaemon),
        "a zfs-fuse daemon runs already, and only one can");
    try {
      Files.createDirectories(directory);
      Path image = directory.resolve("vdev");
      Process daemon =
          new ProcessBuilder(
                  program.toString(), "-n", "--pidfile", directory.resolve("pid").toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      ZfsPool pool =
          new ZfsPool(
              "hevtest" + ProcessHandle.current().pid(),
              directory.resolve("mnt"),
              directory,
              daemon);
      try {
        awaitDaemon(daemon);
        must("truncate", "-s", mebibytes + "M", image.toString());
        must("zpool", "create", "-m", pool.mount.toString(), pool.name, image.toString());
      } catch (RuntimeException | Error e) {
        pool.stop();
        throw e;
      }
      return pool;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isDaemon(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/zfs-fuse")).isPresent();
  }

  private static void awaitDaemon(Process daemon) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (Files.exists(SOCKET) && said("zpool", "list").isEmpty()) {
        return;
      }
      if (!daemon.isAlive()) {
        throw new AssertionError("zfs-fuse ended with status " + daemon.exitValue());
      }
      pause();
    }
    throw new AssertionError("zfs-fuse can't be reached at " + SOCKET);
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Where it is mounted. */
  public Path mount() {
    return mount;
  }

  /**
   * Runs {@code zfs}, which must go well; files that were closed stay busy for a moment.
   *
   * @return what it said, without line breaks at its end
   */
  public String zfs(String... words) {
    List<String> command = new ArrayList<>(List.of("zfs"));
    command.addAll(List.of(words));
    String refusal = "";
    for (int attempt = 0; attempt < BUSY_ATTEMPTS; attempt++) {
      Said said = run(command.toArray(String[]::new));
      if (said.status() == 0) {
        return said.output().stripTrailing();
      }
      refusal = "exit status " + said.status() + ": " + said.output();
      pause();
    }
    throw new AssertionError(String.join(" ", command) + ": " + refusal);
  }

  /** Destroys all datasets and snapshots in it. */
  public void clear() {
    String refusal = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<String> names = children();
      if (names.isEmpty()) {
        return;
      }
      for (String each : names) {
        refusal = release(each) + said("zfs", "destroy", "-R", each);
      }
      pause();
    }
    throw new AssertionError("the pool can't be emptied: " + refusal);
  }

  private List<String> children() {
    return output("zfs", "list", "-H", "-r", "-d", "1", "-o", "name", "-t", "all", name)
        .lines()
        .filter(line -> line.startsWith(name + "/") || line.startsWith(name + "@"))
        .toList();
  }

  private static String release(String below) {
    output("zfs", "list", "-H", "-r", "-t", "snapshot", "-o", "name", below)
        .lines()
        .filter(line -> line.contains("@"))
        .forEach(snapshot -> said("zfs", "release", "hevelius", snapshot));
    return "";
  }

  @Override
  public void close() {
    if (daemon == null) {
      return;
    }
    String refusal = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      refusal = said("zpool", "destroy", "-f", name);
      if (refusal.isEmpty()) {
        break;
      }
      pause();
    }
    stop();
    if (!refusal.isEmpty()) {
      throw new AssertionError("the pool " + name + " can't be destroyed: " + refusal);
    }
  }

  private void stop() {
    Process running = daemon;
    if (running == null) {
      return;
    }
    running.destroy();
    try {
      if (!running.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("zfs-fuse, process " + running.pid() + ", doesn't end");
      }
      for (String file : List.of("vdev", "pid", "log")) {
        Files.deleteIfExists(directory.resolve(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void must(String... command) {
    String words = said(command);
    if (!words.isEmpty()) {
      throw new AssertionError(String.join(" ", command) + ": " + words);
    }
  }

  /** What a program said when it failed; empty when all went well. */
  private static String said(String... command) {
    Said said = run(command);
    return said.status() == 0 ? "" : "exit status " + said.status() + ": " + said.output();
  }

  private static String output(String... command) {
    return run(command).output();
  }

  private record Said(int status, String output) {}

  private static Said run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Said(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
