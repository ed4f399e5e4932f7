package org.hevelius.providers.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.provider.Captures.begin;
import static org.hevelius.core.provider.Captures.dataset;
import static org.hevelius.core.provider.Captures.manifest;
import static org.hevelius.core.provider.Captures.take;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.Native;
import org.hevelius.core.provider.NativeStorage.Reclaim;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.providers.process.Machine;
import org.hevelius.providers.process.Machines;
import org.hevelius.providers.process.ProgramResult;
import org.hevelius.repository.fs.FileSystems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenZFS on another machine, over SSH. The system property names a directory whose {@code
 * machines.yaml} has that machine twice: as {@code guest} for root, and as {@code snap} for an
 * account without rights; it has a pool {@code hevtest}, or as {@code hevelius.zfs.pool} says, for
 * tests.
 */
@EnabledIfSystemProperty(named = "hevelius.zfs.machines", matches = ".+")
class RemoteZfsTest {
  private static final String TOP = System.getProperty("hevelius.zfs.pool", "hevtest") + "/remote";

  private final Machines machines =
      new Machines(Path.of(System.getProperty("hevelius.zfs.machines", "")));
  private final Machine guest = machines.named("guest");
  private final List<String> notices = new ArrayList<>();
  @TempDir private Path directory;
  private ZfsProvider provider;

  private ZfsProvider made(Machines machines) {
    return new ZfsProvider(
        machines,
        new OwnPlaces(List::of),
        FileSystems.local(),
        directory,
        "here:/home",
        2,
        "home-of-the-test",
        notices::add);
  }

  private final SourceSpec source = new SourceSpec(SourceSpec.Kind.ZFS, "guest:" + TOP + "/raw");

  private String run(String... words) {
    ProgramResult result = guest.run(List.of(words));
    assertThat(result.succeeded()).as(String.join(" ", words) + ": " + result.errors()).isTrue();
    return result.text();
  }

  private void write(String path, String text) {
    run("sh", "-c", "printf %s " + text + " > /" + TOP + "/" + path);
  }

  @BeforeEach
  void start() {
    provider = made(machines);
    run("zfs", "create", "-p", TOP + "/raw/calib");
    run("zfs", "create", TOP + "/notes");
    write("raw/events", "one");
    write("raw/calib/mars", "gain1");
  }

  @AfterEach
  void end() {
    run(
        "sh",
        "-c",
        "zfs list -H -o name -t snapshot -r " + TOP + " | xargs -n 1 zfs release hevelius || true");
    run("zfs", "destroy", "-R", TOP);
  }

