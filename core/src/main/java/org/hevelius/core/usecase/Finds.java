package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.compare.Change;
import org.hevelius.core.compare.ContentDiff;
import org.hevelius.core.compare.ContentOptions;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.compare.TreeDiff;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.FileHit;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.find.FileInterval;
import org.hevelius.core.find.FileQuery;
import org.hevelius.core.find.Glob;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Reference;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * Finds files over all versions. The index of names is brought up to date when it is asked: each
 * version that it lacks is compared with the one before, so a version costs what changed in it.
 */
public final class Finds implements Facade.FindUses {
  private final Context context;
  private final Trees trees;

  /** Use cases over these parts. */
  public Finds(Context context) {
    this.context = context;
    this.trees = new Trees(context);
  }

  /**
   * Finds files by name, or by path when the pattern has a slash.
   *
   * @param pattern with {@code *}, {@code ?}, {@code [...]} and {@code **}
   * @param dataset null for all datasets
   * @param hits told each run of versions in which a path was there; runs of one path come
   *     together, oldest first
   */
  @Override
  public void find(
      String pattern,
      @Nullable String dataset,
      int limit,
      Consumer<FileHit> hits,
      Progress progress,
      BooleanSupplier canceled) {
    DatasetName name = known(dataset);
    FileQuery query = new FileQuery(Glob.parse(pattern), name, limit);
    behind(name).forEach(lag -> update(DatasetName.of(lag.dataset()), progress, canceled));
    context.index().find(query, hits);
  }

  /**
   * Finds files like {@link #find}, from what the index has now. Nothing is added to it: what it
   * lacks, {@link #behind} tells.
   */
  public void findIndexed(
      String pattern, @Nullable String dataset, int limit, Consumer<FileHit> hits) {
    context.index().find(new FileQuery(Glob.parse(pattern), known(dataset), limit), hits);
  }

  private @Nullable DatasetName known(@Nullable String dataset) {
    return dataset == null
        ? null
        : new ReferenceResolver(context.catalog()).dataset(DatasetName.of(dataset)).name();
  }

  /**
   * A dataset whose newest snapshots are not in the index yet.
   *
   * @param indexed the newest version that is in the index; 0 when none is
   * @param newest the newest version that there is; 0 when none is left
   */
  public record Lag(String dataset, long indexed, long newest) {}

  /**
   * What the index lacks, sorted by dataset.
   *
   * @param dataset the only one that matters; null for all
   */
  public List<Lag> behind(@Nullable DatasetName dataset) {
    Map<DatasetName, Long> indexed = context.index().indexed();
    return context.catalog().facts().newest().entrySet().stream()
        .filter(entry -> dataset == null || dataset.equals(entry.getKey()))
        .map(
            entry ->
                new Lag(
                    entry.getKey().text(),
                    indexed.getOrDefault(entry.getKey(), 0L),
                    entry.getValue()))
        .filter(lag -> lag.indexed() != lag.newest())
        .sorted(Comparator.comparing(Lag::dataset))
        .toList();
  }

  /**
   * One version of a file in its history.
   *
   * @param snapshot the first snapshot that has it so
   * @param last the last version that has it so
   * @param interval what it is, or what it was before it went
   * @param gone whether this is the version from which on it is no more
   * @param summary what changed in the content, in a few words; empty when that wasn't asked or
   *     nothing is to be said
   */
  public record FileVersion(
      Snapshot snapshot, long last, FileInterval interval, boolean gone, String summary) {}

  /**
   * Every version of one file, newest first, its deletions too.
   *
   * @param target {@code DATASET:path}, or {@code DATASET@REF:path}, of which only the dataset
   *     counts
   * @param summaries whether the contents of neighbors are compared
   */
  public List<FileVersion> history(
      String target, boolean summaries, Progress progress, BooleanSupplier canceled) {
    return history(target, summaries, name -> update(name, progress, canceled));
  }

  /**
   * The same, from an index that somebody else keeps up to date.
   *
   * @param ready waits until what the index has of the dataset will do
   */
  public List<FileVersionView> linesIndexed(
      String target, boolean summaries, Consumer<DatasetName> ready) {
    return views(target, history(target, summaries, ready));
  }

