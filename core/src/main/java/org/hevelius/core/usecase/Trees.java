package org.hevelius.core.usecase;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Reference;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.JoinedTree;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/** Opens snapshots and live data as trees, and reads in them. */
public final class Trees implements Facade.TreeUses {
  private final Context context;

  /** Use cases over these parts. */
  public Trees(Context context) {
    this.context = context;
  }

  /**
   * A place in a snapshot.
   *
   * @param path as it was typed; empty for the root
   */
  public record Place(Snapshot snapshot, String path) {}

  /**
   * The place that somebody named.
   *
   * @param target a reference or a dataset, which stands for its newest snapshot; a path may follow
   *     behind a colon
   * @param path the path, or null when it isn't given apart
   */
  @Override
  public Place place(String target, @Nullable String path) {
    Reference.Split split = Reference.split(target);
    if (path != null && split.path().isPresent()) {
      throw new HeveliusException(
          Category.INVALID,
          "two paths are given: \"" + split.path().get() + "\" and \"" + path + "\"",
          "give one, as in " + split.head() + " PATH or " + split.head() + ":PATH");
    }
    return new Place(snapshot(split.head()), path == null ? split.path().orElse("") : path);
  }

  private Snapshot snapshot(String head) {
    ReferenceResolver resolver = new ReferenceResolver(context.catalog());
    boolean dataset =
        context.catalog().datasets().stream().anyMatch(d -> d.name().text().equals(head));
    return resolver.resolve(dataset ? head + "@latest" : head);
  }

  @Override
  public Map<SourceSpec, Path> paths(Snapshot snapshot) {
    Map<SourceSpec, Path> paths = new HashMap<>();
    for (Capture capture : snapshot.captures()) {
      if (context.providers().get(capture.source().kind()) instanceof NativeStorage storage) {
        try {
          storage.path(capture).ifPresent(path -> paths.put(capture.source(), path));
        } catch (HeveliusException e) {
          // It is a convenience: what is known of the snapshot is shown without it.
        }
      }
    }
    return paths;
  }

  /** The tree of one source of a dataset. */
  record SourceTree(SourceSpec source, SnapshotTree tree) {}

  /** The tree of a snapshot; with several sources each is a directory of its root. */
  @Override
  public SnapshotTree open(Snapshot snapshot) {
    return open(snapshot, SourceTree::tree);
  }

  /** The same, each source as it is shown. */
  SnapshotTree open(Snapshot snapshot, Function<SourceTree, SnapshotTree> shown) {
    Sources sources = new Sources(snapshot.captures().stream().map(Capture::source).toList());
    Map<String, SnapshotTree> trees = new HashMap<>();
    sources
        .byName()
        .forEach(
            (name, source) ->
                trees.put(
                    name,
                    shown.apply(
                        new SourceTree(
                            source,
                            context
                                .provider(source)
                                .open(
                                    snapshot.captures().stream()
                                        .filter(capture -> capture.source().equals(source))
                                        .findFirst()
                                        .orElseThrow())))));
    return joined(sources, trees);
  }

  /**
   * The present state of a dataset's sources, in the shape of a snapshot.
   *
   * @param like the snapshot with which it will be compared: its sources are opened
   */
  public SnapshotTree live(Snapshot like) {
    return live(like, SourceTree::tree);
  }

  /** The same, each source as it is shown. */
  SnapshotTree live(Snapshot like, Function<SourceTree, SnapshotTree> shown) {
    Dataset dataset = new ReferenceResolver(context.catalog()).dataset(like.dataset());
    Sources sources = new Sources(like.captures().stream().map(Capture::source).toList());
    Map<String, SnapshotTree> trees = new HashMap<>();
    sources
        .byName()
        .forEach(
            (name, source) ->
                trees.put(name, shown.apply(new SourceTree(source, live(dataset, source)))));
    return joined(sources, trees);
  }

  private SnapshotTree live(Dataset dataset, SourceSpec source) {
    return context.provider(source).live(dataset, source);
  }

  private static SnapshotTree joined(Sources sources, Map<String, SnapshotTree> trees) {
    return sources.isSingle() ? trees.values().iterator().next() : new JoinedTree(trees);
  }

  /**
   * The entry at a path that somebody typed.
   *
   * @throws HeveliusException NOT_FOUND with what may have been meant
   */
  public static TreeEntry entry(SnapshotTree tree, String where, String path) {
    String clean = clean(path);
    return tree.find(clean).orElseThrow(() -> noEntry(tree, where, clean));
  }

  /** The path that somebody typed, in the notation of trees and without slashes at its end. */
  public static String clean(String typed) {
    String path = Names.parse(typed);
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    String clean = path.substring(0, end);
    for (String part : clean.isEmpty() ? new String[0] : clean.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new HeveliusException(
            Category.INVALID,
            "\"" + typed + "\" is no path in a snapshot",
            "paths are relative to the source and have no \".\", \"..\" or doubled slash:"
                + " events/night_0412.fits");
      }
    }
    return clean;
  }

  private static HeveliusException noEntry(SnapshotTree tree, String where, String path) {
    int slash = path.lastIndexOf('/');
    String parent = slash < 0 ? "" : path.substring(0, slash);
    List<String> near =
        tree.find(parent).filter(TreeEntry::isDirectory).stream()
            .flatMap(directory -> tree.children(directory).stream())
            .map(TreeEntry::name)
            .toList();
    List<String> meant = Suggestions.nearest(path.substring(slash + 1), near, 3);
    String prefix = parent.isEmpty() ? "" : parent + "/";
    return new HeveliusException(
        Category.NOT_FOUND,
        where + " has no " + Names.show(path),
        meant.isEmpty()
            ? "look around: hevelius browse "
                + where
                + (parent.isEmpty() ? "" : " " + Names.show(parent))
            : "did you mean  "
                + String.join("  ", meant.stream().map(m -> Names.show(prefix + m)).toList()));
  }

  /** A file's content; the caller closes it. */
  public static InputStream content(SnapshotTree tree, TreeEntry file, String where) {
    if (file.isDirectory()) {
      String path = Names.show(file.path());
      throw new HeveliusException(
          Category.INVALID,
          where + (path.isEmpty() ? "" : ":" + path) + " is a directory, which has no content",
          "what is in it: hevelius browse " + where + (path.isEmpty() ? "" : " " + path));
    }
    if (!file.isFile()) {
      throw new HeveliusException(
          Category.INVALID,
          where + ":" + Names.show(file.path()) + " is no regular file",
          "hevelius browse shows what it is");
    }
    return tree.open(file);
  }
}
