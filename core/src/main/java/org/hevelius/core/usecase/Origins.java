package org.hevelius.core.usecase;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.compare.Contents;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Origin.State;
import org.jspecify.annotations.Nullable;

/**
 * Finds the versions that have the live state of what a plan overwrites or deletes. Time is bounded
 * by the number of entries, of versions that are looked at, and of bytes that are read to compare.
 */
final class Origins {
  /** How many of the newest versions are looked at. */
  static final int VERSIONS = 100;

  private static final long BYTES = 256L << 20;

  /** What is looked for, and the newest version that was seen to have it. */
  private static final class Search {
    private final String shown;
    private final TreeEntry live;
    private @Nullable Long newest;

    Search(String shown, TreeEntry live) {
      this.shown = shown;
      this.live = live;
    }
  }

  private final Context context;
  private final BooleanSupplier canceled;
  private final Map<String, Origin> found = new HashMap<>();
  private long readable = BYTES;

  Origins(Context context, BooleanSupplier canceled) {
    this.context = context;
    this.canceled = canceled;
  }

  /**
   * The origins of the first actions of each kind, by the path of the action. Nothing for a
   * directory that some version has, and for what isn't there any more.
   */
  Map<String, Origin> of(RestorePlan plan, int limit) {
    Dataset dataset = new ReferenceResolver(context.catalog()).dataset(plan.want().dataset());
    Sources sources = new Sources(plan.want().captures().stream().map(Capture::source).toList());
    Map<SourceSpec, Map<String, Search>> searches = new LinkedHashMap<>();
    for (Kind kind : List.of(Kind.OVERWRITE, Kind.DELETE)) {
      List<RestoreAction> actions =
          plan.first().stream().filter(action -> action.kind() == kind).limit(limit).toList();
      for (RestoreAction action : actions) {
        sources
            .select(List.of(Names.parse(action.path())))
            .forEach((source, paths) -> begin(searches, dataset, source, paths, action.path()));
      }
    }
    searches.forEach((source, pending) -> search(dataset, source, pending));
    return found;
  }

  private void begin(
      Map<SourceSpec, Map<String, Search>> searches,
      Dataset dataset,
      SourceSpec source,
      List<String> paths,
      String shown) {
    Map<String, Search> pending = searches.computeIfAbsent(source, _ -> new LinkedHashMap<>());
    try (SnapshotTree live = context.provider(source).live(dataset, source)) {
      for (String path : paths) {
        live.find(path).ifPresent(entry -> pending.put(path, new Search(shown, entry)));
      }
    }
  }

  private void search(Dataset dataset, SourceSpec source, Map<String, Search> pending) {
    Map<String, String> seen = new HashMap<>();
    SnapshotQuery query = SnapshotQuery.of(dataset.name());
    try (Stream<Snapshot> newest = context.catalog().snapshots(query).limit(VERSIONS)) {
      for (Snapshot snapshot : (Iterable<Snapshot>) newest::iterator) {
        if (pending.isEmpty()) {
          return;
        }
        look(dataset, source, snapshot, pending, seen);
      }
    }
    State absent =
        context.catalog().count(query) > VERSIONS
            ? State.IN_NO_RECENT_VERSION
            : State.IN_NO_VERSION;
    for (Search search : pending.values()) {
      State state = search.newest == null ? absent : State.CHANGED;
      found.put(search.shown, new Origin(state, search.newest, search.live.modified()));
    }
  }

  private void look(
      Dataset dataset,
      SourceSpec source,
      Snapshot snapshot,
      Map<String, Search> pending,
      Map<String, String> seen) {
    if (canceled.getAsBoolean()) {
      throw new HeveliusException(Category.CANCELED, "canceled", "nothing was changed");
    }
    Optional<Capture> capture =
        snapshot.captures().stream().filter(c -> c.source().equals(source)).findFirst();
    if (capture.isEmpty()) {
      return;
    }
    try (SnapshotTree tree = context.provider(source).open(capture.get());
        SnapshotTree live = context.provider(source).live(dataset, source)) {
      Map<String, Boolean> known = new HashMap<>();
      pending
          .entrySet()
          .removeIf(
              e -> {
                String parent = e.getKey().substring(0, Math.max(0, e.getKey().lastIndexOf('/')));
                return !known.computeIfAbsent(parent, p -> isKnown(tree, p, seen))
                    && isSettled(e.getValue(), e.getKey(), snapshot, tree, live);
              });
    } catch (HeveliusException e) {
      // A version that can't be read keeps nothing that one could rely on.
      if (e.category() == Category.CANCELED) {
        throw e;
      }
    }
  }

  /** Whether a directory is the same as in the version that was looked at before. */
  private static boolean isKnown(SnapshotTree tree, String parent, Map<String, String> seen) {
    Optional<TreeEntry> directory = tree.find(parent);
    String key = directory.map(TreeEntry::contentKey).orElse(null);
    return directory.isEmpty() || (key != null && key.equals(seen.put(parent, key)));
  }

  private boolean isSettled(
      Search search, String path, Snapshot snapshot, SnapshotTree tree, SnapshotTree live) {
    Optional<TreeEntry> stored = tree.find(path);
    if (stored.isEmpty()) {
      return false;
    }
    if (search.live.isDirectory()) {
      return true;
    }
    if (isSame(search.live, live, stored.get(), tree)) {
      State state = search.newest == null ? State.UNCHANGED : State.AS_IN_OLDER;
      found.put(search.shown, new Origin(state, snapshot.version(), search.live.modified()));
      return true;
    }
    if (search.newest == null) {
      search.newest = snapshot.version();
    }
    return false;
  }

  private boolean isSame(TreeEntry now, SnapshotTree live, TreeEntry stored, SnapshotTree tree) {
    if (now.type() != stored.type()
        || now.size() != stored.size()
        || !Objects.equals(now.linkTarget(), stored.linkTarget())) {
      return false;
    }
    if (!now.isFile() || now.modified().equals(stored.modified())) {
      return true;
    }
    if (now.size() > readable) {
      return false;
    }
    readable -= now.size();
    try (InputStream a = live.open(now);
        InputStream b = tree.open(stored)) {
      return Contents.equal(a, b);
    } catch (IOException e) {
      return false;
    }
  }
}
