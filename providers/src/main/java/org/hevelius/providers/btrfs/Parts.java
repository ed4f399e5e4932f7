package org.hevelius.providers.btrfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.json.JsonOutput;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of one snapshot on several file systems, of which none counts without the others. They
 * can't be published in one act, so each container says which others there are, until all are
 * published. What a killed process has left between them is taken back.
 */
record Parts(List<Part> parts) {
  static final String FILE = "parts.json";

  /** Copies the list. */
  Parts {
    parts = List.copyOf(parts);
  }

  /**
   * One of them.
   *
   * @param root the directory of its container, at the top of a mount
   * @param uuid of one of its subvolumes, by which it is found
   */
  record Part(String fileSystem, String root, String uuid) {}

  private enum State {
    PUBLISHED,
    PENDING,
    GONE,
    /** Its file system isn't mounted there. */
    UNKNOWN
  }

  /** Where a part stands. */
  private record At(State state, Path container) {}

  void write(Path container) throws IOException {
    DurableFiles.write(
        container.resolve(FILE), JsonOutput.document(this).getBytes(StandardCharsets.UTF_8));
  }

  /** What a container says; nothing where it is whole by itself, or all are published. */
  static Optional<Parts> in(Path container) {
    Path file = container.resolve(FILE);
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonMapper.shared().readValue(Files.readAllBytes(file), Parts.class));
    } catch (IOException | JacksonException e) {
      throw new HeveliusException(
          Category.DAMAGED, file + " can't be read", List.of("nothing was changed"), e);
    }
  }

  /** That all are published. */
  static void complete(Path container) throws IOException {
    Files.deleteIfExists(container.resolve(FILE));
    DurableFiles.sync(container);
  }

  /**
   * Takes a snapshot back of which a killed process has published some parts only; or notes that it
   * is complete.
   *
   * @return whether what is pending of it can go: not while it isn't known what became of the rest
   */
  boolean settle(Path container, Commands commands) throws IOException {
    List<At> all = parts.stream().map(part -> at(part, commands)).toList();
    if (all.stream().anyMatch(at -> at.state() == State.UNKNOWN)) {
      return false;
    }
    if (all.stream().noneMatch(at -> at.state() == State.PENDING)) {
      complete(container);
      return false;
    }
    for (At at : all) {
      if (at.state() == State.PUBLISHED) {
        Path root = Objects.requireNonNull(at.container().getParent());
        new Place(root, commands).retire(at.container());
      }
    }
    return true;
  }

  private static At at(Part part, Commands commands) {
    Path root = Path.of(part.root());
    String mount = Objects.requireNonNull(root.getParent()).toString();
    if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)
        || !commands.fileSystem(mount).equals(part.fileSystem())) {
      return new At(State.UNKNOWN, root);
    }
    Optional<Subvolume> found = commands.find(mount, part.uuid());
    if (found.isEmpty()) {
      return new At(State.GONE, root);
    }
    String[] names = found.get().path().split("/", -1);
    Path container = root.resolve(names[Math.max(0, names.length - 2)]);
    boolean pending = Place.isDiscarded(found.get().path());
    return new At(pending ? State.PENDING : State.PUBLISHED, container);
  }
}
