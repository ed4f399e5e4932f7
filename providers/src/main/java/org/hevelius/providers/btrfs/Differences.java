package org.hevelius.providers.btrfs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.hevelius.core.provider.NativeStorage.ChangedPaths;
import org.hevelius.core.tree.Names;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.FileSystemException.Reason;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.fs.Stat;

/**
 * What differs between two captures, without reading either: by the items of the later tree where
 * it goes on from the earlier one, else by the stream that the file system would send.
 */
final class Differences {
  private final FileSystem files;
  private final Commands commands;

  Differences(FileSystem files, Commands commands) {
    this.files = files;
    this.commands = commands;
  }

  /**
   * A subvolume with what lies below it.
   *
   * @param path where it is seen
   * @param ours whether it lies in our directory, outside of its source
   * @param nested places of what lies below it, by the paths
   */
  record Side(String path, Subvolume subvolume, boolean ours, Map<String, String> nested) {}

  /**
   * Two subvolumes.
   *
   * @param from where the first is seen
   * @param place of both below the source; empty for its root
   */
  record Pair(String from, Subvolume before, String to, Subvolume after, String place) {}

  /** What differs; nothing where it can't be told, or is too much. */
  Optional<ChangedPaths> changed(Side from, Side to, BooleanSupplier canceled) {
    Lineage lineage = Lineage.of(commands.list(from.path()));
    if (!lineage.isRelated(from.subvolume(), to.subvolume())) {
      return Optional.empty();
    }
    boolean ours = from.ours() && to.ours();
    TouchedPaths touched = new TouchedPaths();
    Pair top = new Pair(from.path(), from.subvolume(), to.path(), to.subvolume(), "");
    if (!find(top, ours ? lineage : Lineage.UNKNOWN, touched, canceled)) {
      return Optional.empty();
    }
    TreeSet<String> places = new TreeSet<>(from.nested().keySet());
    places.addAll(to.nested().keySet());
    for (String place : places) {
      String before = from.nested().get(place);
      String after = to.nested().get(place);
      if (before == null || after == null) {
        touched.touchAll(place);
        continue;
      }
      Optional<Subvolume> earlier = commands.find(before);
      Optional<Subvolume> later = commands.find(after);
      if (earlier.isEmpty() || later.isEmpty()) {
        return Optional.empty();
      }
      Pair pair = new Pair(before, earlier.get(), after, later.get(), place);
      if (!find(pair, lineage, touched, canceled)) {
        return Optional.empty();
      }
    }
    return Optional.of(touched);
  }

  private boolean find(Pair pair, Lineage lineage, TouchedPaths touched, BooleanSupplier canceled) {
    if (lineage.goesOnFrom(pair.before(), pair.after())) {
      try (ItemDiff items = new ItemDiff(files, pair, touched, canceled)) {
        return items.find();
      } catch (FileSystemException e) {
        // Items are for root alone; and what was found until then does no harm.
      }
    }
    return new SendDiff(commands.machine()).find(pair, touched, canceled)
        && !haveOtherNames(pair, touched);
  }

  /** Whether files have names that the stream, which tells one of each, may have passed over. */
  private boolean haveOtherNames(Pair pair, TouchedPaths touched) {
    String prefix = pair.place().isEmpty() ? "" : pair.place() + "/";
    try (Directory root = files.open(RawPath.ofText(pair.to()))) {
      return touched
          .paths()
          .filter(path -> path.startsWith(prefix) && path.length() > prefix.length())
          .anyMatch(path -> hasOtherNames(root, path.substring(prefix.length())));
    } catch (FileSystemException e) {
      return true;
    }
  }

  private static boolean hasOtherNames(Directory root, String path) {
    try {
      return hasOtherNames(root, RawPath.parts(Names.raw(path)));
    } catch (FileSystemException e) {
      if (e.reason() == Reason.NOT_FOUND
          || e.reason() == Reason.NOT_A_DIRECTORY
          || e.reason() == Reason.LOOP) {
        return false;
      }
      throw e;
    }
  }

  private static boolean hasOtherNames(Directory at, List<FileName> names) {
    if (names.size() > 1) {
      try (Directory below = at.openDirectory(names.getFirst())) {
        return hasOtherNames(below, names.subList(1, names.size()));
      }
    }
    return at.find(names.getFirst())
        .filter(stat -> stat.type() != Stat.Type.DIRECTORY && stat.links() > 1)
        .isPresent();
  }
}
