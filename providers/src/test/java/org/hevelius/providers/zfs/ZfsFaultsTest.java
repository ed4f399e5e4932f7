package org.hevelius.providers.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.Native;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Hold;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are lost, refused or cut off, on a real pool. */
class ZfsFaultsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

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
  void end() throws IOException {
    Files.deleteIfExists(fixture.home.resolve("machines.yaml"));
    fixture.close();
  }

  private ZfsProvider provider() {
    return fixture.provider();
  }

  private static Category category(Throwable e) {
    return ((HeveliusException) e).category();
  }

  private RollbackPlan exchange(Capture to) {
    return provider().rollbacks(to).stream()
        .filter(plan -> plan.way().equals("exchange"))
        .findFirst()
        .orElseThrow();
  }

  private RolledBack carryOut(RollbackPlan plan) {
    return provider().rollback(plan, null, Progress.NONE, () -> false);
  }

  /** Lets commands run as lines of a shell say, which end with none for the usual. */
  private void commands(String lines) throws IOException {
    Files.createDirectories(fixture.home);
    Path program = fixture.home.resolve("zfs");
    Files.writeString(
        program, "#!/bin/sh\ncd '%s'\n%s\nexec zfs \"$@\"\n".formatted(directory, lines));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        fixture.home.resolve("machines.yaml"), "local: {programs: {zfs: \"" + program + "\"}}\n");
  }

  private void heal() throws IOException {
    Files.delete(fixture.home.resolve("machines.yaml"));
    fixture.reopen();
  }

  private List<String> aside() {
    return new Zfs(org.hevelius.providers.process.Machine.LOCAL)
        .datasets(fixture.pool.name()).stream()
            .filter(name -> name.matches(".*/raw-(before|hevelius-new)[^/]*"))
            .toList();
  }

  @Test
  void aSnapshotWhoseAnswerIsLostIsFoundAndTakenOnce() throws IOException {
    commands("case $1 in snapshot) zfs \"$@\"; exit 255;; esac");
    Capture capture = take(provider(), source, 1);
    assertThat(provider().snapshots(source)).extracting(Native::id).containsExactly(capture.id());
    assertThat(provider().snapshots(fixture.spec("raw/calib"))).hasSize(1);
  }

  @Test
  void aSnapshotThatNeverArrivedIsNoVersion() throws IOException {
    commands("case $1 in snapshot) exit 255;; esac");
    assertThatThrownBy(() -> take(provider(), source, 1))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
    heal();
    assertThat(provider().snapshots(source)).isEmpty();
  }

  @Test
  void anExchangeAndARollbackWhoseAnswersAreLostAreDoneAllTheSame() throws IOException {
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    SortedMap<String, String> after = live(provider(), source);
    Capture guard = take(provider(), source, 2);
    commands(
        "case $1 in clone|unmount|rename|promote|mount|rollback|destroy)"
            + " zfs \"$@\"; exit 255;; esac");
    carryOut(exchange(want));
    assertThat(live(provider(), source)).isEqualTo(before);
    carryOut(exchange(guard));
    assertThat(live(provider(), source)).isEqualTo(after);
    heal();
    assertThat(state(provider(), want)).isEqualTo(before);
    assertThat(aside()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 9, 12, 16})
  void anExchangeThatIsCutOffAnywhereIsTakenBackOrGoneOnWith(int at) throws IOException {
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    SortedMap<String, String> after = live(provider(), source);
    Capture guard = take(provider(), source, 2);
    RollbackPlan plan = exchange(want);
    commands(
        """
        case $1 in get|list) ;; *) echo x >> changes ;; esac
        [ ! -e changes ] || [ "$(wc -l < changes)" -lt %d ] || exit 255
        """
            .formatted(at));
    boolean done = catchThrowable(() -> carryOut(plan)) == null;
    assertThat(done).isFalse();
    heal();
    provider().probe(source);
    carryOut(exchange(want));
    assertThat(live(provider(), source)).isEqualTo(before);
    assertThat(state(provider(), guard)).isEqualTo(after);
    assertThat(aside()).isNotEmpty().noneMatch(name -> name.contains("hevelius-new"));
  }

  @Test
  void anExchangeThatIsRepeatedGoesOnAndSetsNoCopyAside() throws IOException {
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    RollbackPlan plan = exchange(want);
    // That rename gives the clones the name.
    commands(
        """
        case "$1 $2" in "rename "*-hevelius-new) touch cut ;; esac
        [ ! -e cut ] || exit 255
        """);
    assertThatThrownBy(() -> carryOut(plan)).isInstanceOf(HeveliusException.class);
    heal();
    RollbackPlan rest = exchange(want);
    assertThat(rest.effects()).singleElement().asString().contains("is gone on with");
    RolledBack back = carryOut(rest);
    assertThat(live(provider(), source)).isEqualTo(before);
    assertThat(aside()).hasSize(1).first().isEqualTo(SourceSpec.parse(back.kept()).location());
  }

  @Test
  void onlyTheHomeThatHasBegunAnExchangeEndsIt() throws IOException {
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    SortedMap<String, String> after = live(provider(), source);
    RollbackPlan plan = exchange(want);
    commands(
        """
        case $1 in unmount) touch cut ;; esac
        [ ! -e cut ] || exit 255
        """);
    assertThatThrownBy(() -> carryOut(plan)).isInstanceOf(HeveliusException.class);
    heal();
    ZfsProvider other = fixture.ofAnotherHome();
    assertThatThrownBy(() -> other.rollbacks(want))
        .hasMessageContaining("here:/home")
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.CONFLICT));
    assertThat(live(provider(), source)).isEqualTo(after);
    assertThat(aside()).hasSize(1);
    assertThat(provider().rollbacks(want)).isNotEmpty();
    assertThat(aside()).isEmpty();
    assertThat(other.rollbacks(want)).isNotEmpty();
  }

  @Test
  void ofTwoExchangesAtOnceOneIsRefused() throws Exception {
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    for (ZfsProvider other : List.of(provider(), fixture.ofAnotherHome())) {
      fixture.write(source, "calib/mars", "gain " + aside().size());
      RollbackPlan plan = exchange(want);
      int already = aside().size();
      try (ExecutorService both = Executors.newFixedThreadPool(2)) {
        List<Future<Throwable>> ends = new ArrayList<>();
        for (ZfsProvider one : List.of(provider(), other)) {
          Callable<Throwable> work =
              () -> catchThrowable(() -> one.rollback(plan, null, Progress.NONE, () -> false));
          ends.add(both.submit(work));
        }
        List<Throwable> failures = new ArrayList<>();
        for (Future<Throwable> end : ends) {
          Throwable failure = end.get();
          if (failure != null) {
            failures.add(failure);
          }
        }
        assertThat(failures)
            .singleElement()
            .satisfies(e -> assertThat(category(e)).isEqualTo(Category.CONFLICT));
      }
      assertThat(live(provider(), source)).isEqualTo(before);
      assertThat(aside()).hasSize(already + 1);
    }
  }

  @Test
  void aHoldIsPutBackWhenTheRemovalFails() throws IOException {
    Capture capture = take(provider(), source, 1);
    Hold legal = new Hold(Hold.Kind.LEGAL, "", "maya", NOW);
    provider()
        .annotate(List.of(capture), manifest(dataset(source), 1, NOW, edit -> edit.hold(legal)));
    commands("case $1 in destroy) echo 'permission denied' >&2; exit 1;; esac");
    assertThatThrownBy(() -> provider().forget(List.of(capture)))
        .hasMessageContaining("permission denied");
    heal();
    assertThat(provider().exists(capture)).isTrue();
    for (String each : List.of("raw", "raw/calib")) {
      assertThat(provider().snapshots(fixture.spec(each)).getFirst().blocks()).isNotEmpty();
    }
  }

  @Test
  void aFullPoolRefusesAndLosesNothing() throws IOException {
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    RollbackPlan plan = exchange(want);
    Path filler = fixture.root(fixture.source("filler")).resolve("filler");
    fill(filler);
    SortedMap<String, String> after = live(provider(), source);
    for (Callable<?> work :
        List.<Callable<?>>of(
            () -> take(provider(), source, 2),
            () -> provider().clone(want, fixture.cloneName()),
            () -> carryOut(plan))) {
      Throwable failure = catchThrowable(work::call);
      // Some versions keep enough room for what takes none.
      if (failure != null) {
        assertThat(category(failure)).isEqualTo(Category.FULL);
        assertThat(live(provider(), source)).isEqualTo(after);
        assertThat(provider().exists(want)).isTrue();
        assertThat(aside()).isEmpty();
      }
    }
    Files.delete(filler);
  }

  private static void fill(Path file) throws IOException {
    byte[] noise = new byte[1 << 20];
    Random random = new Random(1);
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        random.nextBytes(noise);
        out.write(noise);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("space");
    }
  }
}
