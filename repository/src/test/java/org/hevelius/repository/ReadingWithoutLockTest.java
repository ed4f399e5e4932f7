package org.hevelius.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.check.CheckRequest;
import org.hevelius.repository.crypto.Password;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.prune.PruneOptions;
import org.hevelius.repository.prune.PrunePlan;
import org.hevelius.repository.restore.RestoreCounters;
import org.hevelius.repository.restore.RestoreRequest;
import org.hevelius.repository.storage.FaultInjectingStorage;
import org.hevelius.repository.storage.FaultInjectingStorage.Call;
import org.hevelius.repository.storage.FaultInjectingStorage.Fault;
import org.hevelius.repository.storage.MemoryStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository whose disk takes nothing any more, not even a lock. */
class ReadingWithoutLockTest {
  @TempDir private Path folder;
  private final FaultInjectingStorage storage = new FaultInjectingStorage(new MemoryStorage());
  private final Repository repository = Fixture.create(storage);

  @BeforeEach
  void fillTheDisk() {
    Fixture.file(folder.resolve("source/file"), 1 << 20, 1);
    Fixture.backup(repository, folder.resolve("source"));
    storage.injectAlways(Call.changes(), new Fault.Fail(Kind.FULL));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private static void full(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FULL));
  }

  @Test
  void canBeReadRestoredAndChecked() {
    Path target = folder.resolve("target");
    try (ReadSession session = repository.read()) {
      StoredSnapshot stored = session.snapshots().getFirst();
      List<FileName> path = RawPath.parts(RawPath.ofText(folder.resolve("source").toString()));
      Node source = session.find(stored.file().tree(), path).orElseThrow();
      session.restore(
          RestoreRequest.into(session.state(source), target.toString()),
          new RestoreCounters(),
          _ -> {},
          () -> false);
    }
    assertThat(target.resolve("file")).hasSameBinaryContentAs(folder.resolve("source/file"));
    try (MaintenanceSession session = repository.inspect()) {
      assertThat(session.check(CheckRequest.everything(), _ -> {}, () -> false).isSound()).isTrue();
    }
  }

  @Test
  void canBeChangedByNothing() {
    try (ReadSession session = repository.read()) {
      full(() -> session.forget(session.snapshots().getFirst().id()));
    }
    full(repository::write);
    full(repository::maintain);
    full(() -> repository.addKey(Password.of("another".toCharArray())));
    try (MaintenanceSession session = repository.survey()) {
      PrunePlan plan = session.planPrune(PruneOptions.STANDARD, Set.of(), _ -> {}, () -> false);
      full(() -> session.prune(plan, _ -> {}, () -> false));
    }
    storage.heal();
    assertThat(repository.snapshots(e -> {})).hasSize(1);
  }
}