  @Test
  void oneActTakesSeveralSourcesAndTheyAreRecovered() {
    SourceSpec notes = new SourceSpec(SourceSpec.Kind.ZFS, "guest:" + TOP + "/notes");
    Dataset both = dataset(notes, source);
    assertThat(provider.discover("guest")).anyMatch(found -> found.source().equals(source));
    List<Capture> captures;
    try (PendingCapture pending = begin(provider, both, 1, List.of())) {
      assertThat(pending.guarantee()).isEqualTo(Guarantee.ATOMIC);
      captures = pending.publish(manifest(both, 1));
    }
    assertThat(
            provider.snapshots(new SourceSpec(SourceSpec.Kind.ZFS, "guest:" + TOP + "/raw/calib")))
        .hasSize(1);
    try (Stream<Recovered> all = provider.recover()) {
      assertThat(all)
          .filteredOn(r -> r.captures().getFirst().source().location().startsWith("guest:"))
          .singleElement()
          .satisfies(r -> assertThat(r.captures()).isEqualTo(captures));
    }
    assertThatThrownBy(() -> provider.open(captures.getFirst()))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.UNAVAILABLE));
    provider.forget(captures);
    assertThat(provider.snapshots(notes)).isEmpty();
  }

  private static Category category(Throwable e) {
    return ((HeveliusException) e).category();
  }

  @Test
  void holdsReclaimAndDiffAreThoseOfOpenZfs() {
    run("sh", "-c", "head -c 8000000 /dev/urandom > /" + TOP + "/raw/large");
    Capture first = take(provider, source, 1);
    run("rm", "/" + TOP + "/raw/large");
    run("mv", "/" + TOP + "/raw/events", "/" + TOP + "/raw/events later");
    run("touch", "/" + TOP + "/raw/Größe");
    Capture second = take(provider, source, 2);
    Reclaim reclaim = provider.reclaim(List.of(first));
    assertThat(reclaim.exact()).isTrue();
    assertThat(reclaim.bytes()).isGreaterThan(7_000_000);
    List<Native> listed = provider.snapshots(source);
    String raw = "/" + TOP + "/raw";
    ProgramResult diff =
        guest.run(
            List.of(
                "zfs",
                "diff",
                "-FHt",
                TOP + "/raw@" + listed.getFirst().name(),
                TOP + "/raw@" + listed.getLast().name()));
    NativeDiff changed = new NativeDiff(FileSystems.local(), 100);
    assertThat(changed.add("", diff.output(), raw, "/nowhere")).isTrue();
    assertThat(List.of("large", "events", "events later", "Größe", ""))
        .allMatch(changed.found()::touches);
    assertThat(changed.found().touches("calib")).isFalse();
    Hold legal = new Hold(Hold.Kind.LEGAL, "", "maya", Instant.parse("2026-11-22T00:00:00Z"));
    provider.annotate(
        List.of(second), manifest(dataset(source), 2, legal.since(), edit -> edit.hold(legal)));
    assertThat(provider.snapshots(source).getLast().blocks()).containsExactly("held by hevelius");
    assertThat(
            guest.run(List.of("zfs", "destroy", TOP + "/raw@" + listed.getLast().name())).status())
        .isNotZero();
    provider.annotate(List.of(second), manifest(dataset(source), 2));
    assertThat(provider.snapshots(source).getLast().blocks()).isEmpty();
  }

  @Test
  void anExchangeKeepsWhatIsNewerAndARollbackListsBookmarksToo() {
    Capture want = take(provider, source, 1);
    write("raw/calib/mars", "gain2");
    Capture guard = take(provider, source, 2);
    RollbackPlan exchange = plan(want, "exchange");
    assertThat(exchange.destroyed()).isEmpty();
    provider.rollback(exchange, guard, Progress.NONE, () -> false);
    assertThat(run("cat", "/" + TOP + "/raw/calib/mars")).isEqualTo("gain1");
    assertThat(provider.exists(guard)).isTrue();
    provider.rollback(plan(guard, "exchange"), null, Progress.NONE, () -> false);
    assertThat(run("cat", "/" + TOP + "/raw/calib/mars")).isEqualTo("gain2");
    assertThat(provider.exists(want)).isTrue();
    String newest = provider.snapshots(source).getLast().name();
    run("zfs", "bookmark", TOP + "/raw@" + newest, TOP + "/raw#mark");
    RollbackPlan rollback = plan(want, "rollback");
    assertThat(rollback.destroyed()).extracting(d -> d.what()).contains("bookmark", "snapshot");
    run("zfs", "snapshot", TOP + "/raw@meanwhile");
    assertThatThrownBy(() -> provider.rollback(rollback, null, Progress.NONE, () -> false))
        .satisfies(e -> assertThat(category(e)).isEqualTo(Category.CONFLICT));
    provider.rollback(plan(want, "rollback"), null, Progress.NONE, () -> false);
    assertThat(run("cat", "/" + TOP + "/raw/calib/mars")).isEqualTo("gain1");
    assertThat(provider.snapshots(source)).extracting(Native::id).containsExactly(want.id());
  }

  private RollbackPlan plan(Capture to, String way) {
    return provider.rollbacks(to).stream()
        .filter(plan -> plan.way().equals(way))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAccountThatMayNotDestroyTakesSnapshotsAndRemovesNone() {
    run("zfs", "allow", "-u", "snap", "snapshot,mount,hold,bookmark,diff,userprop", TOP + "/raw");
    SourceSpec asSnap = new SourceSpec(SourceSpec.Kind.ZFS, "snap:" + TOP + "/raw");
    Capture capture = take(provider, asSnap, 1);
    assertThat(provider.exists(capture)).isTrue();
    assertThatThrownBy(() -> provider.forget(List.of(capture)))
        .isInstanceOf(HeveliusException.class);
    assertThat(provider.exists(capture)).isTrue();
    try (PendingCapture _ = begin(provider, dataset(asSnap), 2, List.of())) {
      assertThat(notices).isEmpty();
    }
    assertThat(notices).isNotEmpty().allMatch(notice -> notice.contains("is left"));
    assertThat(provider.snapshots(asSnap)).hasSize(2);
    assertThat(
            provider.recover(dataset(asSnap), version -> true).stream()
                .map(Recovered::manifest)
                .map(m -> Objects.requireNonNull(m.snapshot()))
                .map(Snapshot::version))
        .containsExactly(1L);
    // The same account with the rights of a pruner: it removes, and takes none.
    run("zfs", "unallow", "-u", "snap", TOP + "/raw");
    run("zfs", "allow", "-u", "snap", "destroy,release,rollback,mount,userprop", TOP + "/raw");
    provider.forget(List.of(capture));
    assertThat(provider.exists(capture)).isFalse();
    assertThatThrownBy(() -> take(provider, asSnap, 3)).isInstanceOf(HeveliusException.class);
  }

  /** A provider whose connection is cut, once for each verb, when the command has been done. */
  private ZfsProvider cutting(String... verbs) throws IOException {
    String marks = "/tmp/cut-" + ProcessHandle.current().pid();
    String program = marks + ".sh";
    String script =
        """
        zfs "$@"; s=$?
        case $1 in VERBS) mkdir MARKS-$1 2> /dev/null && {
          p=$PPID
          until grep -q dropbear /proc/$p/comm; do p=$(cut -d ' ' -f 4 /proc/$p/stat); done
          kill -9 $p; }
        esac
        exit $s
        """
            .replace("VERBS", String.join("|", verbs))
            .replace("MARKS", marks);
    run(
        "sh",
        "-c",
        "rm -rf " + marks + "*; { echo '#!/bin/sh'; echo \"$0\"; } > " + program,
        script);
    run("chmod", "755", program);
    List<String> options = new ArrayList<>(List.of("-o", "ControlPath=none"));
    options.addAll(guest.options());
    Files.writeString(
        directory.resolve("machines.yaml"),
        "machines: [{name: guest, ssh: %s, options: [%s], programs: {zfs: %s}}]"
            .formatted(
                guest.ssh(),
                String.join(", ", options.stream().map(o -> "\"" + o + "\"").toList()),
                program));
    return made(new Machines(directory));
  }

  @Test
  void aConnectionThatIsLostLosesNothingAndTakesNothingTwice() throws IOException {
    ZfsProvider cut = cutting("snapshot", "clone", "unmount", "rename", "promote", "rollback");
    Capture want = take(cut, source, 1);
    assertThat(provider.snapshots(source)).extracting(Native::id).containsExactly(want.id());
    write("raw/calib/mars", "gain2");
    Capture guard = take(cut, source, 2);
    cut.rollback(plan(want, "exchange"), guard, Progress.NONE, () -> false);
    assertThat(run("cat", "/" + TOP + "/raw/calib/mars")).isEqualTo("gain1");
    assertThat(provider.exists(guard)).isTrue();
    write("raw/calib/mars", "gain3");
    cut.rollback(plan(want, "rollback"), null, Progress.NONE, () -> false);
    assertThat(run("cat", "/" + TOP + "/raw/calib/mars")).isEqualTo("gain1");
    assertThat(run("sh", "-c", "ls -d /tmp/cut-*-*").lines()).hasSize(6);
  }
}
