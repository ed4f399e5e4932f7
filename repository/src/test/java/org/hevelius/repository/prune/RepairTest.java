package org.hevelius.repository.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.TestRepository;
import org.hevelius.repository.check.CheckReport;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.PackEntries;
import org.hevelius.repository.prune.PackRepairPlan.LostBlob;
import org.hevelius.repository.prune.SnapshotRepairPlan.LostContent;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

class RepairTest {
  private static final long SEED = Long.getLong("property.seed", System.nanoTime());

  private final TestRepository repository = new TestRepository(new MemoryStorage(), SEED);
  private final Random random = new Random(SEED);

  static void damage(TestRepository in, Id pack, int at) {
    Handle handle = Handle.of(FileKind.PACK, pack);
    byte[] bytes = in.read(handle);
    bytes[at] ^= 1;
    in.replace(handle, bytes);
  }

  private Id packOf(BlobType type) {
    return packOf(repository, type);
  }

  static Id packOf(TestRepository repository, BlobType type) {
    BlobIndex index = repository.index();
    for (int e = 0; e < index.size(); e++) {
      if (index.type(e) == type) {
        return index.packId(e);
      }
    }
    throw new AssertionError();
  }

  static IndexRebuild.Result rebuild(TestRepository of, boolean readAll) {
    IndexRebuild rebuild = new IndexRebuild(of.parts());
    return rebuild.execute(rebuild.plan(readAll, () -> false), _ -> {}, () -> false);
  }

  static PackRepairPlan repairPacks(TestRepository of) {
    PackRepair repair = new PackRepair(of.parts());
    PackRepairPlan plan = repair.plan(of.check().damagedPacks(), 10, () -> false);
    repair.execute(plan, _ -> {}, () -> false);
    return plan;
  }

  @Test
  void rebuildsTheIndexFromThePacksAlone() {
    Map<String, byte[]> files = repository.randomFiles(20);
    Id snapshot = repository.backup(files);
    repository.backup(repository.randomFiles(5));
    int blobs = repository.index().size();
    for (Id file : repository.list(FileKind.INDEX)) {
      repository.storage().remove(Handle.of(FileKind.INDEX, file));
    }

    IndexRebuild.Result result = rebuild(repository, false);

    assertThat(result.skipped()).isEmpty();
    assertThat(repository.index().size()).isEqualTo(blobs);
    assertThat(repository.check().findings()).isEmpty();
    assertThat(repository.restore(snapshot).keySet()).isEqualTo(files.keySet());
  }

  @Test
  void replacesADamagedIndexFileAndReadsOnlyThePacksThatItListed() {
    repository.backup(repository.randomFiles(9));
    Set<Id> first = Set.copyOf(repository.list(FileKind.PACK));
    Id file = repository.list(FileKind.INDEX).getFirst();
    repository.backup(repository.randomFiles(9));
    byte[] bytes = repository.read(Handle.of(FileKind.INDEX, file));
    bytes[bytes.length / 2] ^= 1;
    repository.replace(Handle.of(FileKind.INDEX, file), bytes);
    IndexRebuild rebuild = new IndexRebuild(repository.parts());

    IndexRebuildPlan plan = rebuild.plan(false, () -> false);
    rebuild.execute(plan, _ -> {}, () -> false);

    assertThat(plan.unreadableFiles()).containsExactly(file);
    assertThat(plan.packsToRead()).isEqualTo(first.size());
    assertThat(plan.packsTaken() + plan.packsToRead())
        .isEqualTo(repository.list(FileKind.PACK).size());
    assertThat(repository.check().findings()).isEmpty();
    assertThat(rebuild.plan(false, () -> false).isEmpty()).isTrue();
  }

  @Test
  void namesPacksWithoutAReadableHeaderAndKeepsWhatTheIndexKnew() {
    repository.backup(repository.randomFiles(9));
    Id pack = packOf(BlobType.DATA);
    int length = repository.read(Handle.of(FileKind.PACK, pack)).length;
    damage(repository, pack, length - 20);
    int blobs = repository.index().size();

    IndexRebuild.Result result = rebuild(repository, true);

    assertThat(result.skipped()).containsOnlyKeys(pack);
    assertThat(repository.index().size()).isEqualTo(blobs);
  }

