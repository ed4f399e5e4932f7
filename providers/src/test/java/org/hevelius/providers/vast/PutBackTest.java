package org.hevelius.providers.vast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Captures;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.storage.Clusters.Mount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Putting a path back, aborted and killed in each state. */
class PutBackTest {
  private static final SourceSpec SOURCE = SourceSpec.parse("vast:lab/prod/obs");

  /** What ends a process where it stands. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @TempDir Path directory;
  private Stand stand;
  private VastProvider provider;
  private long protectedPath;
  private Capture first;
  private Capture guard;
  private RollbackPlan plan;

  @BeforeEach
  void begin() {
    stand = Stand.at(directory);
    stand.know(stand.cluster());
    stand.view("/prod/obs", "obs");
    protectedPath = stand.protect("/prod/obs");
    provider = stand.provider();
    stand.write("prod/obs/a.txt", "first");
    first = Captures.take(provider, SOURCE, 1);
    stand.write("prod/obs/a.txt", "second");
    stand.write("prod/obs/b.txt", "added");
    plan = provider.rollbacks(first).getFirst();
    guard = Captures.take(provider, SOURCE, 2);
  }

  @AfterEach
  void end() {
    stand.close();
  }

  private RolledBack putBack() {
    return provider.rollback(plan, guard, Progress.NONE, () -> false);
  }

  private void requireAsBefore() {
    assertThat(stand.read("prod/obs/a.txt")).isEqualTo("second");
    assertThat(stand.read("prod/obs/b.txt")).isEqualTo("added");
  }

  private void requireIdle() {
    assertThat(stand.all("globalsnapstreams")).isEmpty();
    assertThat(status()).isEmpty();
    assertThat(new Records(stand.home.resolve("vast"), psnt()).noted()).isEmpty();
  }

  private String status() {
    return stand
        .ask("GET", "/api/protectedpaths/" + protectedPath + "/", "")
        .path("restore_status")
        .asString("");
  }

  private String psnt() {
    return stand.all("clusters").getFirst().path("psnt").asString();
  }

  private void requireBack() {
    assertThat(stand.read("prod/obs/a.txt")).isEqualTo("first");
    assertThat(stand.read("prod/obs/b.txt")).isEmpty();
    assertThat(Captures.state(provider, guard)).containsKey("b.txt");
    requireIdle();
  }

  private static void fails(Category category, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(category));
  }

  @Test
  void itIsPutBackAndNothingIsLeftOnTheCluster() {
    assertThat(plan.way()).isEqualTo("replace");
    RolledBack done = putBack();
    assertThat(done.kept()).isEmpty();
    requireBack();
  }

  @Test
  void aPathInWhichHeveliusItselfLiesIsNotPutBackAsAWhole() {
    stand.know(
        stand.cluster(Stand.LOGIN, List.of(new Mount("/prod/obs", directory.toString())), null));
    assertThat(provider.rollbacks(first)).isEmpty();
    fails(Category.CONFLICT, this::putBack);
    requireAsBefore();
  }

  @Test
  void withoutAGuardWhatStoodThereIsKept() {
    RolledBack done = provider.rollback(plan, null, Progress.NONE, () -> false);
    assertThat(done.kept()).startsWith("/");
    assertThat(stand.read(done.kept().substring(1) + "/b.txt")).isEqualTo("added");
    assertThat(stand.read("prod/obs/a.txt")).isEqualTo("first");
  }

  @Test
  void aFailureBeforeTheCommitIsGivenUp() {
    for (String fault :
        List.of(
            "{'kind': 'fail_task', 'path': 'restore', 'message': 'no space'}",
            "{'kind': 'stall_task', 'path': 'restore'}",
            "{'kind': 'status', 'status': 500, 'method': 'POST', 'path': 'restore'}",
            "{'kind': 'status', 'status': 403, 'method': 'PATCH', 'path': 'commit'}",
            "{'kind': 'fail_task', 'path': 'commit', 'message': 'not now'}")) {
      stand.fault(fault);
      assertThatThrownBy(this::putBack).as(fault).isInstanceOf(HeveliusException.class);
      requireAsBefore();
      requireIdle();
    }
    RolledBack _ = putBack();
    requireBack();
  }

  @Test
  void stoppingItBeforeTheCommitLeavesEverythingAsItWas() {
    int[] asked = {0};
    fails(
        Category.CANCELED,
        () -> provider.rollback(plan, guard, Progress.NONE, () -> ++asked[0] > 2));
    requireAsBefore();
    requireIdle();
  }

  @Test
  void lostAnswersChangeNothing() {
    for (String step : List.of("restore/", "commit/")) {
      stand.fault("{'kind': 'lose_answer', 'path': '" + step + "'}");
    }
    stand.fault("{'kind': 'lose_answer', 'method': 'DELETE', 'path': 'globalsnapstreams'}");
    RolledBack _ = putBack();
    assertThat(stand.read("prod/obs/a.txt")).isEqualTo("first");
    assertThat(stand.read("prod/obs/b.txt")).isEmpty();
    assertThat(status()).isEmpty();
  }

  @Test
  void aRestoreOfSomebodyElseIsLeftAlone() {
    long id = stand.all("snapshots").getFirst().path("id").asLong();
    JsonNode _ =
        stand.ask(
            "POST",
            "/api/protectedpaths/" + protectedPath + "/restore/",
            "{'name': 'theirs', 'loanee_snapshot_id': %d}".formatted(id));
    fails(Category.CONFLICT, this::putBack);
    assertThat(status()).isNotEmpty();
    requireAsBefore();
  }

  @Test
  void aProcessThatDiesWhileItWaitsForTheCloneIsTakenBackAndRepeated() {
    stand.whenWaiting.set(
        () -> {
          throw new Killed();
        });
    assertThatThrownBy(this::putBack).isInstanceOf(Killed.class);
    requireAsBefore();
    assertThat(status()).isEqualTo("Restoring");
    repeated();
  }

  @Test
  void aProcessThatDiesWhenTheCommitWasAskedForEndsItOnRepetition() {
    stand.whenWaiting.set(
        () -> {
          if (status().equals("Committing")) {
            throw new Killed();
          }
        });
    assertThatThrownBy(this::putBack).isInstanceOf(Killed.class);
    repeated();
  }

  @Test
  void aProcessThatDiesBeforeItAskedForTheCommitIsTakenBack() {
    stand.fault("{'kind': 'drop', 'method': 'PATCH', 'path': 'commit/'}");
    stand.whenWaiting.set(
        () -> {
          if (status().contains("Pending commit")) {
            throw new Killed();
          }
        });
    assertThatThrownBy(this::putBack).isInstanceOf(Killed.class);
    requireAsBefore();
    assertThat(status()).contains("Pending commit");
    repeated();
  }

  @Test
  void aProcessThatDiesWhileItRemovesWhatStoodThereEndsThatOnRepetition() {
    stand.whenWaiting.set(
        () -> {
          if (stand.read("prod/obs/a.txt").equals("first") && status().isEmpty()) {
            throw new Killed();
          }
        });
    assertThatThrownBy(this::putBack).isInstanceOf(Killed.class);
    assertThat(stand.read("prod/obs/a.txt")).isEqualTo("first");
    repeated();
  }

  /** What a new process does when it is asked for the same. */
  private void repeated() {
    stand.whenWaiting.set(() -> {});
    stand.restart();
    stand.know(stand.cluster());
    provider = stand.provider();
    RolledBack _ = putBack();
    assertThat(stand.notices).anyMatch(notice -> notice.contains("was cut off"));
    requireBack();
  }

