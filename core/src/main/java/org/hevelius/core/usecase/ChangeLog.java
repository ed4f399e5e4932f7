package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.compare.Change;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.compare.DiffResult;
import org.hevelius.core.compare.DiffSink;
import org.hevelius.core.compare.Tally;
import org.hevelius.core.compare.TreeDiff;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.JoinedTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * What changed from version to version of a dataset. Each is compared with the one before it by
 * their trees alone: no content of a file is read.
 */
public final class ChangeLog implements Oversight.ChangeLogUses {
  /** The most notable files that can be asked for of one version. */
  public static final int MOST_FILES = 1_000;

  /** Notable files are found among this many more, since moved ones are left out at the end. */
  private static final int SPARE = 2_000;

  private final Context context;

  /** Use cases over these parts. */
  public ChangeLog(Context context) {
    this.context = context;
  }

  /**
   * Versions whose changes somebody wants to see.
   *
   * @param dataset its name
   * @param since the earliest time; null for all before {@code until}
   * @param until the time before which it was taken; null for all since
   * @param author only versions of this author; null for all
   * @param files how many notable files of each
   * @param limit only the newest so many
   */
  public record Request(
      String dataset,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable String author,
      int files,
      long limit) {
    /**
     * Checks the numbers.
     *
     * @throws HeveliusException INVALID for a limit below 1, or more files than are listed
     */
    public Request {
      if (limit < 1) {
        throw new HeveliusException(Category.INVALID, "the limit must be at least 1, not " + limit);
      }
      requireFiles(files);
    }
  }

  private static void requireFiles(int files) {
    if (files < 0 || files > MOST_FILES) {
      throw new HeveliusException(
          Category.INVALID,
          "of each version 0 to %,d files can be listed, not %d".formatted(MOST_FILES, files));
    }
  }

  /**
   * Files that changed alike.
   *
   * @param bytes their content: in the newer version, or in the older one when they were removed
   */
  public record Count(long files, long bytes) {
    private static Count of(Tally.Count count) {
      return new Count(count.files(), count.bytes());
    }

    private Count without(long otherFiles, long otherBytes) {
      return new Count(Math.max(0, files - otherFiles), Math.max(0, bytes - otherBytes));
    }
  }

  /**
   * What is different from the version before.
   *
   * @param changed files with other content or of another type
   * @param metadata files of which only mode, owner or time differ
   * @param renamed files that stand elsewhere with the same content; neither added nor removed
   * @param renamesComplete false when there was too much to find all renames
   * @param deltaBytes by how much the content grew
   */
  public record Changes(
      Count added,
      Count changed,
      Count removed,
      Count renamed,
      boolean renamesComplete,
      Count metadata,
      long deltaBytes) {}

  /**
   * A file whose change is among the largest.
   *
   * @param bytesBefore 0 when it was added
   * @param bytesAfter 0 when it was removed
   */
  public record NotableFile(Change.Kind kind, String path, long bytesBefore, long bytesAfter) {
    private static final Comparator<NotableFile> SMALLEST_FIRST =
        Comparator.comparingLong(NotableFile::bytes)
            .thenComparing(NotableFile::path, Comparator.reverseOrder());

    private static NotableFile of(Change change) {
      TreeEntry before = change.before();
      TreeEntry after = change.after();
      return new NotableFile(
          change.kind(),
          change.path(),
          before == null ? 0 : before.size(),
          after == null ? 0 : after.size());
    }

    /** By what changes are ordered: the size of the file, where it was larger. */
    public long bytes() {
      return Math.max(bytesBefore, bytesAfter);
    }
  }

  /**
   * A version with its changes.
   *
   * @param before the version that it was compared with; null for the first, of which everything is
   *     new
   * @param gone the version that it descends from, when that is gone and an older one was compared
   * @param changes null when the trees could not be compared
   * @param renames what moved, whole directories as one; the first ones
   * @param notable the largest changes, the largest first
   * @param problem why the trees could not be compared; empty when they were
   */
  public record Entry(
      Snapshot snapshot,
      @Nullable Snapshot before,
      @Nullable Long gone,
      @Nullable Changes changes,
      List<DiffResult.Rename> renames,
      List<NotableFile> notable,
      String problem) {
    /** Copies the lists. */
    public Entry {
      renames = List.copyOf(renames);
      notable = List.copyOf(notable);
    }
  }

  @Override
  public Stream<LogView> log(Request request, BooleanSupplier canceled) {
    SnapshotQuery query =
        new Snapshots(context).query(request.dataset()).between(request.since(), request.until());
    return entries(query, request.author(), request.files(), canceled)
        .limit(request.limit())
        .map(LogView::of);
  }

  /**
   * The entries of the versions that match, newest first, each compared when the stream comes to
   * it. A version that can't be compared has its entry all the same.
   *
   * @param author only versions of this author; null for all
   * @param files how many notable files of each
   * @param canceled asked between directories; the stream then ends with CANCELED
   */
  public Stream<Entry> entries(
      SnapshotQuery query, @Nullable String author, int files, BooleanSupplier canceled) {
    requireFiles(files);
    return context
        .catalog()
        .snapshots(query)
        .filter(snapshot -> author == null || snapshot.author().equals(author))
        .map(snapshot -> entry(snapshot, files, canceled));
  }

