package org.hevelius.providers.btrfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.NativeStorage.Reclaim;
import org.hevelius.core.snapshot.Capture;

/** What sources take, and what would be free without captures. */
final class Spaces {
  private static final Pattern USED = Pattern.compile("(?m)^\\s+Used:\\s+(\\d+)$");
  private static final Pattern FREE = Pattern.compile("Free \\(estimated\\):\\s+(\\d+)");
  private static final Pattern EXCLUSIVE = Pattern.compile("(?m)^ *\\d+ +(\\d+) +\\S+ +/");
  private static final Pattern GROUP = Pattern.compile("(?m)^0/(\\d+) +(\\d+) +(\\d+)\\b");
  private static final int AT_ONCE = 100;

  private Spaces() {}

  /**
   * The space of a source. Unless somebody has switched quotas on, Btrfs counts for a whole file
   * system only, and then that stands here.
   */
  static NativeStorage.Space of(Volumes volumes, Volumes.Source source) {
    Whole whole = whole(volumes.commands().usage(source.mount().point()));
    long used = whole.used();
    Subvolume subvolume = source.subvolume();
    long referenced = subvolume.referenced() < 0 ? used : subvolume.referenced();
    OptionalLong limit =
        subvolume.limit() < 0 ? OptionalLong.empty() : OptionalLong.of(subvolume.limit());
    long free = whole.free();
    long available = limit.isPresent() ? Math.clamp(limit.getAsLong() - referenced, 0, free) : free;
    return new NativeStorage.Space(used, referenced, OptionalLong.empty(), available, limit);
  }

  /** Bytes of a whole file system. */
  record Whole(long used, long free) {}

  /** What {@code btrfs filesystem usage} says. */
  static Whole whole(String said) {
    return new Whole(number(USED, said), number(FREE, said));
  }

  private static long number(Pattern pattern, String said) {
    Matcher found = pattern.matcher(said);
    if (!found.find()) {
      throw new HeveliusException(
          Category.UNAVAILABLE, "btrfs tells the space in a form that isn't known");
    }
    return Long.parseLong(found.group(1));
  }

  /**
   * What each subvolume alone has, by its number: at once where full quotas count it. Simple ones
   * count something else.
   */
  static Optional<Map<Long, Long>> exclusive(Commands commands, String mount) {
    String fileSystem = commands.fileSystem(mount);
    if (Quotas.of(fileSystem) != Quotas.FULL || Quotas.areInconsistent(fileSystem)) {
      return Optional.empty();
    }
    Map<Long, Long> exclusive = new HashMap<>();
    Matcher lines = GROUP.matcher(commands.quotaGroups(mount));
    while (lines.find()) {
      exclusive.put(Long.valueOf(lines.group(1)), Long.valueOf(lines.group(3)));
    }
    return Optional.of(exclusive);
  }

  /** At least what removing captures would free: what each of them alone has. */
  static Reclaim reclaim(Volumes volumes, List<Capture> captures) {
    List<String> paths = new ArrayList<>();
    List<Volumes.Found> whole = new ArrayList<>();
    for (Capture capture : captures) {
      volumes
          .find(capture)
          .ifPresent(
              found -> {
                whole.add(found);
                paths.add(found.path().toString());
                paths.addAll(found.nested().values());
              });
    }
    if (paths.isEmpty()) {
      return new Reclaim(0, false, List.of());
    }
    volumes.commands().sync(paths.getFirst());
    String mount = whole.getFirst().mount().point();
    Optional<Map<Long, Long>> counted =
        paths.size() == whole.size() ? exclusive(volumes.commands(), mount) : Optional.empty();
    if (counted.isPresent()) {
      long sum = 0;
      for (Volumes.Found found : whole) {
        sum += counted.get().getOrDefault(found.subvolume().id(), 0L);
      }
      return new Reclaim(sum, whole.size() == 1, List.of());
    }
    long bytes = 0;
    for (int i = 0; i < paths.size(); i += AT_ONCE) {
      bytes +=
          exclusive(
              volumes.commands().exclusive(paths.subList(i, Math.min(paths.size(), i + AT_ONCE))));
    }
    return new Reclaim(bytes, false, List.of());
  }

  static long exclusive(String said) {
    long bytes = 0;
    Matcher lines = EXCLUSIVE.matcher(said);
    while (lines.find()) {
      bytes += Long.parseLong(lines.group(1));
    }
    return bytes;
  }
}
