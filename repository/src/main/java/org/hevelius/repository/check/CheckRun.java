package org.hevelius.repository.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.check.CheckCounters.Phase;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.PackedBlob;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.EntrySet;
import org.hevelius.repository.index.IndexLoad;
import org.hevelius.repository.index.PackEntries;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.pack.PackHeaders;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.storage.Storage.Listed;
import org.hevelius.repository.tree.Snapshots;
import org.hevelius.repository.tree.UsedBlobs;
import org.hevelius.repository.work.Each;

/** One run of a check. */
final class CheckRun {
  /** No more findings are kept; the rest is counted. */
  private static final int MAX_FINDINGS = 10_000;

  private final RepositoryParts parts;
  private final CheckRequest request;
  private final CheckCounters counters;
  private final BooleanSupplier canceled;
  private final Snapshots snapshots;
  private final IndexLoad load;
  private final BlobIndex index;
  private final PackEntries entries;
  private final EntrySet bad;
  private final LostBlobs lost = new LostBlobs();
  private final List<CheckFinding> findings = new ArrayList<>();
  private final List<PackProblem> packProblems = new ArrayList<>();
  private final Queue<Listed> toRead = new ConcurrentLinkedQueue<>();
  private long packs;
  private long packBytes;

  /** A pack's finding, waiting for its impact. */
  private record PackProblem(List<Integer> badEntries, Function<Impact, CheckFinding> finding) {}

  CheckRun(
      RepositoryParts parts,
      CheckRequest request,
      CheckCounters counters,
      BooleanSupplier canceled,
      Snapshots snapshots,
      IndexLoad load) {
    this.parts = parts;
    this.request = request;
    this.counters = counters;
    this.canceled = canceled;
    this.snapshots = snapshots;
    this.load = load;
    this.index = load.index();
    this.entries = new PackEntries(index);
    this.bad = new EntrySet(index.size());
  }

  CheckReport run() {
    snapshots
        .unreadable()
        .forEach((id, e) -> found(new CheckFinding.SnapshotUnreadable(id, reason(e))));
    load.unreadable().forEach((id, e) -> found(new CheckFinding.IndexUnreadable(id, reason(e))));
    Map<Id, Long> wrongSizes = checkPackList();
    counters.enter(Phase.TREES);
    BlobReader reader = new BlobReader(parts.storage(), index);
    TreeFindings trees = new TreeFindings(index, this::found);
    EntrySet used =
        UsedBlobs.mark(
            reader,
            snapshots.roots(),
            parts.codecs(),
            parts.workers(),
            trees,
            counters.trees,
            canceled);
    countDuplicates();
    counters.enter(Phase.DATA);
    readPacks(wrongSizes);
    counters.enter(Phase.IMPACT);
    addImpacts(reader, trees);
    counters.enter(Phase.DONE);
    return new CheckReport(
        findings,
        counters,
        snapshots.readable().size() + snapshots.unreadable().size(),
        packs,
        packBytes,
        used.count());
  }

