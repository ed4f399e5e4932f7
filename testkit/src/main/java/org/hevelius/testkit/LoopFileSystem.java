package org.hevelius.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real file system of its own in a sparse image file, mounted until it is closed. Needs root,
 * loop devices and the programs of the file system.
 */
public final class LoopFileSystem implements AutoCloseable {
  private final Path image;
  private final Path mount;

  private LoopFileSystem(Path image, Path mount) {
    this.image = image;
    this.mount = mount;
  }

  /** An empty Btrfs, or the test ends here. */
  public static LoopFileSystem btrfs(Path directory, int mebibytes) {
    return make(directory, "btrfs", mebibytes, List.of("-q"));
  }

  /** An empty XFS whose files can share blocks, or the test ends here. */
  public static LoopFileSystem xfs(Path directory, int mebibytes) {
    return make(directory, "xfs", mebibytes, List.of("-q", "-m", "reflink=1"));
  }

  private static LoopFileSystem make(
      Path directory, String kind, int mebibytes, List<String> options) {
    Counterpart.root();
    Path maker = Counterpart.program("mkfs." + kind);
    Path mounter = Counterpart.program("mount");
    Path image = directory.resolve(kind + ".img");
    Path mount = directory.resolve(kind);
    try {
      Files.createDirectories(mount);
      run("truncate", "-s", mebibytes + "M", image.toString());
      List<String> making = new ArrayList<>(List.of(maker.toString()));
      making.addAll(options);
      making.add(image.toString());
      run(making.toArray(String[]::new));
      String refusal =
          said(mounter.toString(), "-t", kind, "-o", "loop", image.toString(), mount.toString());
      Counterpart.need(
          refusal.isEmpty(), "a loop image with " + kind + " can't be mounted: " + refusal);
      return new LoopFileSystem(image, mount);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its root directory. */
  public Path root() {
    return mount;
  }

  @Override
  public void close() {
    run("umount", mount.toString());
    try {
      Files.delete(mount);
      Files.delete(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... command) {
    String words = said(command);
    if (!words.isEmpty()) {
      throw new AssertionError(String.join(" ", command) + ": " + words);
    }
  }

  /** What a program said when it failed; empty when all went well. */
  private static String said(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      return status == 0 ? "" : "exit status " + status + ": " + output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
