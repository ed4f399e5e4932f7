package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.provider.RestoreActions;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.Names;
import org.hevelius.providers.files.FileRestore;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.repository.restore.State;
import org.jspecify.annotations.Nullable;

/**
 * Restores files of a capture, dataset by dataset: what is mounted inside of one is left to its own
 * turn, and what the capture doesn't have is left alone.
 */
final class ZfsRestore {
  private final Snaps snaps;
  private final Views views;
  private final Mounts mounts;
  private final OwnPlaces own;
  private final int workers;
  private final RestoreOrder order;

  ZfsRestore(
      Snaps snaps, Views views, Mounts mounts, OwnPlaces own, int workers, RestoreOrder order) {
    this.snaps = snaps;
    this.views = views;
    this.mounts = mounts;
    this.own = own;
    this.workers = workers;
    this.order = order;
  }

  void run() {
    Place place = Place.of(order.want().source());
    Zfs zfs = snaps.zfs(place);
    String home = views.mounted(zfs, place.dataset());
    boolean inPlace = order.target() == null || order.target().equals(home);
    SortedMap<String, Boolean> inside =
        inPlace ? views.inside(zfs, place.dataset()) : new TreeMap<>(Names::compare);
    try (Views.View want = view(order.want());
        Views.View base = view(order.base());
        Views.View guard = view(order.guard())) {
      List<RestoreOrder> parts = new ArrayList<>();
      List<String> ats = new ArrayList<>();
      for (String at : want.parts().keySet()) {
        RestoreOrder part = part(at, want.parts().keySet());
        if (part != null) {
          requireMounted(at, inPlace, inside);
          parts.add(part);
          ats.add(at);
        }
      }
      requirePlaces(want, base, guard, ats);
      // What is mounted inside has a pass of its own: this one sees nothing of it.
      Set<String> apart = new HashSet<>(inside.keySet());
      if (inPlace) {
        apart.addAll(want.parts().keySet());
      }
      for (int i = 0; i < parts.size(); i++) {
        String at = ats.get(i);
        List<String> excluded = new ArrayList<>(List.of("/" + Mounts.CONTROL));
        excluded.addAll(below(at, want.parts().keySet()));
        excluded.addAll(below(at, inside.keySet()));
        new FileRestore(own, parts.get(i), joined(home, at))
            .run(
                FileRestore.mounted(mounts.files(), workers),
                side(want, at, apart),
                optional(base, at, apart),
                optional(guard, at, apart),
                excluded);
      }
    }
  }

  private Views.View view(@Nullable Capture capture) {
    return capture == null
        ? new Views.View(new TreeMap<>(Names::compare), List.of())
        : views.captured(snaps.require(capture));
  }

  private FileRestore.Side side(Views.View view, String at, Set<String> apart) {
    String directory = view.parts().getOrDefault(at, "");
    return new FileRestore.Side(
        State.mountedWithout(mounts.files(), directory, inside(at, apart)),
        views.tree(directory, List.of("/" + Mounts.CONTROL)));
  }

  private FileRestore.@Nullable Side optional(Views.View view, String at, Set<String> apart) {
    return view.parts().containsKey(at) ? side(view, at, apart) : null;
  }

  /** What the captures must have to be compared, and to take it back. */
  private void requirePlaces(Views.View want, Views.View base, Views.View guard, List<String> ats) {
    for (String at : ats) {
      if (order.guard() != null && !guard.parts().containsKey(at)) {
        throw new HeveliusException(
            Category.CONFLICT,
            "the guard snapshot has no ZFS dataset at %s, so what is there couldn't be had back"
                .formatted(Names.show(at)),
            "nothing was changed; restore to a new directory with --to");
      }
      if (order.base() != null && !base.parts().containsKey(at)) {
        throw new HeveliusException(
            Category.CONFLICT,
            "%s has a ZFS dataset at %s, and the capture it is compared with has none there"
                .formatted(want.parts().get(at), Names.show(at)),
            "nothing was changed; restore to a new directory with --to");
      }
    }
  }

  private void requireMounted(String at, boolean inPlace, SortedMap<String, Boolean> inside) {
    if (!inPlace || at.isEmpty() || Boolean.TRUE.equals(inside.get(at))) {
      return;
    }
    boolean there = inside.containsKey(at);
    throw new HeveliusException(
        Category.CONFLICT,
        there
            ? "the ZFS dataset at %s of %s isn't mounted, and the capture has files of it"
                .formatted(Names.show(at), order.want().source())
            : "the capture has files of a ZFS dataset at %s of %s that isn't there any more"
                .formatted(Names.show(at), order.want().source()),
        there
            ? "nothing was changed; mount it, and restore then"
            : "nothing was changed; create it, or restore to a new directory with --to");
  }

  /**
   * The part of the order that concerns one dataset; null when none does.
   *
   * @param all the paths of the datasets of the capture
   */
  private @Nullable RestoreOrder part(String at, Set<String> all) {
    String target = order.target() == null ? null : joined(order.target(), at);
    List<String> paths = new ArrayList<>();
    for (String shown : order.paths()) {
      String path = Names.parse(shown);
      path = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      if (path.equals(at) || at.startsWith(path + "/")) {
        return with(List.of(), target, at);
      }
      if (owner(path, all).equals(at)) {
        paths.add(at.isEmpty() ? shown : Names.show(path.substring(at.length() + 1)));
      }
    }
    return paths.isEmpty() && !order.paths().isEmpty() ? null : with(paths, target, at);
  }

  private static String owner(String path, Set<String> all) {
    String at = path;
    while (!all.contains(at) && !at.isEmpty()) {
      at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
    }
    return at;
  }

  private RestoreOrder with(List<String> paths, @Nullable String target, String at) {
    RestoreActions actions =
        at.isEmpty()
            ? order.actions()
            : (action, present) ->
                order
                    .actions()
                    .act(
                        new RestoreAction(
                            action.kind(),
                            action.path().equals(".") ? at : at + "/" + action.path(),
                            action.bytes(),
                            action.note()),
                        present);
    return new RestoreOrder(
        order.want(),
        order.base(),
        target,
        paths,
        order.delete(),
        order.overwrite(),
        order.guard(),
        order.dryRun(),
        order.compareContent(),
        order.verify(),
        actions,
        order.progress(),
        order.canceled());
  }

  private static String joined(String directory, String at) {
    return at.isEmpty() ? directory : directory.equals("/") ? "/" + at : directory + "/" + at;
  }

  /** Patterns for the datasets that stand inside of one, relative to it. */
  static List<String> below(String at, Collection<String> others) {
    return inside(at, others).stream()
        .map(other -> "/" + other.replaceAll("[*?\\[]", "[$0]"))
        .toList();
  }

  /** The paths of those that stand inside of one, relative to it. */
  private static List<String> inside(String at, Collection<String> others) {
    String prefix = at.isEmpty() ? "" : at + "/";
    return others.stream()
        .filter(other -> !other.equals(at) && other.startsWith(prefix))
        .map(other -> other.substring(prefix.length()))
        .toList();
  }
}
