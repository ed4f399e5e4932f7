package org.hevelius.repository.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.hevelius.repository.TestRepository;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

/** Repairs in which any call of the storage goes wrong, and which are then run again. */
class RepairFaultsTest {
  private static final long SEED = Long.getLong("property.seed", System.nanoTime());

  private final TestRepository repository = new TestRepository(new MemoryStorage(), SEED);

  @Test
  void packRepairSurvivesWhateverCallGoesWrong() {
    Map<String, byte[]> files = repository.randomFiles(6);
    Id snapshot = repository.backup(files);
    repository.duplicate(BlobType.DATA, Integer.MAX_VALUE);
    RepairTest.damage(repository, RepairTest.packOf(repository, BlobType.DATA), 40);
    EveryCall everyCall =
        new EveryCall(
            repository,
            "seed " + SEED,
            RepairTest::repairPacks,
            (found, situation) -> {
              assertThat(found.check().findings()).as(situation).allMatch(f -> f.impact().isNone());
              RepairTest.repairPacks(found);
              assertThat(found.check().isSound()).as(situation).isTrue();
              assertThat(found.restore(snapshot).keySet()).as(situation).isEqualTo(files.keySet());
            });
    everyCall.dies();
    everyCall.fails();
  }

  @Test
  void indexRebuildLosesNoEntryWhateverCallGoesWrong() {
    Map<String, byte[]> files = repository.randomFiles(6);
    Id snapshot = repository.backup(files);
    Id unreadable = repository.list(FileKind.INDEX).getFirst();
    repository.backup(repository.randomFiles(4));
    byte[] bytes = repository.read(Handle.of(FileKind.INDEX, unreadable));
    bytes[bytes.length / 2] ^= 1;
    repository.replace(Handle.of(FileKind.INDEX, unreadable), bytes);
    Set<Id> packs = Set.copyOf(repository.list(FileKind.PACK));
    int readable = repository.index().size();
    EveryCall everyCall =
        new EveryCall(
            repository,
            "seed " + SEED,
            found -> RepairTest.rebuild(found, false),
            (found, situation) -> {
              assertThat(found.index().size()).as(situation).isGreaterThanOrEqualTo(readable);
              IndexRebuild.Result result = RepairTest.rebuild(found, false);
              assertThat(result.skipped()).as(situation).isEmpty();
              assertThat(found.check().findings()).as(situation).isEmpty();
              assertThat(found.list(FileKind.PACK))
                  .as(situation)
                  .containsExactlyInAnyOrderElementsOf(packs);
              assertThat(found.restore(snapshot).keySet()).as(situation).isEqualTo(files.keySet());
              assertThat(new IndexRebuild(found.parts()).plan(false, () -> false).isEmpty())
                  .as(situation)
                  .isTrue();
            });
    everyCall.dies();
    everyCall.fails();
  }
}