  private List<FileVersion> history(String target, boolean summaries, Consumer<DatasetName> ready) {
    Reference.Split split = Reference.split(target);
    String path =
        split
            .path()
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.INVALID,
                        "\"" + target + "\" names no file",
                        "write DATASET:path, such as cosmos7/raw:events/night_0412.fits"));
    String head = split.head();
    int at = head.indexOf('@');
    DatasetName name =
        new ReferenceResolver(context.catalog())
            .dataset(DatasetName.of(at < 0 ? head : head.substring(0, at)))
            .name();
    ready.accept(name);
    List<FileInterval> intervals = context.index().history(name, path);
    if (intervals.isEmpty()) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "no version of " + name + " has ever had " + path,
          "search by name: hevelius find '*"
              + path.substring(path.lastIndexOf('/') + 1)
              + "*' "
              + name);
    }
    return versions(name, path, intervals, summaries);
  }

  @Override
  public List<FileVersionView> lines(
      String target, boolean summaries, Progress progress, BooleanSupplier canceled) {
    return views(target, history(target, summaries, progress, canceled));
  }

  private static List<FileVersionView> views(String target, List<FileVersion> versions) {
    String path = Reference.split(target).path().orElse("");
    return FileVersionView.lines(versions).stream().map(line -> line.view(path)).toList();
  }

  private List<FileVersion> versions(
      DatasetName name, String path, List<FileInterval> intervals, boolean summaries) {
    NavigableSet<Long> there = new TreeSet<>(context.catalog().facts().versions(name));
    List<FileVersion> versions = new ArrayList<>();
    FileInterval before = null;
    for (FileInterval interval : intervals) {
      Long first = there.ceiling(interval.firstVersion());
      Long last = there.floor(interval.lastVersion());
      Optional<Snapshot> snapshot =
          first == null || last == null || first > last ? Optional.empty() : snapshot(name, first);
      if (snapshot.isEmpty() || last == null) {
        continue;
      }
      Snapshot taken = snapshot.orElseThrow();
      String summary = before != null && summaries ? summary(before, taken, path) : "";
      versions.add(new FileVersion(taken, last, interval, false, summary));
      gone(there, intervals, interval)
          .flatMap(version -> snapshot(name, version))
          .ifPresent(s -> versions.add(new FileVersion(s, s.version(), interval, true, "")));
      before = interval;
    }
    return versions.reversed();
  }

  private Optional<Snapshot> snapshot(DatasetName name, long version) {
    return context.catalog().snapshot(name, version);
  }

  /** The version in which a path was missing first after an interval, if it was. */
  private static Optional<Long> gone(
      NavigableSet<Long> there, List<FileInterval> intervals, FileInterval interval) {
    return Optional.ofNullable(there.higher(interval.lastVersion()))
        .filter(
            next ->
                intervals.stream()
                    .noneMatch(i -> i.firstVersion() <= next && next <= i.lastVersion()));
  }

  private String summary(FileInterval before, Snapshot after, String path) {
    Optional<Snapshot> old = snapshot(after.dataset(), before.lastVersion());
    if (old.isEmpty()) {
      return "";
    }
    try (SnapshotTree left = trees.open(old.orElseThrow());
        SnapshotTree right = trees.open(after)) {
      String raw = Names.parse(path);
      Optional<TreeEntry> a = left.find(raw);
      Optional<TreeEntry> b = right.find(raw);
      if (a.isEmpty() || b.isEmpty() || !a.get().isFile() || !b.get().isFile()) {
        return "";
      }
      return ContentDiff.compare(left, a.get(), right, b.get(), ContentOptions.standard())
          .summaryLine();
    }
  }

  /** Brings the index of a dataset up to its newest version. */
  public void update(DatasetName dataset, Progress progress, BooleanSupplier canceled) {
    update(dataset, () -> false, progress, canceled);
  }

  /**
   * Brings the index of a dataset up to its newest version, or nearer to it.
   *
   * @param enough asked after each version; the ones behind it are left for another time
   */
  void update(
      DatasetName dataset, BooleanSupplier enough, Progress progress, BooleanSupplier canceled) {
    if (!isCurrent(dataset)) {
      // Who waits for another thread's update finds it done.
      synchronized (context.index()) {
        boolean again = true;
        while (again && !isCurrent(dataset)) {
          again = !bringUpToDateAlone(dataset, enough, progress, canceled);
        }
      }
    }
  }

  /**
   * Brings the index up to date unless another process does the same at the same time.
   *
   * @return whether all went well; otherwise another process was faster
   */
  private boolean bringUpToDateAlone(
      DatasetName dataset, BooleanSupplier enough, Progress progress, BooleanSupplier canceled) {
    long before = context.index().indexedUpTo(dataset);
    try {
      bringUpToDate(dataset, enough, progress, canceled);
      return true;
    } catch (HeveliusException e) {
      if (e.category() != Category.CONFLICT || context.index().indexedUpTo(dataset) == before) {
        throw e;
      }
      return false;
    }
  }

  private boolean isCurrent(DatasetName dataset) {
    return context.index().indexedUpTo(dataset)
        == context.catalog().latest(dataset).map(Snapshot::version).orElse(0L);
  }

  private void bringUpToDate(
      DatasetName dataset, BooleanSupplier enough, Progress progress, BooleanSupplier canceled) {
    FileIndex index = context.index();
    long from = index.indexedUpTo(dataset);
    if (from > 0 && context.catalog().snapshot(dataset, from).filter(s -> !s.isGone()).isEmpty()) {
      // The version on which the index stands is gone: without it what changed since can't be told.
      index.clear(dataset);
      from = 0;
    }
    long start = from;
    List<Snapshot> newer =
        context
            .catalog()
            .snapshots(SnapshotQuery.of(dataset))
            .filter(snapshot -> snapshot.version() > start)
            .sorted(Comparator.comparingLong(Snapshot::version))
            .toList();
    // What can't be read any more is passed over; the newest only moves the index up to it.
    List<Snapshot> missing =
        newer.stream().filter(s -> !s.isGone() || s.equals(newer.getLast())).toList();
    Snapshot previous = from == 0 ? null : context.catalog().snapshot(dataset, from).orElseThrow();
    for (int i = 0; i < missing.size(); i++) {
      long done = i;
      try (Progress.Phase phase =
          progress.begin(
              "indexing names of " + dataset,
              () ->
                  new Progress.State(
                      done, missing.size(), 0, 0, missing.get((int) done).reference()))) {
        add(missing.get(i), previous, canceled);
      }
      if (enough.getAsBoolean()) {
        return;
      }
      previous = missing.get(i);
    }
  }

  private void add(Snapshot snapshot, @Nullable Snapshot previous, BooleanSupplier canceled) {
    try (FileIndex.Update update =
        context
            .index()
            .begin(
                snapshot.dataset(),
                snapshot.version(),
                previous == null ? 0 : previous.version())) {
      if (snapshot.isGone()) {
        stopIf(canceled);
      } else if (previous == null) {
        try (SnapshotTree all = trees.open(snapshot)) {
          addAll(all, all.root(), update, canceled);
        }
      } else {
        try (TreePair pair = TreePair.open(context, previous, snapshot, canceled)) {
          TreeDiff.run(
              pair.left(),
              pair.right(),
              DiffOptions.standard().withRenameCandidates(0),
              change -> apply(change, update, canceled));
        }
      }
      update.commit();
    }
  }

  private static void apply(Change change, FileIndex.Update update, BooleanSupplier canceled) {
    stopIf(canceled);
    TreeEntry after = change.after();
    switch (change.kind()) {
      case ADDED -> update.added(change.path(), Objects.requireNonNull(after));
      case REMOVED -> update.removed(change.path());
      case MODIFIED, METADATA, TYPE_CHANGED ->
          update.changed(change.path(), Objects.requireNonNull(after));
    }
  }

  private static void addAll(
      SnapshotTree tree, TreeEntry directory, FileIndex.Update update, BooleanSupplier canceled) {
    stopIf(canceled);
    for (TreeEntry child : tree.children(directory)) {
      update.added(child.path(), child);
      if (child.isDirectory()) {
        addAll(tree, child, update, canceled);
      }
    }
  }

  private static void stopIf(BooleanSupplier canceled) {
    if (canceled.getAsBoolean()) {
      throw new HeveliusException(
          Category.CANCELED, "canceled", "the index of names is as it was before");
    }
  }
}
