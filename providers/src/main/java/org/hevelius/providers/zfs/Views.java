package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.providers.files.LiveTree;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.repository.fs.RawPath;

/** The directories of this machine in which captures and sources can be read. */
final class Views {
  private final Mounts mounts;
  private final Browsing browsing;
  private final Consumer<String> notices;

  Views(Mounts mounts, Browsing browsing, Consumer<String> notices) {
    this.mounts = mounts;
    this.browsing = browsing;
    this.notices = notices;
  }

  /**
   * The directories of one capture, until it is closed.
   *
   * @param parts by the path of a dataset relative to the source; the source itself has the empty
   *     path
   */
  record View(SortedMap<String, String> parts, List<Runnable> ends) implements AutoCloseable {
    @Override
    public void close() {
      ends.forEach(Runnable::run);
    }
  }

  /** What a capture has. */
  View captured(Snap root) {
    SortedMap<String, String> parts = new TreeMap<>(Names::compare);
    List<Runnable> ends = new ArrayList<>();
    View view = new View(parts, ends);
    try {
      for (Map.Entry<String, Snap> member : placed(root).entrySet()) {
        Snap snap = member.getValue();
        parts.put(member.getKey(), directory(snap, ends));
      }
      return view;
    } catch (RuntimeException e) {
      view.close();
      throw e;
    }
  }

  private String directory(Snap snap, List<Runnable> ends) {
    if (snap.zfs().machine().isLocal()) {
      Listed dataset = snap.zfs().get(List.of(snap.dataset()), Mounts.PROPERTIES).getFirst();
      Optional<String> shown = mounts.snapshot(dataset, snap.name());
      if (shown.isPresent()) {
        return shown.get();
      }
    }
    String place = browsing.take(snap);
    ends.add(() -> browsing.giveBack(snap.guid()));
    return place;
  }

  /** The snapshots of a capture by the paths at which their files stand in the source. */
  Map<String, Snap> placed(Snap root) {
    Map<String, Snap> placed = new LinkedHashMap<>();
    List<Snap> members = Snaps.taken(root);
    Map<String, Listed> datasets = new LinkedHashMap<>();
    root.zfs()
        .get(members.stream().map(Snap::dataset).toList(), Mounts.PROPERTIES)
        .forEach(listed -> datasets.put(listed.name(), listed));
    Listed top = datasets.get(root.dataset());
    for (Snap member : members) {
      Listed dataset = datasets.get(member.dataset());
      Optional<String> at =
          top == null || dataset == null ? Optional.empty() : relative(top, dataset);
      if (at.isPresent()) {
        placed.put(at.get(), member);
      } else {
        boolean isVolume = dataset != null && dataset.text("type").equals("volume");
        notices.accept(
            isVolume
                ? "%s is captured, and is put back with the whole; a volume has no files to show"
                    .formatted(member.full())
                : "%s is captured, but its files stand outside of %s and aren't shown with it"
                    .formatted(member.full(), root.dataset()));
      }
    }
    return placed;
  }

  /** Where the files of a dataset stand below another; nothing when they don't. */
  static Optional<String> relative(Listed top, Listed dataset) {
    if (dataset.name().equals(top.name())) {
      return Optional.of("");
    }
    if (!dataset.isFileSystem() || dataset.text("canmount").equals("off")) {
      return Optional.empty();
    }
    String above = top.text("mountpoint");
    String at = dataset.text("mountpoint");
    if (above.startsWith("/") && at.startsWith("/")) {
      String prefix = above.equals("/") ? "/" : above + "/";
      return at.startsWith(prefix) ? Optional.of(at.substring(prefix.length())) : Optional.empty();
    }
    Listed.Value mountpoint = dataset.values().get("mountpoint");
    return mountpoint == null || mountpoint.isOwn()
        ? Optional.empty()
        : Optional.of(dataset.name().substring(top.name().length() + 1));
  }

  /** The tree over all directories of a capture; closing it closes the view. */
  SnapshotTree tree(View view) {
    SortedMap<String, SnapshotTree> trees = new TreeMap<>(Names::compare);
    view.parts()
        .forEach((at, directory) -> trees.put(at, tree(directory, List.of("/" + Mounts.CONTROL))));
    return new ComposedTree(trees, view::close);
  }

  SnapshotTree tree(String directory, List<String> excluded) {
    return new LiveTree(mounts.files(), RawPath.ofText(directory), OwnPlaces.excludes(excluded));
  }

  /**
   * Where a dataset of this machine is mounted.
   *
   * @throws HeveliusException UNAVAILABLE when it can't be read here
   */
  String mounted(Zfs zfs, String dataset) {
    if (!zfs.machine().isLocal()) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the files of %s lie on the machine %s and can't be read here"
              .formatted(dataset, zfs.machine().name()),
          "run hevelius there to browse and to restore files;",
          "putting the whole dataset back works from here");
    }
    Listed listed = zfs.find(dataset, Mounts.PROPERTIES).orElseThrow(() -> zfs.missing(dataset));
    return mounts.directory(listed).orElseThrow(() -> Unmounted.of(zfs, listed));
  }

  /**
   * The datasets below a mounted one, by the paths at which their files would stand in it; true
   * when they are mounted there.
   */
  SortedMap<String, Boolean> inside(Zfs zfs, String dataset) {
    SortedMap<String, Boolean> inside = new TreeMap<>(Names::compare);
    List<Listed> all = zfs.get(zfs.datasets(dataset), Mounts.PROPERTIES);
    for (Listed listed : all.subList(1, all.size())) {
      relative(all.getFirst(), listed)
          .ifPresent(at -> inside.put(at, mounts.directory(listed).isPresent()));
    }
    return inside;
  }
}
