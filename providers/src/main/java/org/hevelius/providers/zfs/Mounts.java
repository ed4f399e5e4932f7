package org.hevelius.providers.zfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.RawPath;

/** Where datasets of this machine are mounted. */
final class Mounts {
  /** The directory in which ZFS shows snapshots. */
  static final String CONTROL = ".zfs";

  static final List<String> PROPERTIES =
      List.of(
          "type",
          "guid",
          "mounted",
          "mountpoint",
          "canmount",
          Labels.STANDS_FOR,
          Labels.BROWSE,
          Labels.EXCHANGE);

  private static final Path TABLE = Path.of("/proc/self/mounts");

  private final FileSystem files;

  Mounts(FileSystem files) {
    this.files = files;
  }

  FileSystem files() {
    return files;
  }

  /**
   * Where a dataset can be read now: nothing unless it is mounted and nothing else is mounted over
   * it.
   *
   * @param dataset listed with {@link #PROPERTIES}
   */
  Optional<String> directory(Listed dataset) {
    if (!dataset.isFileSystem() || !dataset.yes("mounted")) {
      return Optional.empty();
    }
    List<String> table = table();
    String at = dataset.text("mountpoint");
    if (!at.startsWith("/")) {
      return table.stream()
          .map(line -> line.split(" ", -1))
          .filter(parts -> parts.length > 2 && unescaped(parts[0]).equals(dataset.name()))
          .map(parts -> unescaped(parts[1]))
          .findFirst()
          .filter(place -> isTop(table, place, dataset.name()));
    }
    return Optional.of(at).filter(place -> table.isEmpty() || isTop(table, place, dataset.name()));
  }

  private static boolean isTop(List<String> table, String place, String dataset) {
    String top = "";
    for (String line : table) {
      String[] parts = line.split(" ", -1);
      if (parts.length > 1 && unescaped(parts[1]).equals(place)) {
        top = unescaped(parts[0]);
      }
    }
    return top.equals(dataset);
  }

  private static List<String> table() {
    try {
      return Files.readAllLines(TABLE);
    } catch (IOException e) {
      // Not on Linux: then zfs alone says where it is mounted.
      return List.of();
    }
  }

  private static String unescaped(String word) {
    return word.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  /**
   * Where a snapshot of a mounted dataset can be read; nothing in versions that don't show them.
   */
  Optional<String> snapshot(Listed dataset, String name) {
    return directory(dataset)
        .map(at -> (at.equals("/") ? "" : at) + "/" + CONTROL + "/snapshot/" + name)
        .filter(this::isReadable);
  }

  /** Whether the snapshots of a dataset can be read below it now. */
  boolean showsSnapshots(Listed dataset) {
    return directory(dataset)
        .map(at -> (at.equals("/") ? "" : at) + "/" + CONTROL + "/snapshot")
        .filter(this::isReadable)
        .isPresent();
  }

  private boolean isReadable(String directory) {
    try (Directory open = files.open(RawPath.ofText(directory))) {
      return open.stat().links() > 0;
    } catch (FileSystemException e) {
      return false;
    }
  }

  /** Whether nothing stands in a directory. */
  boolean isEmpty(String directory) {
    try (Directory open = files.open(RawPath.ofText(directory))) {
      return open.list().stream().allMatch(FileName.of(CONTROL)::equals);
    } catch (FileSystemException e) {
      throw new HeveliusException(
          HeveliusException.Category.UNAVAILABLE,
          directory + " can't be read: " + e.getMessage(),
          List.of("nothing was changed; check its permissions"),
          e);
    }
  }
}
