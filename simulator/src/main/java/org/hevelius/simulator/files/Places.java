package org.hevelius.simulator.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.hevelius.simulator.state.Refusal;

/**
 * Where things lie below the root: {@code data} is the namespace of the first tenant, {@code
 * tenants/N} that of another, {@code state} what the stand-in knows, {@code staging} what is being
 * made or removed.
 */
public final class Places {
  private final Path root;
  private final ReadWriteLock motion = new ReentrantReadWriteLock();

  /** Makes the directories that are missing. */
  public Places(Path root) {
    this.root = root;
    try {
      Files.createDirectories(root.resolve("data"));
      Files.createDirectories(root.resolve("state"));
      // Keys for signing tokens are kept there.
      Files.setPosixFilePermissions(
          root.resolve("state"), PosixFilePermissions.fromString("rwx------"));
      Files.createDirectories(root.resolve("staging"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directory that a name in {@code state} stands for. */
  public Path state(String name) {
    return root.resolve("state").resolve(name);
  }

  /** A place on the same file system, which nobody else looks into. */
  public Path staging(String name) {
    return root.resolve("staging").resolve(name);
  }

  /** The namespace of a tenant. */
  public Path namespace(long tenant) {
    return tenant == 1 ? root.resolve("data") : root.resolve("tenants").resolve("" + tenant);
  }

  /**
   * The file or directory of a path, whether or not it exists.
   *
   * @throws Refusal 400 if a symbolic link is on the way, which could lead anywhere
   */
  public Path real(long tenant, ElementPath path) {
    Path real = namespace(tenant);
    try {
      for (String part : path.text().substring(1).split("/", -1)) {
        real = part.isEmpty() ? real : real.resolve(part);
        if (Files.isSymbolicLink(real)) {
          throw Refusal.detail(400, "no such directory");
        }
      }
    } catch (InvalidPathException _) {
      throw Refusal.detail(400, "no such directory");
    }
    return real;
  }

  /**
   * The directory of a path.
   *
   * @throws Refusal 400 if there is none
   */
  public Path directory(long tenant, ElementPath path) {
    Path real = real(tenant, path);
    if (!Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
      throw Refusal.detail(400, "no such directory");
    }
    return real;
  }

  /** Makes a directory and those above it. */
  public void make(long tenant, ElementPath path) {
    try {
      Files.createDirectories(real(tenant, path));
    } catch (IOException e) {
      throw Refusal.detail(400, "cannot create directory " + path);
    }
  }

  /** The tree of a snapshot. */
  public Path snapshot(long tenant, ElementPath path, String name) {
    return real(tenant, path).resolve(ElementPath.SNAPSHOT_DIR).resolve(name);
  }

  /** Held for reading while trees are copied, for writing while they are exchanged. */
  public ReadWriteLock motion() {
    return motion;
  }
}
