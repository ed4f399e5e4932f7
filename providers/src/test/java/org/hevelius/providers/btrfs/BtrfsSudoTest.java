package org.hevelius.providers.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Captures;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.storage.AccessProfile;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.NewView;
import org.hevelius.providers.process.Machine;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Btrfs for an account that may run nothing but what the documentation allows it. */
class BtrfsSudoTest {
  private static final String ACCOUNT = "nobody";

  @TempDir private Path temp;
  private BtrfsFixture btrfs;
  private Path rules;

  @BeforeEach
  void open() throws IOException {
    Path sudo = Counterpart.program("sudo");
    Path runuser = Counterpart.program("runuser");
    Path program = Path.of("/usr/bin/btrfs");
    Counterpart.need(Files.isExecutable(program), program + " isn't there");
    btrfs = new BtrfsFixture(temp);
    Path script = temp.resolve("as-nobody");
    Files.writeString(
        script,
        "#!/bin/sh\nexec %s -u %s -- %s -n -- %s \"$@\"\n"
            .formatted(runuser, ACCOUNT, sudo, program));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    rules = Path.of("/etc/sudoers.d/hevelius-test-" + ProcessHandle.current().pid());
    Files.writeString(rules, documented());
    Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("r--r-----"));
    btrfs.machine(new Machine("", null, List.of(), false, Map.of("btrfs", script.toString())));
  }

  @AfterEach
  void close() throws IOException {
    Files.deleteIfExists(rules);
    btrfs.close();
  }

  private static String documented() throws IOException {
    Path root = Path.of(System.getProperty("hevelius.root", ".."));
    String page = Files.readString(root.resolve("docs/btrfs.md"));
    String from = page.substring(page.indexOf("```sudoers\n") + "```sudoers\n".length());
    return from.substring(0, from.indexOf("```")).replace("hevelius ALL", ACCOUNT + " ALL");
  }

  @Test
  void allThatIsDoneIsAllowedAndNothingElseIs() {
    SourceSpec source = btrfs.source("it's \"raw\" $(id) ; *");
    btrfs.write(source, "a", "good");
    btrfs.provider().probe(source);
    Capture want = Captures.take(btrfs.provider(), source, 1);
    SortedMap<String, String> good = Captures.state(btrfs.provider(), want);
    btrfs.write(source, "a", "bad");
    assertThat(btrfs.provider().changed(want, null, () -> false)).isPresent();
    Capture second = Captures.take(btrfs.provider(), source, 2);
    assertThat(btrfs.provider().reclaim(List.of(second)).bytes()).isNotNegative();
    assertThat(btrfs.provider().discover(null)).isNotEmpty();
    assertThat(btrfs.provider().space(source).available()).isPositive();
    RolledBack done =
        btrfs
            .provider()
            .rollback(
                btrfs.provider().rollbacks(want).getFirst(), null, Progress.NONE, () -> false);
    assertThat(Captures.live(btrfs.provider(), source)).isEqualTo(good);
    assertThat(Files.exists(Path.of(done.kept()))).isTrue();
    btrfs.provider().forget(List.of(second));
    assertThat(btrfs.provider().exists(second)).isFalse();
    BtrfsViews views = new BtrfsViews(FileSystems.local(), btrfs::machine, btrfs::mounts);
    BtrfsFixture.btrfs("quota", "enable", btrfs.top().toString());
    SourceSpec view = BtrfsFixture.spec(btrfs.top().resolve("a view"));
    Limits limits = new Limits(1L << 20, 2L << 20);
    views.create(new NewView(view, AccessProfile.DEEP, limits, List.of(), null));
    assertThat(views.health(views.system(view))).isNotEmpty();
    assertThat(btrfs.machine().run(List.of("btrfs", "quota", "disable", "/")).errors())
        .containsAnyOf("not allowed", "password is required");
  }

  @Test
  void theStreamIsReadThroughItWhereItemsCannotBe() throws IOException {
    SourceSpec source = btrfs.source("raw");
    btrfs.write(source, "a", "1");
    String before = btrfs.top().resolve("one").toString();
    String after = btrfs.top().resolve("two").toString();
    BtrfsFixture.btrfs("subvolume", "snapshot", "-r", source.location(), before);
    btrfs.write(source, "b", "2");
    BtrfsFixture.btrfs("subvolume", "snapshot", "-r", source.location(), after);
    Commands commands = new Commands(btrfs::machine);
    TouchedPaths touched = new TouchedPaths();
    Differences.Pair pair =
        new Differences.Pair(
            before,
            commands.find(before).orElseThrow(),
            after,
            commands.find(after).orElseThrow(),
            "");
    assertThat(new SendDiff(btrfs.machine()).find(pair, touched, () -> false)).isTrue();
    assertThat(touched.touches("b")).isTrue();
    assertThat(touched.touches("a")).isFalse();
  }
}
