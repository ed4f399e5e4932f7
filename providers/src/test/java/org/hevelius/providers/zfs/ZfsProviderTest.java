package org.hevelius.providers.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.provider.Captures.begin;
import static org.hevelius.core.provider.Captures.dataset;
import static org.hevelius.core.provider.Captures.live;
import static org.hevelius.core.provider.Captures.manifest;
import static org.hevelius.core.provider.Captures.state;
import static org.hevelius.core.provider.Captures.take;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.Native;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.providers.process.Machine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of ZFS the contracts don't know, against a real pool. */
class ZfsProviderTest {
  @TempDir private Path directory;
  private ZfsFixture fixture;
  private SourceSpec source;

  @BeforeEach
  void start() {
    fixture = new ZfsFixture(directory);
    source = fixture.source("raw");
    fixture.source("raw/calib");
    fixture.write(source, "events", "1");
    fixture.write(source, "calib/mars", "gain 1");
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  private ZfsProvider provider() {
    return fixture.provider();
  }

  private List<Recovered> recovered() {
    try (Stream<Recovered> all = provider().recover()) {
      return all.toList();
    }
  }

  private RollbackPlan plan(Capture to, String way) {
    return provider().rollbacks(to).stream()
        .filter(plan -> plan.way().equals(way))
        .findFirst()
        .orElseThrow();
  }

  private static Category category(Throwable e) {
    return ((HeveliusException) e).category();
  }

  @Test
  void datasetsBelowAreTakenShownRestoredAndForgottenWithTheirSource() {
    SortedMap<String, String> before = live(provider(), source);
    Capture want;
    try (PendingCapture pending = begin(provider(), dataset(source), 1, List.of())) {
      assertThat(pending.guarantee()).isEqualTo(Guarantee.ATOMIC);
      want = pending.publish(manifest(dataset(source), 1)).getFirst();
    }
    fixture.write(source, "events", "2");
    fixture.write(source, "calib/mars", "gain 2");
    fixture.write(source, "calib/added", "later");
    assertThat(state(provider(), want)).isEqualTo(before).containsKey("calib/mars");
    Capture guard = take(provider(), source, 2);
    restore(want, guard, null, List.of("calib"));
    assertThat(live(provider(), source))
        .containsEntry("calib/mars", before.get("calib/mars"))
        .doesNotContainEntry("events", before.get("events"))
        .doesNotContainKey("calib/added");
    restore(want, guard, null, List.of());
    assertThat(live(provider(), source)).isEqualTo(before);
    String place = fixture.newPlace();
    restore(want, null, place, List.of());
    assertThat(fixture.stateOf(place)).isEqualTo(before);
    provider().forget(List.of(want));
    assertThat(provider().snapshots(fixture.spec("raw/calib"))).hasSize(1);
    assertThat(provider().exists(guard)).isTrue();
  }

  private void restore(
      Capture want, @Nullable Capture guard, @Nullable String target, List<String> paths) {
    provider()
        .restore(
            new RestoreOrder(
                want,
                null,
                target,
                paths,
                true,
                target == null,
                guard,
                false,
                true,
                true,
                (action, present) -> {},
                Progress.NONE,
                () -> false));
  }

  @Test
  void aRestoreNeverGoesIntoADatasetThatIsntMounted() {
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    Capture guard = take(provider(), source, 2);
    fixture.pool.zfs("unmount", fixture.spec("raw/calib").location());
    assertThatThrownBy(() -> restore(want, guard, null, List.of()))
        .hasMessageContaining("isn't mounted")
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.CONFLICT));
    fixture.pool.zfs("mount", fixture.spec("raw/calib").location());
    assertThat(live(provider(), source)).containsKey("calib/mars");
  }

  @Test
  void anExchangePutsAllDatasetsBackWithTheirPropertiesAndKeepsTheNewer() {
    fixture.pool.zfs("set", "compression=gzip", source.location());
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    SortedMap<String, String> after = live(provider(), source);
    Capture guard = take(provider(), source, 2);
    RolledBack back =
        provider().rollback(plan(want, "exchange"), guard, Progress.NONE, () -> false);
    assertThat(live(provider(), source)).isEqualTo(before);
    assertThat(state(provider(), guard)).isEqualTo(after);
    assertThat(SourceSpec.parse(back.kept())).satisfies(kept -> provider().probe(kept));
    Zfs zfs = new Zfs(Machine.LOCAL);
    Listed now =
        zfs.find(source.location(), List.of("compression", "origin", Labels.EXCHANGE))
            .orElseThrow();
    assertThat(now.own("compression")).isEqualTo("gzip");
    assertThat(now.text("origin")).isEmpty();
    assertThat(now.own(Labels.EXCHANGE)).isEmpty();
    assertThat(recovered()).hasSize(2);
    assertThat(provider().recover(dataset(source), version -> version == 2)).hasSize(1);
  }

  @Test
  void anExchangeOfWhatIsInUseChangesNothing() throws IOException {
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    SortedMap<String, String> after = live(provider(), source);
    RollbackPlan plan = plan(want, "exchange");
    Path used = fixture.root(source).resolve("calib/open");
    try (OutputStream _ = Files.newOutputStream(used)) {
      assertThatThrownBy(() -> provider().rollback(plan, null, Progress.NONE, () -> false))
          .hasMessageContaining("can't be unmounted")
          .satisfies(e -> assertThat(category(e)).isEqualTo(Category.CONFLICT));
    }
    Files.delete(used);
    assertThat(live(provider(), source)).isEqualTo(after);
    assertThat(state(provider(), want)).isEqualTo(before);
    provider().rollback(plan(want, "exchange"), null, Progress.NONE, () -> false);
    assertThat(live(provider(), source)).isEqualTo(before);
  }

  /** As zfs-fuse does it under load: it unmounts late, and what it unmounts is busy until then. */
  @Test
  void whatIsBusyForAMomentIsTriedAgain() throws IOException {
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    RollbackPlan plan = plan(want, "exchange");
    Path refusals = directory.resolve("refusals");
    Files.createDirectories(fixture.home);
    Path program = fixture.home.resolve("zfs");
    Files.writeString(
        program,
        """
        #!/bin/sh
        case $1 in unmount|rename|mount)
          [ "$(grep -cx "$1" REFUSALS)" -gt 1 ] || {
            echo "$1" >> REFUSALS; echo "dataset is busy" >&2; exit 1; } ;;
        esac
        exec zfs "$@"
        """
            .replace("REFUSALS", "'" + refusals + "'"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Files.createFile(refusals);
    Files.writeString(
        fixture.home.resolve("machines.yaml"), "local: {programs: {zfs: \"" + program + "\"}}\n");
    provider().rollback(plan, null, Progress.NONE, () -> false);
    assertThat(Files.readAllLines(refusals)).contains("rename", "unmount", "mount");
    assertThat(live(provider(), source)).isEqualTo(before);
  }

  @Test
  void anExchangeThatWasKilledIsTakenBackOrGoneOnWith() {
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    SortedMap<String, String> after = live(provider(), source);
    String live = source.location();
    String id = plan(want, "exchange").token().substring(0, 8);
    String name = provider().snapshots(source).getFirst().name();
    // As it is after the first clone, before the dataset is set aside.
    fixture.pool.zfs("set", Labels.EXCHANGE + "=old " + id, live);
    clone(live, "", name, id);
    RollbackPlan plan = plan(want, "exchange");
    assertThat(live(provider(), source)).isEqualTo(after);
    // As it is when nothing has the name.
    fixture.pool.zfs("set", Labels.EXCHANGE + "=old " + id, live);
    clone(live, "", name, id);
    clone(live, "/calib", name, id);
    fixture.pool.zfs("rename", live, live + "-before-" + id);
    fixture.reopen();
    provider().probe(source);
    assertThat(live(provider(), source)).isEqualTo(before);
    assertThat(provider().exists(want)).isTrue();
    assertThat(plan.token()).startsWith(id);
  }

  private void clone(String live, String below, String name, String id) {
    fixture.pool.zfs(
        "clone",
        "-o",
        "canmount=off",
        "-o",
        Labels.AFTERWARDS + "=default mounted",
        "-o",
        Labels.EXCHANGE + "=new " + id,
        live + below + "@" + name,
        live + "-hevelius-new" + below);
  }

  @Test
  void aNativeRollbackIsRefusedForWhatIsHeldAndTakesTheGuardAlong() {
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    fixture.pool.zfs("snapshot", source.location() + "/calib@daily");
    RollbackPlan plan = plan(want, "rollback");
    assertThat(plan.destroyed())
        .extracting(doomed -> doomed.name())
        .anyMatch(n -> n.endsWith("@daily"));
    Capture guard = take(provider(), source, 2);
    fixture.pool.zfs("hold", "legal", source.location() + "/calib@daily");
    assertThatThrownBy(() -> provider().rollback(plan, guard, Progress.NONE, () -> false))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.REFUSED));
    assertThat(provider().exists(guard)).isTrue();
    fixture.pool.zfs("release", "legal", source.location() + "/calib@daily");
    provider().rollback(plan, guard, Progress.NONE, () -> false);
    assertThat(live(provider(), source)).isEqualTo(before);
    assertThat(provider().exists(guard)).isFalse();
  }

  @Test
  void whatIsClonedOrHeldByOthersIsntForgotten() {
    Capture capture = take(provider(), source, 1);
    String name = provider().snapshots(source).getFirst().name();
    fixture.pool.zfs("hold", "theirs", source.location() + "/calib@" + name);
    provider().clone(capture, fixture.cloneName());
    assertThatThrownBy(() -> provider().forget(List.of(capture)))
        .hasMessageContaining("held")
        .hasMessageContaining("cloned as")
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.REFUSED));
    assertThat(provider().exists(capture)).isTrue();
    fixture.pool.zfs("release", "theirs", source.location() + "/calib@" + name);
  }

  @Test
  void anotherDatasetOfTheSameNameIsNoticedAndCapturesAreFoundOnTheRenamedOne() {
    SortedMap<String, String> before = live(provider(), source);
    Capture first = take(provider(), source, 1);
    fixture.pool.zfs("rename", source.location(), source.location() + "-old");
    fixture.source("raw");
    fixture.reopen();
    assertThat(state(provider(), first)).isEqualTo(before);
    try (PendingCapture pending = begin(provider(), dataset(source), 2, List.of(first))) {
      assertThat(pending.contents().getFirst().findings())
          .singleElement()
          .asString()
          .contains("isn't the ZFS dataset");
    }
    assertThat(plan(first, "exchange").destroyed()).isEmpty();
    assertThat(provider().rollbacks(first))
        .extracting(RollbackPlan::way)
        .containsExactly("exchange");
  }

  @Test
  void aSnapshotDestroyedBehindOurBackIsMissingAndNoOtherIsTakenForIt() {
    Capture capture = take(provider(), source, 1);
    String name = provider().snapshots(source).getFirst().name();
    fixture.pool.zfs("destroy", source.location() + "@" + name);
    fixture.pool.zfs("snapshot", source.location() + "@" + name);
    assertThat(provider().exists(capture)).isFalse();
    provider().forget(List.of(capture));
    assertThat(provider().snapshots(source)).extracting(Native::ours).containsExactly(false);
    assertThatThrownBy(() -> state(provider(), capture))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.NOT_FOUND));
  }

  @Test
  void aPoolThatIsntThereNeverMakesACaptureCountAsGone() {
    Capture capture = take(provider(), source, 1);
    Capture elsewhere =
        new Capture(
            new SourceSpec(SourceSpec.Kind.ZFS, "not-imported/raw"),
            "zfs",
            capture.id(),
            "",
            -1,
            -1,
            0,
            0,
            0);
    assertThatThrownBy(() -> provider().exists(elsewhere))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
  }

  @Test
  void aManifestThatIsHalfWrittenCountsAsUnpublished() {
    Capture capture = take(provider(), source, 1);
    String full = source.location() + "@" + provider().snapshots(source).getFirst().name();
    fixture.pool.zfs("set", Labels.HEAD + ".a.0=AAAA", full);
    assertThat(recovered()).isEmpty();
    assertThat(provider().exists(capture)).isTrue();
  }

  @Test
  void clonesForReadingGoWhenTheyAreClosed() {
    Capture capture = take(provider(), source, 1);
    assertThat(state(provider(), capture)).isNotEmpty();
    assertThat(new Zfs(Machine.LOCAL).datasets(fixture.pool.name())).noneMatch(Browsing::isClone);
  }
}