  @Test
  void aPlanThatWasMadeForOtherConditionsIsRefused() {
    JsonNode _ = stand.ask("PATCH", "/api/views/1/", "{'s3_versioning': true}");
    fails(Category.CONFLICT, this::putBack);
    RollbackPlan now = provider.rollbacks(first).getFirst();
    assertThat(now.keepsAll()).isFalse();
    assertThat(now.destroyed().getFirst().name()).isEqualTo("/prod/obs");
    requireAsBefore();
  }

  @Test
  void whereThereIsNoProtectedPathOneIsMadeAsPlannedAndStaysWithoutAPolicy() {
    JsonNode _ = stand.ask("DELETE", "/api/protectedpaths/" + protectedPath + "/", "");
    stand.advance(java.time.Duration.ofMinutes(1));
    fails(Category.CONFLICT, this::putBack);
    assertThat(stand.all("protectedpaths")).isEmpty();
    plan = provider.rollbacks(first).getFirst();
    assertThat(plan.keepsAll()).isTrue();
    assertThat(plan.effects()).anyMatch(effect -> effect.contains("one is made first"));
    assertThat(stand.all("protectedpaths")).isEmpty();
    RolledBack done = putBack();
    assertThat(done.kept()).isEmpty();
    JsonNode made = stand.all("protectedpaths").getFirst();
    protectedPath = made.path("id").asLong();
    assertThat(made.path("source_dir").asString()).isEqualTo("/prod/obs");
    assertThat(made.path("protection_policy_id").asString("")).isEmpty();
    requireBack();
  }

  @Test
  void aProtectedPathThatCannotBeMadeLeavesEverythingAsItWas() {
    JsonNode _ = stand.ask("DELETE", "/api/protectedpaths/" + protectedPath + "/", "");
    stand.advance(java.time.Duration.ofMinutes(1));
    plan = provider.rollbacks(first).getFirst();
    stand.fault("{'kind': 'status', 'status': 400, 'method': 'POST', 'path': 'protectedpaths'}");
    assertThatThrownBy(this::putBack).isInstanceOf(HeveliusException.class);
    requireAsBefore();
    stand.fault("{'kind': 'lose_answer', 'method': 'POST', 'path': 'protectedpaths/'}");
    RolledBack _ = putBack();
    assertThat(stand.all("protectedpaths")).hasSize(1);
    protectedPath = stand.all("protectedpaths").getFirst().path("id").asLong();
    requireBack();
  }
}
