package org.hevelius.providers.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Captures;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rollbacks by exchange, stopped after each of their steps. */
class RollbackKilledTest {
  /** The end of a process: nothing of it is caught. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @TempDir private Path temp;
  private BtrfsFixture btrfs;
  private Rollback.@Nullable Step last;
  private SourceSpec source;
  private Capture wanted;
  private SortedMap<String, String> good;
  private SortedMap<String, String> bad;

  @BeforeEach
  void open() {
    btrfs =
        new BtrfsFixture(
            temp,
            step -> {
              if (step == last) {
                throw new Killed();
              }
            });
    source = btrfs.source("raw");
    btrfs.write(source, "calib/mars.caldb", "gain 1.0021\n");
    BtrfsFixture.btrfs("subvolume", "create", source.location() + "/nested");
    btrfs.write(source, "nested/one", "1");
    good = Captures.live(btrfs.provider(), source);
    wanted = Captures.take(btrfs.provider(), source, 1);
    btrfs.write(source, "calib/mars.caldb", "gain 9\n");
    btrfs.write(source, "nested/one", "spoilt");
    bad = Captures.live(btrfs.provider(), source);
  }

  @AfterEach
  void close() {
    btrfs.close();
  }

  private RolledBack run(RollbackPlan plan) {
    return btrfs.provider().rollback(plan, null, Progress.NONE, () -> false);
  }

  private List<String> underWay() throws IOException {
    try (Stream<Path> entries = Files.list(btrfs.top().resolve(Place.NAME))) {
      return entries
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Rollback.Step.class)
  void aRepetitionEndsWithTheWantedStateAndTheOneBefore(Rollback.Step step) throws IOException {
    RollbackPlan plan = btrfs.provider().rollbacks(wanted).getFirst();
    last = step;
    assertThatThrownBy(() -> run(plan)).isInstanceOf(Killed.class);
    boolean done = step.compareTo(Rollback.Step.EXCHANGED) >= 0;
    assertThat(Captures.live(btrfs.provider(), source)).isEqualTo(done ? good : bad);
    assertThat(btrfs.provider().exists(wanted)).isTrue();
    last = null;
    btrfs.reopen();

    RolledBack result = run(plan);

    assertThat(Captures.live(btrfs.provider(), source)).isEqualTo(good);
    assertThat(result.kept()).isEqualTo(source.location() + ".before-rollback-20261122T040506Z");
    assertThat(btrfs.stateOf(result.kept())).isEqualTo(bad);
    assertThat(underWay()).isEmpty();
    assertThat(Captures.state(btrfs.provider(), wanted)).isEqualTo(good);
  }

  @Test
  void whatWasLeftIsSettledByAnotherPlanToo() throws IOException {
    last = Rollback.Step.EXCHANGED;
    RollbackPlan first = btrfs.provider().rollbacks(wanted).getFirst();
    assertThatThrownBy(() -> run(first)).isInstanceOf(Killed.class);
    last = null;
    btrfs.write(source, "later", "x");
    RollbackPlan second = btrfs.provider().rollbacks(wanted).getFirst();
    assertThat(second.token()).isNotEqualTo(first.token());
    RolledBack result = run(second);
    assertThat(Captures.live(btrfs.provider(), source)).isEqualTo(good);
    assertThat(btrfs.stateOf(source.location() + ".before-rollback-20261122T040506Z"))
        .isEqualTo(bad);
    assertThat(btrfs.stateOf(result.kept())).containsKey("later");
    assertThat(underWay()).isEmpty();
  }

  @Test
  void aPlanForAnotherSubvolumeIsRefused() throws IOException {
    RollbackPlan plan = btrfs.provider().rollbacks(wanted).getFirst();
    Path root = Path.of(source.location());
    Files.move(root, root.resolveSibling("moved away"));
    BtrfsFixture.btrfs("subvolume", "create", root.toString());
    assertThatThrownBy(() -> run(plan))
        .satisfies(e -> assertThat(BtrfsFaultsTest.category(e)).isEqualTo(Category.CONFLICT));
    assertThat(underWay()).isEmpty();
    assertThat(btrfs.stateOf(root.resolveSibling("moved away").toString())).isEqualTo(bad);
  }

  @Test
  void itIsNotOfferedWhereSomethingIsMountedOrWhereHeveliusLives() throws IOException {
    btrfs.home(Path.of(source.location(), "home"));
    assertThat(btrfs.provider().rollbacks(wanted)).isEmpty();
  }

  @Test
  void aMountPointIsCapturedThroughAnotherMountAndNotExchanged() throws IOException {
    Path point = Files.createDirectory(temp.resolve("a disk/mounted"));
    List<String> mount = List.of("mount", "--bind", source.location(), point.toString());
    BtrfsFixture.run(mount);
    try {
      SourceSpec mounted = BtrfsFixture.spec(point);
      Capture capture = Captures.take(btrfs.provider(), mounted, 2);
      assertThat(Captures.state(btrfs.provider(), capture)).isEqualTo(bad);
      assertThat(btrfs.provider().rollbacks(capture)).isEmpty();
      assertThat(btrfs.provider().rollbacks(wanted).getFirst().effects())
          .anyMatch(effect -> effect.contains("keeps showing the state before"));
    } finally {
      BtrfsFixture.run(List.of("umount", point.toString()));
    }
  }
}
