package org.hevelius.core.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.Cloned;

/** The part of a fixture that works on sources which are directories of this machine. */
public abstract class FilesFixture implements ProviderFixture {
  private static final PosixFilePermission[] BITS = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  private interface Work {
    void run() throws IOException;
  }

  /** The directory that a source is. */
  protected abstract Path root(SourceSpec source);

  /** Whether something at the root of a source is data, and not what the storage shows there. */
  protected boolean isData(String name) {
    return true;
  }

  @Override
  public void write(SourceSpec source, String path, String content) {
    write(root(source).resolve(path), content);
  }

  @Override
  public void mode(SourceSpec source, String path, int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BITS.length; bit++) {
      if ((mode >> bit & 1) == 1) {
        permissions.add(BITS[bit]);
      }
    }
    run(() -> Files.setPosixFilePermissions(root(source).resolve(path), permissions));
  }

  @Override
  public void link(SourceSpec source, String path, String target) {
    run(() -> Files.createSymbolicLink(root(source).resolve(path), Path.of(target)));
  }

  @Override
  public void remove(SourceSpec source, String path) {
    run(
        () -> {
          try (Stream<Path> all = Files.walk(root(source).resolve(path))) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
              Files.delete(one);
            }
          }
        });
  }

  @Override
  public void rename(SourceSpec source, String from, String to) {
    run(() -> Files.move(root(source).resolve(from), root(source).resolve(to)));
  }

  @Override
  public SortedMap<String, String> stateOf(String place) {
    SortedMap<String, String> lines = new TreeMap<>();
    Path root = Path.of(place);
    run(
        () -> {
          try (Stream<Path> all = Files.walk(root)) {
            List<Path> below = all.map(root::relativize).toList();
            for (Path path : below) {
              if (!path.toString().isEmpty() && isData(path.getName(0).toString())) {
                lines.put(path.toString(), line(root.resolve(path)));
              }
            }
          }
        });
    return lines;
  }

  /** What stands in a clone that is mounted. */
  public SortedMap<String, String> stateOf(Cloned clone) {
    return stateOf(Objects.requireNonNull(clone.path(), clone.name()).toString());
  }

  /** Writes a file into a clone that is mounted. */
  public void write(Cloned clone, String path, String content) {
    write(Objects.requireNonNull(clone.path(), clone.name()).resolve(path), content);
  }

  private static void write(Path file, String content) {
    run(
        () -> {
          Files.createDirectories(file.getParent());
          Files.writeString(file, content);
        });
  }

  private static String line(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return TreeStates.link(Files.readSymbolicLink(path).toString());
    }
    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    return Files.isDirectory(path)
        ? TreeStates.directory(mode)
        : TreeStates.file(mode, Files.readString(path));
  }

  private static void run(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
