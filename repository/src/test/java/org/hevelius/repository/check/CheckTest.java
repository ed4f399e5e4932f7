package org.hevelius.repository.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.TestRepository;
import org.hevelius.repository.check.CheckFinding.Severity;
import org.hevelius.repository.check.CheckRequest.Data;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.IndexFile;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.TreeWriter;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobWriter;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

class CheckTest {
  private static final long SEED = Long.getLong("property.seed", System.nanoTime());

  private final TestRepository repository = new TestRepository(new MemoryStorage(), SEED);
  private final Random random = new Random(SEED);

  private CheckReport structure() {
    return new Check(repository.parts()).run(CheckRequest.structure(), _ -> {}, () -> false);
  }

  private Id packOf(BlobType type) {
    BlobIndex index = repository.index();
    for (int e = 0; e < index.size(); e++) {
      if (index.type(e) == type) {
        return index.packId(e);
      }
    }
    throw new AssertionError();
  }

  @Test
  void findsNothingInASoundRepository() {
    Map<String, byte[]> files = repository.randomFiles(30);
    Id first = repository.backup(files);
    files.put("more", new byte[5000]);
    repository.backup(files);

    CheckReport report = repository.check();

    assertThat(report.findings()).isEmpty();
    assertThat(report.isSound()).isTrue();
    assertThat(report.snapshots()).isEqualTo(2);
    assertThat(report.blobs()).isEqualTo(repository.index().size());
    assertThat(report.counters().packs()).isEqualTo(report.packs()).isPositive();
    assertThat(report.counters().bytes()).isEqualTo(report.packBytes());
    assertThat(repository.restore(first).keySet()).doesNotContain("more");
  }

