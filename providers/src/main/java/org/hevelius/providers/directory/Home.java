package org.hevelius.providers.directory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.providers.files.PrivateFiles;

/**
 * The directory that holds configuration, catalog and, unless it lies elsewhere, the repository.
 */
public final class Home {
  private static final Object WRITING = new Object();

  private final Path root;

  /** The home in this directory, whether it is there or not. */
  public Home(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** Its directory. */
  public Path root() {
    return root;
  }

  /** The file with the configuration. */
  public Path configFile() {
    return root.resolve("config.json");
  }

  /** Where copies of a repository's trees and indexes are kept, under the repository's id. */
  Path cache(String repositoryId) {
    return root.resolve("cache").resolve(repositoryId);
  }

  /** A path of the configuration: relative to the home unless absolute. */
  Path resolve(String path) {
    return root.resolve(path).normalize();
  }

  /** Whether the home has been made. */
  public boolean exists() {
    return Files.isRegularFile(configFile());
  }

  /**
   * The configuration.
   *
   * @throws HeveliusException NOT_FOUND when there is no home; DAMAGED or REFUSED when it can't be
   *     understood; UNAVAILABLE when it can't be read
   */
  public HomeConfig config() {
    try {
      return HomeConfig.parse(Files.readAllBytes(configFile()), configFile().toString());
    } catch (NoSuchFileException e) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "there is no home at " + root,
          List.of("make one with `hevelius init`, or name another with --home or HEVELIUS_HOME"),
          e);
    } catch (IOException e) {
      throw unavailable("read", e);
    }
  }

  /**
   * Changes the configuration; the change of one process never undoes that of another.
   *
   * @return the configuration as it is now
   */
  HomeConfig change(UnaryOperator<HomeConfig> edit) {
    synchronized (WRITING) {
      try (FileChannel channel = PrivateFiles.openLock(root.resolve("config.lock"));
          FileLock _ = channel.lock()) {
        HomeConfig changed = edit.apply(exists() ? config() : HomeConfig.empty());
        PrivateFiles.write(configFile(), changed.toJson());
        return changed;
      } catch (IOException e) {
        throw unavailable("write", e);
      }
    }
  }

  private HeveliusException unavailable(String what, IOException e) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "can't %s the configuration at %s: %s".formatted(what, configFile(), e.getMessage()),
        List.of("no repository was touched; check the directory's permissions and free space"),
        e);
  }
}