  private Entry entry(Snapshot snapshot, int files, BooleanSupplier canceled) {
    Long parent = snapshot.parentVersion();
    Optional<Snapshot> exact =
        parent == null ? Optional.empty() : context.catalog().snapshot(snapshot.dataset(), parent);
    @Nullable Snapshot before = exact.or(() -> nearestOlder(snapshot)).orElse(null);
    @Nullable Long gone = exact.isEmpty() ? parent : null;
    Largest largest = new Largest(files, canceled);
    try {
      DiffResult result = compare(before, snapshot, largest, canceled);
      if (result.unreadCount() > 0) {
        return failed(snapshot, before, gone, result.unread().getFirst().reason());
      }
      return new Entry(
          snapshot,
          before,
          gone,
          changes(result, before == null),
          result.renames().list().stream().limit(files).toList(),
          largest.without(result.renames().list()),
          "");
    } catch (HeveliusException e) {
      if (e.category() == Category.CANCELED) {
        throw e;
      }
      return failed(snapshot, before, gone, String.valueOf(e.getMessage()));
    }
  }

  private static Entry failed(
      Snapshot snapshot, @Nullable Snapshot before, @Nullable Long gone, String why) {
    return new Entry(snapshot, before, gone, null, List.of(), List.of(), why);
  }

  private Optional<Snapshot> nearestOlder(Snapshot snapshot) {
    return context
        .catalog()
        .page(SnapshotQuery.of(snapshot.dataset()).after(snapshot).limit(1))
        .stream()
        .findFirst();
  }

  private DiffResult compare(
      @Nullable Snapshot before, Snapshot snapshot, DiffSink sink, BooleanSupplier canceled) {
    DiffOptions usual = DiffOptions.standard();
    DiffOptions options =
        new DiffOptions(
            List.of(), false, false, false, 0, before == null ? 0 : usual.renameCandidates(), 0);
    try (TreePair pair =
        before == null
            ? new TreePair(new JoinedTree(Map.of()), new Trees(context).open(snapshot))
            : TreePair.open(context, before, snapshot, canceled)) {
      return TreeDiff.run(pair.left(), pair.right(), options, sink);
    }
  }

  private static Changes changes(DiffResult result, boolean first) {
    Tally total = result.total();
    long files = 0;
    long bytes = 0;
    for (DiffResult.Rename rename : result.renames().list()) {
      files += rename.files();
      bytes += rename.bytes();
    }
    return new Changes(
        Count.of(total.added()).without(files, bytes),
        new Count(
            total.modified().files() + total.typeChanged().files(),
            total.modified().bytes() + total.typeChanged().bytes()),
        Count.of(total.removed()).without(files, bytes),
        new Count(files, bytes),
        first || result.renames().complete(),
        Count.of(total.metadata()),
        total.deltaBytes());
  }

  /** Keeps the largest changes of files while a tree is walked. */
  private static final class Largest implements DiffSink {
    private final int wanted;
    private final BooleanSupplier canceled;
    private final PriorityQueue<NotableFile> kept = new PriorityQueue<>(NotableFile.SMALLEST_FIRST);

    Largest(int wanted, BooleanSupplier canceled) {
      this.wanted = wanted;
      this.canceled = canceled;
    }

    @Override
    public void accept(Change change) {
      if (wanted > 0 && !change.entry().isDirectory() && change.kind() != Change.Kind.METADATA) {
        kept.add(NotableFile.of(change));
        if (kept.size() > wanted + SPARE) {
          kept.remove();
        }
      }
    }

    @Override
    public void entering(String directory) {
      if (canceled.getAsBoolean()) {
        throw new HeveliusException(
            Category.CANCELED, "the comparison was stopped", "nothing was changed");
      }
    }

    List<NotableFile> without(List<DiffResult.Rename> renames) {
      Set<String> moved = new HashSet<>();
      Set<String> directories = new HashSet<>();
      for (DiffResult.Rename rename : renames) {
        for (String path : List.of(rename.from(), rename.to())) {
          (rename.directory() ? directories : moved).add(path);
        }
      }
      List<NotableFile> largest = new ArrayList<>();
      List<NotableFile> all = new ArrayList<>(kept);
      all.sort(NotableFile.SMALLEST_FIRST.reversed());
      Iterator<NotableFile> next = all.iterator();
      while (largest.size() < wanted && next.hasNext()) {
        NotableFile file = next.next();
        if (!moved.contains(file.path()) && !isBelow(file.path(), directories)) {
          largest.add(file);
        }
      }
      return largest;
    }

    private static boolean isBelow(String path, Set<String> directories) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        if (directories.contains(path.substring(0, slash))) {
          return true;
        }
      }
      return false;
    }
  }
}