  @Test
  void findsEveryFlippedBitAndNamesTheFile() {
    repository.backup(repository.randomFiles(12));
    for (FileKind kind : List.of(FileKind.PACK, FileKind.INDEX, FileKind.SNAPSHOT)) {
      for (Id id : repository.list(kind)) {
        Handle handle = Handle.of(kind, id);
        byte[] sound = repository.read(handle);
        for (int i = 0; i < 25; i++) {
          byte[] flipped = sound.clone();
          int at = i == 0 ? 0 : i == 1 ? sound.length - 1 : random.nextInt(sound.length);
          flipped[at] ^= (byte) (1 << random.nextInt(8));
          repository.replace(handle, flipped);

          CheckReport report = repository.check();

          assertThat(report.isSound()).as("seed %d, %s byte %d", SEED, handle, at).isFalse();
          assertThat(report.findings())
              .as("seed %d, %s byte %d", SEED, handle, at)
              .anySatisfy(
                  finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.sentence()).contains(id.toString());
                    assertThat(finding.remedy()).isNotEmpty();
                  });
        }
        repository.replace(handle, sound);
      }
    }
    assertThat(repository.check().findings()).isEmpty();
  }

  @Test
  void findsEveryTruncationWithoutReadingTheData() {
    repository.backup(repository.randomFiles(12));
    for (Id id : repository.list(FileKind.PACK)) {
      Handle handle = Handle.of(FileKind.PACK, id);
      byte[] sound = repository.read(handle);
      for (int length : new int[] {0, 3, random.nextInt(sound.length), sound.length - 1}) {
        repository.replace(handle, Arrays.copyOf(sound, length));
        assertThat(structure().findings())
            .as("seed %d, %s cut to %d", SEED, handle, length)
            .filteredOn(f -> f instanceof CheckFinding.PackSizeWrong)
            .singleElement()
            .satisfies(f -> assertThat(f.sentence()).contains(id.toString()));
      }
      repository.replace(handle, sound);
    }
  }

  @Test
  void namesTheSnapshotsAndPathsThatAMissingPackAffects() {
    Id sound = repository.backup(Map.of("dir/kept", new byte[] {1, 2, 3}));
    Set<Id> before = new HashSet<>(repository.list(FileKind.PACK));
    Id hit = repository.backup(Map.of("dir/lost", "content".getBytes(StandardCharsets.UTF_8)));
    BlobIndex index = repository.index();
    Id content = Id.of("content".getBytes(StandardCharsets.UTF_8));
    Id pack = index.packId(index.find(BlobType.DATA, content));
    assertThat(before).doesNotContain(pack);
    repository.storage().remove(Handle.of(FileKind.PACK, pack));

    CheckReport report = structure();

    CheckFinding finding = report.findings().getFirst();
    assertThat(report.findings()).hasSize(1);
    assertThat(finding).isInstanceOf(CheckFinding.PackMissing.class);
    assertThat(finding.impact().lostBlobs()).isEqualTo(1);
    assertThat(finding.impact().snapshots()).containsExactly(hit).doesNotContain(sound);
    assertThat(finding.impact().examples())
        .containsExactly(new Impact.AffectedPath(hit, "/dir/lost"));
    assertThat(report.damagedPacks()).containsExactly(pack);
  }

  @Test
  void namesTheDirectoryWhenItsTreeIsLost() {
    Id snapshot = repository.backup(Map.of("a/b/c", new byte[10], "top", new byte[20]));
    repository.storage().remove(Handle.of(FileKind.PACK, packOf(BlobType.TREE)));

    CheckReport report = structure();

    Impact impact =
        report.findings().stream()
            .filter(f -> f instanceof CheckFinding.PackMissing)
            .map(CheckFinding::impact)
            .findFirst()
            .orElseThrow();
    assertThat(impact.snapshots()).containsExactly(snapshot);
    assertThat(impact.examples()).isNotEmpty();
  }

  @Test
  void saysThatNothingIsLostWhenAnotherCopyIsSound() {
    repository.backup(repository.randomFiles(10));
    repository.duplicate(BlobType.DATA, Integer.MAX_VALUE);
    assertThat(repository.check().findings())
        .singleElement()
        .isInstanceOf(CheckFinding.Duplicates.class);
    Id pack = packOf(BlobType.DATA);
    byte[] bytes = repository.read(Handle.of(FileKind.PACK, pack));
    bytes[40] ^= 1;
    repository.replace(Handle.of(FileKind.PACK, pack), bytes);

    List<CheckFinding> errors =
        repository.check().findings().stream().filter(f -> f.severity() == Severity.ERROR).toList();

    assertThat(errors).singleElement().isInstanceOf(CheckFinding.PackDamaged.class);
    assertThat(errors.getFirst().impact().isNone()).isTrue();
    assertThat(errors.getFirst().sentence()).contains("nothing that a snapshot needs is lost");
  }

  @Test
  void reportsPacksWithoutIndexAsHarmless() {
    repository.backup(repository.randomFiles(5));
    Set<Id> indexes = new HashSet<>(repository.list(FileKind.INDEX));
    repository.duplicate(BlobType.DATA, 3);
    repository.list(FileKind.INDEX).stream()
        .filter(id -> !indexes.contains(id))
        .forEach(id -> repository.storage().remove(Handle.of(FileKind.INDEX, id)));

    CheckReport report = repository.check();

    assertThat(report.isSound()).isTrue();
    assertThat(report.findings())
        .isNotEmpty()
        .allMatch(f -> f instanceof CheckFinding.PackUnreferenced)
        .allMatch(f -> f.severity() == Severity.INFO);
  }

  @Test
  void reportsNeededBlobsThatNoIndexLists() {
    Id snapshot = repository.backup(repository.randomFiles(8));
    repository
        .list(FileKind.INDEX)
        .forEach(id -> repository.storage().remove(Handle.of(FileKind.INDEX, id)));

    CheckReport report = structure();

    assertThat(report.findings())
        .filteredOn(f -> f instanceof CheckFinding.BlobsMissing)
        .singleElement()
        .satisfies(f -> assertThat(f.impact().snapshots()).containsExactly(snapshot))
        .satisfies(f -> assertThat(f.remedy()).contains("rebuild-index"));
  }

  @Test
  void reportsAnIndexThatContradictsThePack() {
    repository.backup(repository.randomFiles(8));
    Id pack = packOf(BlobType.DATA);
    BlobIndex index = repository.index();
    int entry = index.find(BlobType.DATA, index.id(0));
    assertThat(entry).isNotEqualTo(BlobIndex.NONE);
    var blob = new org.hevelius.repository.format.PackedBlob(BlobType.DATA, pack, 7, 50, 0);
    repository
        .files()
        .save(FileKind.INDEX, IndexFile.toJson(List.of(new IndexFile.Pack(pack, List.of(blob)))));

    assertThat(structure().findings())
        .anySatisfy(f -> assertThat(f).isEqualTo(new CheckFinding.IndexInconsistent(pack)));
  }

  @Test
  void refusesTreesThatNoSoundProgramWrites() {
    RepositoryParts parts = repository.parts();
    try (BlobWriter writer = parts.blobWriter(new BlobIndex(), parts.indexWriter());
        BlobCodec codec = parts.codecs().get()) {
      TreeWriter unsafe = new TreeWriter();
      unsafe.add(Node.file(FileName.of(".."), java.time.Instant.EPOCH, 0, List.of()));
      TreeWriter unsorted = new TreeWriter();
      unsorted.add(Node.file(FileName.of("b"), java.time.Instant.EPOCH, 0, List.of()));
      unsorted.add(Node.file(FileName.of("a"), java.time.Instant.EPOCH, 0, List.of()));
      Id first = TestRepository.save(writer, codec, BlobType.TREE, unsafe.finish());
      Id second = TestRepository.save(writer, codec, BlobType.TREE, unsorted.finish());
      writer.flush();
      repository.snapshot(first);
      repository.snapshot(second);

      CheckReport report = structure();

      assertThat(report.findings())
          .hasSize(2)
          .allMatch(f -> f instanceof CheckFinding.TreeMalformed)
          .anyMatch(f -> f.sentence().contains(first.toString()))
          .anyMatch(f -> f.sentence().contains(second.toString()));
    }
  }

  @Test
  void partsTogetherAreAllPacksAndSamplesAreAboutTheirShare() {
    int sampled = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[8];
      random.nextBytes(bytes);
      Id id = Id.of(bytes);
      int parts = 0;
      for (int part = 1; part <= 7; part++) {
        parts += new Data.Part(part, 7).includes(id) ? 1 : 0;
      }
      assertThat(parts).isEqualTo(1);
      sampled += new Data.Sample(10, SEED).includes(id) ? 1 : 0;
    }
    assertThat(sampled).as("seed %d", SEED).isBetween(120, 280);
    assertThatThrownBy(() -> new Data.Part(0, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Data.Sample(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stopsWhenCanceled() {
    repository.backup(repository.randomFiles(3));
    assertThatThrownBy(
            () -> new Check(repository.parts()).run(CheckRequest.structure(), _ -> {}, () -> true))
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> assertThat(e.kind()).isEqualTo(RepositoryException.Kind.CANCELED));
  }

  @Test
  void goesOnWhenTheStorageCannotDeliverAPack() {
    repository.backup(repository.randomFiles(6));
    var faulty = new org.hevelius.repository.storage.FaultInjectingStorage(repository.storage());
    Id pack = packOf(BlobType.DATA);
    faulty.injectAlways(
        call -> Handle.of(FileKind.PACK, pack).equals(call.handle()),
        new org.hevelius.repository.storage.FaultInjectingStorage.Fault.Fail(
            RepositoryException.Kind.UNAVAILABLE));

    CheckReport report = repository.through(faulty).check();

    assertThat(report.findings())
        .singleElement()
        .isInstanceOf(CheckFinding.PackUnreadable.class)
        .satisfies(f -> assertThat(f.sentence()).contains(pack.toString()));
    assertThat(report.findings().getFirst().impact().isNone()).isFalse();
  }
}
