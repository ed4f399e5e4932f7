package org.hevelius.providers.btrfs;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;

/** Makes subvolumes to write to of captures, with what lay below them. */
final class Copies {
  private Copies() {}

  /**
   * Makes one.
   *
   * @param to where nothing is
   * @throws HeveliusException CONFLICT when the snapshot isn't the one that was looked at
   */
  static void writable(Commands commands, Volumes.Found want, Path to) {
    Map<Path, String> made = new LinkedHashMap<>();
    try {
      made.put(to, copy(commands, want.path(), want.subvolume().uuid(), to));
      for (Map.Entry<String, String> nested : want.nested().entrySet()) {
        Path place = to.resolve(nested.getKey());
        DurableFiles.in(
            place,
            () -> {
              // In a snapshot an empty directory stands where a subvolume lay.
              Files.deleteIfExists(place);
              return true;
            });
        Path image = Path.of(nested.getValue());
        made.put(place, copy(commands, image, uuid(want, image), place));
      }
    } catch (RuntimeException e) {
      remove(commands, made, e);
      throw e;
    }
  }

  private static void remove(Commands commands, Map<Path, String> made, RuntimeException failure) {
    for (Path copy : List.copyOf(made.keySet()).reversed()) {
      try {
        Optional<Subvolume> there = commands.find(copy.toString());
        if (there.isPresent() && there.get().uuid().equals(made.get(copy))) {
          commands.delete(copy.toString());
        }
      } catch (RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private static String uuid(Volumes.Found want, Path image) {
    String name = image.getFileName().toString();
    Taken taken = want.taken();
    return taken == null
        ? ""
        : taken.nested().stream()
            .filter(nested -> nested.name().equals(name))
            .map(Taken.Nested::uuid)
            .findFirst()
            .orElse("");
  }

  private static String copy(Commands commands, Path image, String uuid, Path to) {
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new HeveliusException(
          Category.CONFLICT,
          Names.show(to.toString()) + " is there already",
          "nothing was changed");
    }
    commands.snapshot(image.toString(), to.toString(), false);
    Optional<Subvolume> copy = commands.find(to.toString());
    if (copy.isEmpty() || !uuid.equals(copy.get().origin())) {
      throw new HeveliusException(
          Category.CONFLICT,
          "%s is another snapshot than the recorded one".formatted(image),
          "the source is as it was; look at what stands at " + Names.show(to.toString()));
    }
    return copy.get().uuid();
  }
}