  private synchronized void found(CheckFinding finding) {
    counters.findings.increment();
    if (finding.severity() == CheckFinding.Severity.ERROR) {
      counters.errors.increment();
    }
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
    }
  }

  /** Compares the list of packs with the index; gives the expected sizes that are not met. */
  private Map<Id, Long> checkPackList() {
    long[] expected = new long[entries.packs()];
    for (int p = 0; p < expected.length; p++) {
      List<PackedBlob> blobs = entries.blobs(p);
      if (PackHeaders.areContiguous(blobs)) {
        expected[p] = PackHeaders.packSize(blobs);
      } else {
        found(new CheckFinding.IndexInconsistent(index.packAt(p)));
        expected[p] = -1;
      }
    }
    EntrySet present = new EntrySet(expected.length);
    Map<Id, Long> wrongSizes = new HashMap<>();
    parts
        .storage()
        .list(
            FileKind.PACK,
            listed -> {
              packs++;
              packBytes += listed.size();
              int pack = index.packNumber(listed.id());
              if (pack == BlobIndex.NONE) {
                found(new CheckFinding.PackUnreferenced(listed.id(), listed.size()));
              } else {
                present.add(pack);
                if (expected[pack] >= 0 && expected[pack] != listed.size()) {
                  wrongSizes.put(listed.id(), expected[pack]);
                }
              }
              if (wrongSizes.containsKey(listed.id()) || request.data().includes(listed.id())) {
                toRead.add(listed);
              }
            });
    for (int p = 0; p < expected.length; p++) {
      if (!present.contains(p)) {
        missing(p);
      }
    }
    return wrongSizes;
  }

  private void missing(int pack) {
    List<Integer> all = new ArrayList<>();
    for (int entry : entries.of(pack)) {
      bad.add(entry);
      all.add(entry);
    }
    Id id = index.packAt(pack);
    packProblem(all, impact -> new CheckFinding.PackMissing(id, impact));
  }

  private synchronized void packProblem(
      List<Integer> badEntries, Function<Impact, CheckFinding> finding) {
    badEntries.forEach(bad::add);
    packProblems.add(new PackProblem(badEntries, finding));
  }

  private void countDuplicates() {
    long count = 0;
    long bytes = 0;
    for (int e = 0; e < index.size(); e++) {
      if (index.find(index.type(e), index.id(e)) != e) {
        count++;
        bytes += index.blob(e).length();
      }
    }
    if (count > 0) {
      found(new CheckFinding.Duplicates(count, bytes));
    }
  }

  private void readPacks(Map<Id, Long> wrongSizes) {
    // In order of names, so that a run after an interruption meets a warm cache where it stopped.
    List<Listed> list = toRead.stream().sorted(Comparator.comparing(Listed::id)).toList();
    counters.packsTotal.set(list.size());
    counters.bytesTotal.set(list.stream().mapToLong(Listed::size).sum());
    Each.run(
        list.size(),
        parts.workers(),
        () -> new PackCheck(parts.storage(), parts.codecs().get()),
        canceled,
        (worker, i) -> readPack(worker, list.get(i), wrongSizes));
  }

  private void readPack(PackCheck worker, Listed listed, Map<Id, Long> wrongSizes) {
    Id pack = listed.id();
    int number = index.packNumber(pack);
    int[] own = number == BlobIndex.NONE ? new int[0] : entries.of(number);
    List<PackedBlob> blobs = number == BlobIndex.NONE ? List.of() : entries.blobs(number);
    Long expected = wrongSizes.get(pack);
    try {
      PackCheck.Verdict verdict = worker.check(pack, listed.size(), blobs);
      List<Integer> badEntries =
          verdict.damaged().stream().filter(i -> i < own.length).map(i -> own[i]).toList();
      if (expected != null) {
        packProblem(
            badEntries,
            impact -> new CheckFinding.PackSizeWrong(pack, expected, listed.size(), impact));
      } else if (!verdict.problems().isEmpty()) {
        int damaged = verdict.damaged().size();
        packProblem(
            badEntries,
            impact -> new CheckFinding.PackDamaged(pack, verdict.problems(), damaged, impact));
      }
    } catch (RepositoryException e) {
      if (e.kind() == Kind.CANCELED) {
        throw e;
      }
      List<Integer> all = new ArrayList<>();
      for (int entry : own) {
        all.add(entry);
      }
      packProblem(all, impact -> new CheckFinding.PackUnreadable(pack, reason(e), impact));
    }
    counters.packs.increment();
    counters.bytes.add(listed.size());
  }

  private void addImpacts(BlobReader reader, TreeFindings trees) {
    int cause = 0;
    for (PackProblem problem : packProblems) {
      for (int entry : problem.badEntries()) {
        lost.addIfNoCopyIsSound(index, entry, bad, cause);
      }
      cause++;
    }
    List<PackProblem> all = new ArrayList<>(packProblems);
    for (BlobType type : BlobType.values()) {
      List<Id> missing = trees.missing(type);
      if (!missing.isEmpty()) {
        int number = all.size();
        missing.forEach(id -> lost.add(type, id, number));
        List<Id> examples = missing.subList(0, Math.min(missing.size(), request.examples()));
        all.add(
            new PackProblem(
                List.of(), impact -> new CheckFinding.BlobsMissing(type, examples, impact)));
      }
    }
    trees
        .unreadable()
        .forEach(
            (tree, e) -> {
              // A tree in a pack with a finding of its own is that finding's impact.
              if (!lost.contains(BlobType.TREE, tree)) {
                lost.add(BlobType.TREE, tree, all.size());
                all.add(
                    new PackProblem(
                        List.of(),
                        impact -> new CheckFinding.TreeUnreadable(tree, reason(e), impact)));
              }
            });
    try (BlobCodec codec = parts.codecs().get()) {
      ImpactFinder finder = new ImpactFinder(reader, codec, snapshots, lost, canceled);
      for (int i = 0; i < all.size(); i++) {
        found(all.get(i).finding().apply(finder.impact(i, request.examples())));
      }
    }
  }

  private static String reason(RepositoryException e) {
    return String.valueOf(e.getMessage());
  }
}
