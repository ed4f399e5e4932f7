package org.hevelius.simulator.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Exchanges the content of two directories, entry by entry, so that whoever has one of them mounted
 * or open goes on to see it. It can be taken up again at the step where it was cut off.
 *
 * @param live the directory that everybody sees; snapshots in and below it stay with it
 * @param other what is put there, and where what was there goes
 * @param between what is on its way
 */
public record Exchange(Path live, Path other, Path between) {
  /** How far it is. */
  public enum Step {
    OUT,
    IN,
    SNAPSHOTS,
    BACK;

    /** The step of a name; the first one of none. */
    public static Step named(String name) {
      return name.isEmpty() ? OUT : valueOf(name);
    }
  }

  /**
   * Goes on from a step to the end.
   *
   * @param reached told of each step before it begins
   */
  public void run(Step from, Consumer<Step> reached) {
    try {
      for (Step step : Step.values()) {
        if (step.compareTo(from) >= 0) {
          reached.accept(step);
          take(step);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(Step step) throws IOException {
    switch (step) {
      case OUT -> {
        Files.createDirectories(live);
        Files.createDirectories(between);
        moveAll(live, between);
      }
      case IN -> {
        Attributes wanted = Attributes.of(other);
        moveAll(other, live);
        wanted.giveTo(live);
      }
      case SNAPSHOTS -> bringSnapshots();
      case BACK -> {
        moveAll(between, other);
        Trees.delete(between);
      }
    }
  }

  private static void moveAll(Path from, Path to) throws IOException {
    for (Path entry : entries(from)) {
      if (!entry.endsWith(ElementPath.SNAPSHOT_DIR)) {
        Files.move(entry, free(to, entry.getFileName().toString()));
      }
    }
  }

  /** A name that was taken by somebody in the meantime is left to them. */
  private static Path free(Path directory, String name) {
    Path path = directory.resolve(name);
    for (int i = 1; Files.exists(path, LinkOption.NOFOLLOW_LINKS); i++) {
      path = directory.resolve(name + ".restored-" + i);
    }
    return path;
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        entries.forEach(all::add);
      }
    }
    return all;
  }

  /** Snapshots of directories below stay at their paths. */
  private void bringSnapshots() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        between,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (dir.endsWith(ElementPath.SNAPSHOT_DIR)) {
              found.add(dir);
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    for (Path snapshots : found) {
      Path target = live.resolve(between.relativize(snapshots).toString());
      Path parent = target.resolveSibling("");
      if (Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)
          || !Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(target);
        moveAll(snapshots, target);
      }
    }
  }
}