  @Test
  void dropsMissingPacksFromTheIndexOnlyWhenItSaidSo() {
    repository.backup(repository.randomFiles(9));
    Id pack = packOf(BlobType.DATA);
    repository.storage().remove(Handle.of(FileKind.PACK, pack));
    IndexRebuild rebuild = new IndexRebuild(repository.parts());

    IndexRebuildPlan plan = rebuild.plan(false, () -> false);

    assertThat(plan.missingPacks()).containsExactly(pack);
    rebuild.execute(plan, _ -> {}, () -> false);
    assertThat(repository.index().packNumber(pack)).isEqualTo(BlobIndex.NONE);
  }

  @Test
  void savesEveryBlobExceptTheDamagedOne() {
    Map<String, byte[]> files = repository.randomFiles(30);
    Id snapshot = repository.backup(files);
    BlobIndex index = repository.index();
    int entry;
    do {
      entry = random.nextInt(index.size());
    } while (index.type(entry) != BlobType.DATA);
    Id pack = index.packId(entry);
    damage(repository, pack, index.blob(entry).offset() + 5);

    PackRepairPlan plan = repairPacks(repository);

    assertThat(plan.lost())
        .as("seed %d", SEED)
        .containsExactly(new LostBlob(BlobType.DATA, index.id(entry)));
    assertThat(plan.impact().snapshots()).containsExactly(snapshot);
    assertThat(plan.impact().examples()).isNotEmpty();
    assertThat(repository.list(FileKind.PACK)).doesNotContain(pack);
    assertThat(repository.index().size()).isEqualTo(index.size() - 1);
    CheckReport report = repository.check();
    assertThat(report.damagedPacks()).isEmpty();
    assertThat(report.findings())
        .singleElement()
        .satisfies(
            f ->
                assertThat(f.impact())
                    .isEqualTo(
                        new org.hevelius.repository.check.Impact(
                            1, plan.impact().snapshots(), plan.impact().examples())));
  }

  @Test
  void losesNothingWhenAnotherPackHoldsAGoodCopy() {
    repository.backup(repository.randomFiles(10));
    repository.duplicate(BlobType.DATA, Integer.MAX_VALUE);
    Id pack = packOf(BlobType.DATA);
    damage(repository, pack, 33);

    PackRepairPlan plan = repairPacks(repository);

    assertThat(plan.packs()).hasSize(1);
    assertThat(plan.lost()).isEmpty();
    assertThat(plan.impact().isNone()).isTrue();
    assertThat(repository.check().isSound()).isTrue();
  }

  @Test
  void savesWhatStandsBeforeTheEndOfATruncatedPack() {
    repository.backup(repository.randomFiles(30));
    Id pack = packOf(BlobType.DATA);
    Handle handle = Handle.of(FileKind.PACK, pack);
    byte[] bytes = repository.read(handle);
    int cut = bytes.length / 2;
    repository.replace(handle, Arrays.copyOf(bytes, cut));
    BlobIndex index = repository.index();
    long whole =
        new PackEntries(index)
            .blobs(index.packNumber(pack)).stream()
                .filter(blob -> blob.offset() + blob.length() <= cut)
                .count();

    PackRepairPlan plan = repairPacks(repository);

    assertThat(plan.packs())
        .singleElement()
        .satisfies(state -> assertThat(state.salvagedBlobs()).isEqualTo((int) whole));
  }

  @Test
  void leavesSoundPacksAlone() {
    repository.backup(repository.randomFiles(5));
    List<Id> packs = repository.list(FileKind.PACK);
    PackRepairPlan plan = new PackRepair(repository.parts()).plan(packs, 5, () -> false);
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void repairsRefuseWhileAnIndexFileIsUnreadable() {
    repository.backup(repository.randomFiles(3));
    Id file = repository.list(FileKind.INDEX).getFirst();
    byte[] bytes = repository.read(Handle.of(FileKind.INDEX, file));
    bytes[30] ^= 1;
    repository.replace(Handle.of(FileKind.INDEX, file), bytes);
    List<Id> packs = repository.list(FileKind.PACK);
    for (Runnable attempt :
        List.<Runnable>of(
            () -> new PackRepair(repository.parts()).plan(packs, 5, () -> false),
            () -> new SnapshotRepair(repository.parts()).plan(LostContent.DROP, () -> false))) {
      assertThatThrownBy(attempt::run)
          .isInstanceOfSatisfying(
              RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED));
    }
  }
}
