package org.hevelius.repository.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.TestRepository;
import org.hevelius.repository.check.CheckReport;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.storage.FaultInjectingStorage;
import org.hevelius.repository.storage.FaultInjectingStorage.Call;
import org.hevelius.repository.storage.FaultInjectingStorage.Operation;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

class PruneTest {
  private static final long SEED = Long.getLong("property.seed", System.nanoTime());

  private final TestRepository repository = new TestRepository(new MemoryStorage(), SEED);
  private final Random random = new Random(SEED);
  private final Map<Id, Map<String, byte[]>> contents = new LinkedHashMap<>();

  /** Several snapshots that share some content; some are forgotten again. */
  private void fill(int snapshots, int filesEach) {
    Map<String, byte[]> files = repository.randomFiles(filesEach);
    for (int i = 0; i < snapshots; i++) {
      Map<String, byte[]> next = new TreeMap<>(files);
      next.keySet().removeIf(_ -> random.nextInt(5) == 0);
      next.putAll(repository.randomFiles(filesEach / 3));
      contents.put(repository.backup(next), next);
      files = next;
    }
  }

  private void forget(int n) {
    for (Id id : List.copyOf(contents.keySet()).subList(0, n)) {
      repository.forget(id);
      contents.remove(id);
    }
  }

  private void requireIntact(TestRepository found, String situation) {
    CheckReport report = found.check();
    assertThat(report.isSound()).as("%s: %s", situation, report.findings()).isTrue();
    assertThat(found.list(FileKind.SNAPSHOT))
        .as(situation)
        .containsExactlyInAnyOrderElementsOf(contents.keySet());
    contents.forEach(
        (id, files) -> {
          Map<String, byte[]> restored = found.restore(id);
          assertThat(restored.keySet()).as(situation).isEqualTo(files.keySet());
          files.forEach((path, bytes) -> assertThat(restored.get(path)).isEqualTo(bytes));
        });
  }

