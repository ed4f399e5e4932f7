package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.compare.ContentDiff;
import org.hevelius.core.compare.ContentOptions;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.FileHit;
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
 * version that it lacks is compared with the one before, so a version costs what changed in it. A
 * version that is gone from its storage counts as what was before it, and is told.
 */
public final class Finds implements Facade.FindUses {
  private final Context context;
  private final Trees trees;
  private final Set<String> skipped = Collections.synchronizedSet(new LinkedHashSet<>());

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

  @Override
  public List<String> skipped() {
    synchronized (skipped) {
      return List.copyOf(skipped);
    }
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
    } catch (HeveliusException e) {
      if (new Gone(context).isGone(old.orElseThrow()) || new Gone(context).isGone(after)) {
        return "";
      }
      throw e;
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
      new NamesUpdate(context, dataset, skipped, canceled).run(enough, progress);
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
}
