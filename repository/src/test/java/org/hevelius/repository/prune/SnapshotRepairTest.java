package org.hevelius.repository.prune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.hevelius.repository.TestRepository;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.SnapshotFile;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.prune.SnapshotRepair.Correction;
import org.hevelius.repository.prune.SnapshotRepairPlan.LostContent;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

class SnapshotRepairTest {
  private static final long SEED = Long.getLong("property.seed", System.nanoTime());

  private final TestRepository repository = new TestRepository(new MemoryStorage(), SEED);
  private final Random random = new Random(SEED);

  @Test
  void writesASnapshotWithoutTheLostFile() {
    Map<String, byte[]> files = new TreeMap<>(repository.randomFiles(6));
    byte[] content = new byte[9000];
    random.nextBytes(content);
    files.put("x/lost", content);
    Id snapshot = repository.backup(files);
    Id whole = repository.backup(Map.of("kept", new byte[100]));
    loseSecondChunk(content);
    RepairTest.repairPacks(repository);
    SnapshotRepair repair = new SnapshotRepair(repository.parts());

    SnapshotRepairPlan plan = repair.plan(LostContent.DROP, () -> false);
    List<Id> written = execute(repair, plan);

    assertThat(plan.repairs())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.snapshot().id()).isEqualTo(snapshot);
              assertThat(r.losses())
                  .containsExactly(new SnapshotRepairPlan.Loss("/x/lost", 0, 9000));
            });
    assertThat(repository.list(FileKind.SNAPSHOT))
        .containsExactlyInAnyOrder(written.getFirst(), whole);
    Map<String, byte[]> expected = new HashMap<>(files);
    expected.remove("x/lost");
    assertThat(repository.restore(written.getFirst()).keySet()).isEqualTo(expected.keySet());
    SnapshotFile file =
        SnapshotFile.fromJson(repository.files().load(FileKind.SNAPSHOT, written.getFirst()));
    assertThat(file.original()).isEqualTo(snapshot);
    assertThat(file.tags()).containsExactly("corrected");
    assertThat(repository.check().isSound()).isTrue();
    repository.prune(0);
    assertThat(repository.check().findings()).isEmpty();
  }

  @Test
  void keepsTheBeginningOfALostFileWhenAskedTo() {
    byte[] content = new byte[9000];
    random.nextBytes(content);
    Id snapshot = repository.backup(Map.of("lost", content, "whole", new byte[10]));
    loseSecondChunk(content);
    RepairTest.repairPacks(repository);
    SnapshotRepair repair = new SnapshotRepair(repository.parts());

    List<Id> written = execute(repair, repair.plan(LostContent.TRUNCATE, () -> false));

    assertThat(repository.restore(written.getFirst()).get("lost"))
        .isEqualTo(Arrays.copyOf(content, 3000));
    assertThat(repository.list(FileKind.SNAPSHOT)).doesNotContain(snapshot);
    assertThat(repository.check().isSound()).isTrue();
  }

  private void loseSecondChunk(byte[] content) {
    BlobIndex index = repository.index();
    Id chunk = Id.of(Arrays.copyOfRange(content, 3000, 6000));
    int entry = index.find(BlobType.DATA, chunk);
    RepairTest.damage(repository, index.packId(entry), index.blob(entry).offset() + 50);
  }

  @Test
  void emptiesADirectoryWhoseTreeIsLost() {
    Id snapshot = repository.backup(Map.of("a/b", new byte[10], "c", new byte[20]));
    loseTreesBelow(snapshot);
    SnapshotRepair repair = new SnapshotRepair(repository.parts());

    SnapshotRepairPlan plan = repair.plan(LostContent.DROP, () -> false);
    List<Id> written = execute(repair, plan);

    assertThat(plan.repairs().getFirst().losses())
        .containsExactly(new SnapshotRepairPlan.Loss("/a", 0, 0));
    assertThat(repository.restore(written.getFirst()).keySet()).containsExactly("c");
  }

  private void loseTreesBelow(Id snapshot) {
    SnapshotFile file = SnapshotFile.fromJson(repository.files().load(FileKind.SNAPSHOT, snapshot));
    BlobIndex index = repository.index();
    for (int e = 0; e < index.size(); e++) {
      if (index.type(e) == BlobType.TREE && !index.id(e).equals(file.tree())) {
        RepairTest.damage(repository, index.packId(e), index.blob(e).offset() + 3);
      }
    }
    RepairTest.repairPacks(repository);
  }

  @Test
  void namesUnreadableSnapshotsAndLeavesThem() {
    repository.backup(repository.randomFiles(3));
    Id file = repository.list(FileKind.SNAPSHOT).getFirst();
    byte[] bytes = repository.read(Handle.of(FileKind.SNAPSHOT, file));
    bytes[30] ^= 1;
    repository.replace(Handle.of(FileKind.SNAPSHOT, file), bytes);
    SnapshotRepair repair = new SnapshotRepair(repository.parts());

    SnapshotRepairPlan plan = repair.plan(LostContent.DROP, () -> false);

    assertThat(plan.unreadable()).containsExactly(file);
    assertThat(execute(repair, plan)).isEmpty();
    assertThat(repository.list(FileKind.SNAPSHOT)).containsExactly(file);
  }

  @Test
  void putsTheGivenFileIntoACorrectedSnapshotAlsoWhereItsDirectoryWasLost() {
    Id snapshot = repository.backup(Map.of("notes/old", new byte[10], "kept", new byte[20]));
    loseTreesBelow(snapshot);
    SnapshotRepair repair = new SnapshotRepair(repository.parts());
    List<Id> written = new ArrayList<>();

    repair.execute(
        repair.plan(LostContent.DROP, () -> false),
        List.of(
            new Correction(snapshot, List.of(), List.of("notes", "new"), "here".getBytes(UTF_8))),
        (old, made) -> written.add(made),
        () -> false);

    Map<String, byte[]> files = repository.restore(written.getFirst());
    assertThat(files).containsOnlyKeys("kept", "notes/new");
    assertThat(files.get("notes/new")).asString(UTF_8).isEqualTo("here");
    assertThat(repository.check().isSound()).isTrue();
  }

  @Test
  void snapshotRepairSurvivesWhateverCallGoesWrong() {
    byte[] content = new byte[9000];
    random.nextBytes(content);
    repository.backup(Map.of("lost", content, "whole", new byte[10]));
    loseSecondChunk(content);
    RepairTest.repairPacks(repository);
    EveryCall everyCall =
        new EveryCall(
            repository,
            "seed " + SEED,
            SnapshotRepairTest::repairSnapshots,
            (found, situation) -> {
              repairSnapshots(found);
              assertThat(found.check().isSound()).as(situation).isTrue();
              assertThat(found.list(FileKind.SNAPSHOT)).as(situation).hasSize(1);
              found
                  .list(FileKind.SNAPSHOT)
                  .forEach(
                      id -> assertThat(found.restore(id)).as(situation).containsOnlyKeys("whole"));
            });
    everyCall.dies();
    everyCall.fails();
  }

  private static void repairSnapshots(TestRepository of) {
    SnapshotRepair repair = new SnapshotRepair(of.parts());
    execute(repair, repair.plan(LostContent.DROP, () -> false));
  }

  static List<Id> execute(SnapshotRepair repair, SnapshotRepairPlan plan) {
    List<Id> written = new ArrayList<>();
    repair.execute(
        plan,
        plan.repairs().stream()
            .filter(r -> r.newTree() != null)
            .map(
                r ->
                    new Correction(r.snapshot().id(), List.of("corrected"), List.of(), new byte[0]))
            .toList(),
        (old, made) -> written.add(made),
        () -> false);
    return written;
  }
}