  private static void failsWith(Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> {
              assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
              assertThat(e.advice()).isNotEmpty();
            });
  }

  @Test
  void leavesARepositoryAloneInWhichEverythingIsNeeded() {
    fill(2, 10);
    Set<Id> packs = Set.copyOf(repository.list(FileKind.PACK));
    List<Id> indexes = repository.list(FileKind.INDEX);

    PruneSummary summary = repository.prune(0);

    assertThat(summary.isEmpty()).as("seed %d: %s", SEED, summary).isTrue();
    assertThat(repository.list(FileKind.PACK)).containsExactlyInAnyOrderElementsOf(packs);
    assertThat(repository.list(FileKind.INDEX)).isEqualTo(indexes);
  }

  @Test
  void freesExactlyWhatNoSnapshotNeeds() {
    fill(6, 20);
    forget(3);
    long before = repository.bytes(FileKind.PACK);

    PruneSummary summary = repository.prune(0);

    requireIntact(repository, "seed " + SEED);
    assertThat(before - repository.bytes(FileKind.PACK))
        .as("seed %d: %s", SEED, summary)
        .isBetween(summary.bytesFreed() - 2000, summary.bytesFreed() + 2000);
    PruneSummary again = repository.prune(0);
    assertThat(again.isEmpty()).as("seed %d: %s", SEED, again).isTrue();
    assertThat(again.blobsUnused()).isZero();
    assertThat(again.blobsUsed()).isEqualTo(summary.blobsUsed());
    assertThat(repository.check().findings()).isEmpty();
  }

  @Test
  void removesEverythingWhenNoSnapshotIsLeft() {
    fill(3, 5);
    forget(3);
    repository.prune(5);
    assertThat(repository.list(FileKind.PACK)).isEmpty();
    assertThat(repository.list(FileKind.INDEX)).isEmpty();
  }

  @Test
  void rewritesOnlyAsMuchAsTheAllowedShareDemands() {
    fill(6, 20);
    forget(3);
    for (double percent : new double[] {100, 30, 5, 0}) {
      TestRepository copy = repository.copy();
      PruneSummary summary = copy.prune(percent);
      requireIntact(copy, "seed " + SEED + " at " + percent + " percent");
      assertThat(summary.bytesUnusedAfter())
          .isLessThanOrEqualTo(
              percent == 100
                  ? Long.MAX_VALUE
                  : (long) (percent / (100 - percent) * summary.bytesUsed()));
      if (percent == 100) {
        assertThat(summary.packsRepacked()).isZero();
      }
    }
  }

  @Test
  void mergesManySmallPacksOnce() {
    fill(8, 4);
    int before = repository.list(FileKind.PACK).size();

    PruneSummary summary = repository.prune(5);

    requireIntact(repository, "seed " + SEED);
    assertThat(summary.packsRepacked()).isGreaterThanOrEqualTo(10);
    assertThat(repository.list(FileKind.PACK)).hasSizeLessThan(before);
    assertThat(repository.prune(5).isEmpty()).isTrue();
  }

  @Test
  void dropsDuplicatesAndPacksWithoutIndex() {
    fill(2, 10);
    Set<Id> indexes = Set.copyOf(repository.list(FileKind.INDEX));
    repository.duplicate(BlobType.TREE, 3);
    repository.list(FileKind.INDEX).stream()
        .filter(id -> !indexes.contains(id))
        .forEach(id -> repository.storage().remove(Handle.of(FileKind.INDEX, id)));
    repository.duplicate(BlobType.DATA, Integer.MAX_VALUE);

    PruneSummary summary = repository.prune(0);

    assertThat(summary.blobsDuplicate()).isPositive();
    assertThat(summary.packsUnindexed()).isPositive();
    requireIntact(repository, "seed " + SEED);
    assertThat(repository.check().findings()).isEmpty();
  }

  @Test
  void keepsTheGoodCopyWhenTheOtherIsDamaged() {
    fill(1, 10);
    repository.duplicate(BlobType.DATA, Integer.MAX_VALUE);
    for (Id pack : repository.list(FileKind.PACK)) {
      TestRepository copy = repository.copy();
      byte[] bytes = copy.read(Handle.of(FileKind.PACK, pack));
      bytes[20] ^= 1;
      copy.replace(Handle.of(FileKind.PACK, pack), bytes);
      Set<Id> before = Set.copyOf(copy.list(FileKind.PACK));
      try {
        copy.prune(0);
      } catch (RepositoryException e) {
        assertThat(e.kind()).isEqualTo(Kind.DAMAGED);
        assertThat(copy.list(FileKind.PACK)).containsAll(before);
      }
      boolean treeLost = copy.check().findings().stream().anyMatch(f -> !f.impact().isNone());
      if (isDataPack(pack)) {
        assertThat(treeLost).as("seed %d", SEED).isFalse();
      }
    }
  }

  private boolean isDataPack(Id pack) {
    BlobIndex index = repository.index();
    for (int e = 0; e < index.size(); e++) {
      if (index.packId(e).equals(pack)) {
        return index.type(e) == BlobType.DATA;
      }
    }
    return false;
  }

  @Test
  void refusesADamagedRepository() {
    fill(3, 8);
    forget(1);
    for (FileKind kind : List.of(FileKind.SNAPSHOT, FileKind.INDEX)) {
      TestRepository copy = repository.copy();
      Handle handle = Handle.of(kind, copy.list(kind).getFirst());
      byte[] bytes = copy.read(handle);
      bytes[bytes.length / 2] ^= 4;
      copy.replace(handle, bytes);
      failsWith(Kind.DAMAGED, () -> copy.prune(5));
    }
    for (Id pack : repository.list(FileKind.PACK)) {
      TestRepository copy = repository.copy();
      byte[] bytes = copy.read(Handle.of(FileKind.PACK, pack));
      copy.storage().remove(Handle.of(FileKind.PACK, pack));
      failsWith(Kind.DAMAGED, () -> copy.prune(5));
      copy.replace(
          Handle.of(FileKind.PACK, pack), java.util.Arrays.copyOf(bytes, bytes.length - 1));
      failsWith(Kind.DAMAGED, () -> copy.prune(5));
    }
  }

  @Test
  void removesNothingWhenABlobThatMovesIsDamaged() {
    fill(6, 20);
    forget(3);
    TestRepository sound = repository.copy();
    PrunePlan plan =
        new Prune(sound.parts())
            .plan(new PruneOptions(0, Long.MAX_VALUE, false), _ -> {}, () -> false);
    assertThat(plan.summary().packsRepacked()).isPositive();
    BlobIndex index = plan.inventory().index();
    for (int e = 0; e < index.size(); e++) {
      if (plan.moved().contains(e) && index.type(e) == BlobType.DATA) {
        Handle handle = Handle.of(FileKind.PACK, index.packId(e));
        byte[] bytes = repository.read(handle);
        bytes[index.blob(e).offset() + 20] ^= 1;
        repository.replace(handle, bytes);
        break;
      }
    }
    List<Id> packs = repository.list(FileKind.PACK);
    List<Id> indexes = repository.list(FileKind.INDEX);

    failsWith(Kind.DAMAGED, () -> repository.prune(0));

    assertThat(repository.list(FileKind.PACK)).containsAll(packs);
    assertThat(repository.list(FileKind.INDEX)).containsAll(indexes);
  }

  @Test
  void refusesAPlanThatIsOutOfDate() {
    fill(3, 8);
    forget(1);
    Prune prune = new Prune(repository.parts());
    PrunePlan plan = prune.plan(PruneOptions.STANDARD, _ -> {}, () -> false);
    Map<String, byte[]> more = repository.randomFiles(2);
    contents.put(repository.backup(more), more);

    failsWith(Kind.INVALID, () -> prune.execute(plan, _ -> {}, () -> false));

    requireIntact(repository, "seed " + SEED);
  }

  @Test
  void survivesDyingAtEveryCall() {
    fill(4, 9);
    forget(2);
    repository.duplicate(BlobType.DATA, 4);
    atEveryCall().dies();
  }

  @Test
  void survivesFailuresOfTheStorageAtEveryCall() {
    fill(4, 9);
    forget(2);
    atEveryCall().fails();
  }

  private EveryCall atEveryCall() {
    return new EveryCall(
        repository,
        "seed " + SEED,
        found -> found.prune(0),
        (found, situation) -> {
          requireIntact(found, situation);
          found.prune(0);
          requireIntact(found, situation + ", pruned again");
          assertThat(found.prune(0).isEmpty()).as(situation).isTrue();
        });
  }

  @Test
  void writesNewIndexesBeforeItRemovesOldOnesAndPacksLast() {
    fill(6, 20);
    forget(3);
    FaultInjectingStorage recording = new FaultInjectingStorage(repository.storage());
    repository.through(recording).prune(0);
    List<String> order = recording.calls(Call.changes());
    assertThat(order.lastIndexOf("SAVE PACK")).isLessThan(order.indexOf("SAVE INDEX"));
    assertThat(order.lastIndexOf("SAVE INDEX")).isLessThan(order.indexOf("REMOVE INDEX"));
    assertThat(order.lastIndexOf("REMOVE INDEX")).isLessThan(order.indexOf("REMOVE PACK"));
    assertThat(recording.calls(Call.to(Operation.REMOVE, FileKind.SNAPSHOT))).isEmpty();
  }

  @Test
  void worksInStepsWhenSpaceIsShort() {
    fill(8, 24);
    forget(4);
    long total = 0;
    for (FileKind kind : List.of(FileKind.PACK, FileKind.INDEX, FileKind.SNAPSHOT)) {
      total += repository.bytes(kind);
    }
    long fullPlan = repository.copy().prune(0).bytesRewritten();
    int succeeded = 0;
    for (long room = 0; room < fullPlan * 2; room += fullPlan / 8 + 1) {
      MemoryStorage tight = new MemoryStorage(total + room);
      TestRepository small = repository.copyInto(tight);
      try {
        small.prune(0);
        succeeded++;
      } catch (RepositoryException e) {
        assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.FULL);
      }
      requireIntact(small, "seed " + SEED + ", room " + room);
    }
    assertThat(succeeded).isPositive();
  }

  @Test
  void compressesWhatAnOldRepositoryLeftUncompressed() {
    Map<String, byte[]> files = new HashMap<>();
    files.put("zeros", new byte[9000]);
    files.put("other", new byte[4000]);
    TestRepository old = repository.withoutCompression();
    contents.put(old.backup(files), files);
    long before = repository.bytes(FileKind.PACK);
    Prune prune = new Prune(repository.parts());

    PrunePlan plan = prune.plan(new PruneOptions(5, Long.MAX_VALUE, true), _ -> {}, () -> false);
    prune.execute(plan, _ -> {}, () -> false);

    assertThat(repository.bytes(FileKind.PACK)).isLessThan(before / 2);
    requireIntact(repository, "recompressed");
  }
}
