package org.hevelius.providers.files;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.restore.Restore;
import org.hevelius.repository.restore.RestoreAction;
import org.hevelius.repository.restore.RestoreCounters;
import org.hevelius.repository.restore.RestoreRequest;
import org.hevelius.repository.restore.State;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one order to restore files, or finds what it would do: into a directory, from
 * captures wherever they lie.
 */
public final class FileRestore {
  private static final int SUGGESTIONS = 3;

  private final OwnPlaces own;
  private final RestoreOrder order;
  private final String target;
  private final List<List<FileName>> paths;

  /**
   * Looks at an order before anything is opened.
   *
   * @param home the directory in which the source lies, as an absolute path
   * @throws HeveliusException INVALID when its target or a path can't be, or when no guard holds
   *     what it may overwrite; REFUSED when the target is Hevelius' own
   */
  public FileRestore(OwnPlaces own, RestoreOrder order, String home) {
    this.own = own;
    this.order = order;
    this.target = target(home);
    this.paths = order.paths().stream().map(FileRestore::parse).toList();
    requireGuardOf(home);
  }

  /**
   * A capture as a restore reads it.
   *
   * @param tree the same, to look for names; not closed here
   */
  public record Side(State state, SnapshotTree tree) {}

  /** What carries out a restore. */
  @FunctionalInterface
  public interface Engine {
    /** See {@link Restore#run}. */
    void run(
        RestoreRequest request,
        RestoreCounters counters,
        Consumer<RestoreAction> sink,
        BooleanSupplier canceled);
  }

  /** An engine for captures that are mounted. */
  public static Engine mounted(FileSystem files, int workers) {
    return new Restore(files, workers)::run;
  }

  /**
   * Runs.
   *
   * @param excluded what the captures leave out and the target keeps therefore
   */
  public void run(
      Engine engine, Side want, @Nullable Side base, @Nullable Side guard, List<String> excluded) {
    EngineFailures.translated(
        () -> {
          paths.forEach(path -> requireThere(path, want, base));
          List<String> keep = new ArrayList<>(excluded);
          keep.addAll(own.inside(target));
          RestoreRequest request =
              new RestoreRequest(
                  want.state(),
                  base == null ? null : base.state(),
                  target,
                  paths,
                  order.delete(),
                  order.overwrite(),
                  guard == null ? null : guard.state(),
                  order.dryRun(),
                  order.compareContent(),
                  order.verify(),
                  OwnPlaces.excludes(keep));
          RestoreCounters counters = new RestoreCounters();
          String phase = order.dryRun() ? "comparing" : "restoring";
          try (Progress.Phase _ = order.progress().begin(phase, () -> state(counters))) {
            engine.run(
                request,
                counters,
                action -> order.actions().act(EngineActions.told(action), action.present()),
                order.canceled());
          }
        });
  }

  private String target(String home) {
    String given = order.target();
    String wanted = given == null ? home : given;
    if (!wanted.startsWith("/")) {
      throw new HeveliusException(
          Category.INVALID, "the target " + Names.show(wanted) + " is not an absolute path");
    }
    own.around(wanted)
        .ifPresent(
            place -> {
              throw new HeveliusException(
                  Category.REFUSED,
                  "the target %s lies in Hevelius' own directory %s"
                      .formatted(Names.show(wanted), place),
                  "nothing was changed; restore to another place");
            });
    return wanted;
  }

  /** The guard protects a target only if it is the image of exactly that directory. */
  private void requireGuardOf(String home) {
    Capture guard = order.guard();
    boolean same = guard != null && guard.source().equals(order.want().source());
    if (guard != null && (!same || !home.equals(target))) {
      throw new HeveliusException(
          Category.INVALID,
          "the guard is a capture of %s and not of the target %s"
              .formatted(guard.source(), Names.show(target)),
          "nothing was changed");
    }
    if (guard == null && order.overwrite() && !order.dryRun()) {
      throw new HeveliusException(
          Category.INVALID,
          "nothing may be overwritten without a guard snapshot of the target",
          "nothing was changed");
    }
  }

  /** Totals are known for a restore of everything to a new place alone. */
  private Progress.State state(RestoreCounters counters) {
    long files = counters.filesWritten();
    long bytes = counters.bytesWritten() + counters.bytesShared();
    long compared = EngineActions.count(counters);
    boolean known = order.want().isCounted();
    boolean whole = known && order.paths().isEmpty() && order.base() == null;
    boolean fresh = whole && !order.overwrite() && !order.dryRun();
    long entries = order.want().files() + order.want().directories();
    return new Progress.State(
        fresh ? files : compared,
        fresh ? Math.max(files, order.want().files()) : whole ? Math.max(compared, entries) : 0,
        bytes,
        fresh ? Math.max(bytes, order.want().bytes()) : 0,
        null);
  }

  /**
   * The names in a path that a person wrote, relative to the source.
   *
   * @throws HeveliusException INVALID when it would leave the source, or can't be a path
   */
  private static List<FileName> parse(String shown) {
    String text = Names.parse(shown);
    String plain =
        text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    List<FileName> names = new ArrayList<>();
    for (String part : plain.split("/", -1)) {
      FileName name = FileName.ofBytes(Names.raw(part));
      if (!name.isSafe()) {
        throw new HeveliusException(
            Category.INVALID,
            "\"%s\" is no path inside a snapshot".formatted(shown),
            "paths are relative to the source and have no \".\", \"..\" or empty part, such as"
                + " calib/mars.caldb");
      }
      names.add(name);
    }
    return names;
  }

  private static void requireThere(List<FileName> names, Side want, @Nullable Side base) {
    String path = text(names);
    boolean there =
        want.tree().find(path).isPresent() || (base != null && base.tree().find(path).isPresent());
    if (!there) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "the snapshot has no " + Names.show(path),
          advice(near(names, base == null ? List.of(want) : List.of(want, base))));
    }
  }

  private static String advice(List<String> near) {
    return near.isEmpty()
        ? "paths are relative to the source; look with hevelius browse"
        : "did you mean  " + String.join("  ", near);
  }

  /** Names like the first one that isn't there, from the directory in which it should be. */
  private static List<String> near(List<FileName> path, List<Side> sides) {
    int depth = path.size() - 1;
    while (depth > 0 && !isThere(text(path.subList(0, depth)), sides)) {
      depth--;
    }
    String above = text(path.subList(0, depth));
    Set<String> names = new LinkedHashSet<>();
    for (Side side : sides) {
      side.tree()
          .find(above)
          .filter(TreeEntry::isDirectory)
          .ifPresent(
              directory -> side.tree().children(directory).forEach(c -> names.add(c.name())));
    }
    String prefix = above.isEmpty() ? "" : Names.show(above) + "/";
    return Suggestions.nearest(text(path.subList(depth, depth + 1)), names, SUGGESTIONS).stream()
        .map(name -> prefix + Names.show(name))
        .toList();
  }

  private static boolean isThere(String path, List<Side> sides) {
    return sides.stream().anyMatch(side -> side.tree().find(path).isPresent());
  }

  private static String text(List<FileName> path) {
    return String.join("/", path.stream().map(name -> Names.text(name.bytes())).toList());
  }
}
