package org.hevelius.repository.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.hevelius.repository.TestRepository;
import org.hevelius.repository.check.CheckFinding.Severity;
import org.hevelius.repository.check.CheckReport;
import org.hevelius.repository.crypto.KeyDerivation;
import org.hevelius.repository.crypto.MasterKey;
import org.hevelius.repository.crypto.Password;
import org.hevelius.repository.crypto.PasswordKey;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.KeyFile;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.LocalStorage;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real restic and this engine prune and check the same repository. */
class ResticPruneTest {
  private static final long SEED = Long.getLong("property.seed", System.nanoTime());
  private static final String PASSWORD = "correct horse";

  @TempDir private Path directory;
  private final Random random = new Random(SEED);
  private Path repositoryPath;
  private TestRepository repository;

  @BeforeEach
  void start() throws Exception {
    repositoryPath = directory.resolve("repository");
    restic("init");
    LocalStorage storage = new LocalStorage(repositoryPath);
    repository = new TestRepository(storage, masterKey(storage), SEED);
  }

  private static MasterKey masterKey(LocalStorage storage) {
    List<Id> keys = new ArrayList<>();
    storage.list(FileKind.KEY, listed -> keys.add(listed.id()));
    KeyFile key = KeyFile.fromJson(storage.readAll(Handle.of(FileKind.KEY, keys.getFirst())));
    KeyDerivation derivation = KeyDerivation.read(key.n(), key.r(), key.p(), "key");
    try (Password password = Password.of(PASSWORD.toCharArray())) {
      return PasswordKey.of(derivation, key.salt(), key.data(), "key").open(password).orElseThrow();
    }
  }

  private String restic(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Counterpart.program("restic").toString()));
    command.addAll(List.of("-r", repositoryPath.toString(), "--no-cache"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("RESTIC_PASSWORD", PASSWORD);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
    return output;
  }

  private void write(Path root, String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static Map<String, byte[]> contents(Path root) throws IOException {
    Map<String, byte[]> contents = new HashMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static void assertSame(Map<String, byte[]> found, Map<String, byte[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach((path, bytes) -> assertThat(found.get(path)).as(path).isEqualTo(bytes));
  }

  @Test
  void resticFindsNoErrorAfterOurPrune() throws Exception {
    Path source = directory.resolve("source");
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 12; i++) {
        write(source, "d" + random.nextInt(3) + "/f" + random.nextInt(15), random.nextInt(300_000));
      }
      write(source, "large", 3_000_000);
      restic("backup", "--quiet", source.toString());
    }
    restic("forget", "--keep-last", "2");
    CheckReport before = repository.check();
    assertThat(before.isSound()).as(before.findings().toString()).isTrue();
    long bytes = repository.bytes(FileKind.PACK);

    PruneSummary summary = repository.prune(0);

    assertThat(summary.bytesFreed()).as("seed %d", SEED).isPositive();
    assertThat(repository.bytes(FileKind.PACK)).isLessThan(bytes);
    assertThat(restic("check", "--read-data")).contains("no errors were found");
    Path target = directory.resolve("target");
    restic("restore", "latest", "--target", target.toString());
    assertSame(contents(target.resolve(source.toString().substring(1))), contents(source));
    assertThat(repository.check().findings()).isEmpty();
    assertThat(restic("prune", "--max-unused", "0", "--dry-run"))
        .containsPattern("total prune: +0 blobs");
  }

  @Test
  void weFindNoErrorAfterResticPrune() throws Exception {
    Map<Id, Map<String, byte[]>> kept = new HashMap<>();
    for (int i = 0; i < 5; i++) {
      Map<String, byte[]> files = repository.randomFiles(30);
      Id snapshot = repository.backup(files);
      if (i < 3) {
        repository.forget(snapshot);
      } else {
        kept.put(snapshot, files);
      }
    }
    repository.duplicate(BlobType.DATA, 5);
    long bytes = repository.bytes(FileKind.PACK);

    restic("prune", "--max-unused", "0");

    assertThat(repository.bytes(FileKind.PACK)).isLessThan(bytes);
    CheckReport report = repository.check();
    assertThat(report.findings()).as("seed %d", SEED).isEmpty();
    assertThat(restic("check", "--read-data")).contains("no errors were found");
    for (Map.Entry<Id, Map<String, byte[]>> snapshot : kept.entrySet()) {
      assertSame(repository.restore(snapshot.getKey()), snapshot.getValue());
    }
    assertThat(repository.prune(5).isEmpty()).isTrue();
  }

  @Test
  void resticAgreesAfterOurRepair() throws Exception {
    repository.backup(repository.randomFiles(30));
    repository.backup(repository.randomFiles(20));
    Id pack = repository.list(FileKind.PACK).getFirst();
    Handle handle = Handle.of(FileKind.PACK, pack);
    byte[] bytes = repository.read(handle);
    bytes[40] ^= 1;
    repository.replace(handle, bytes);
    assertThat(repository.check().damagedPacks()).containsExactly(pack);

    PackRepair packs = new PackRepair(repository.parts());
    packs.execute(packs.plan(List.of(pack), 10, () -> false), _ -> {}, () -> false);
    SnapshotRepair snapshots = new SnapshotRepair(repository.parts());
    SnapshotRepairPlan plan = snapshots.plan(SnapshotRepairPlan.LostContent.TRUNCATE, () -> false);
    SnapshotRepairTest.execute(snapshots, plan);
    // Of a snapshot that has lost its root nothing can be corrected.
    plan.repairs().stream()
        .filter(repair -> repair.newTree() == null)
        .forEach(
            repair ->
                repository.storage().remove(Handle.of(FileKind.SNAPSHOT, repair.snapshot().id())));
    for (Id index : repository.list(FileKind.INDEX)) {
      repository.storage().remove(Handle.of(FileKind.INDEX, index));
    }
    IndexRebuild rebuild = new IndexRebuild(repository.parts());
    rebuild.execute(rebuild.plan(false, () -> false), _ -> {}, () -> false);

    assertThat(repository.check().findings())
        .as("seed %d", SEED)
        .noneMatch(f -> f.severity() == Severity.ERROR);
    assertThat(restic("check", "--read-data")).contains("no errors were found");
  }
}
