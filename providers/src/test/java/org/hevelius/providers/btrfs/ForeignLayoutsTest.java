package org.hevelius.providers.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Captures;
import org.hevelius.core.snapshot.Capture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots as other programs lay them out, and what quotas count of them. */
class ForeignLayoutsTest {
  @TempDir private Path temp;
  private BtrfsFixture btrfs;
  private SourceSpec source;

  @BeforeEach
  void open() {
    btrfs = new BtrfsFixture(temp);
    source = btrfs.source("home");
    btrfs.write(source, "a", "1");
  }

  @AfterEach
  void close() {
    btrfs.close();
  }

  private Path snapshot(Path to) throws IOException {
    Files.createDirectories(to.getParent());
    BtrfsFixture.btrfs("subvolume", "snapshot", "-r", source.location(), to.toString());
    return to;
  }

  @Test
  void thoseOfSnapperAndBtrbkAreAdoptedByTheirNamesAndNeverChanged() throws IOException {
    Path snapper = Path.of(source.location(), ".snapshots");
    BtrfsFixture.btrfs("subvolume", "create", snapper.toString());
    snapshot(snapper.resolve("17/snapshot"));
    Files.writeString(snapper.resolve("17/info.xml"), "<snapshot/>");
    snapshot(btrfs.top().resolve("btrbk_snapshots/home.20261122T0405"));
    snapshot(btrfs.top().resolve("by hand"));
    List<Recovered> adopted = btrfs.provider().adoptable(source);
    assertThat(adopted)
        .extracting(found -> found.manifest().snapshot().description())
        .satisfiesExactly(
            one -> assertThat(one).startsWith("adopted from snapper: ").endsWith("/17/snapshot"),
            two -> assertThat(two).startsWith("adopted from btrbk: "),
            three -> assertThat(three).startsWith("adopted from Btrfs: "));
    for (Recovered found : adopted) {
      Capture capture = found.captures().getFirst();
      assertThat(Captures.state(btrfs.provider(), capture)).containsKey("a");
      assertThatThrownBy(() -> btrfs.provider().forget(List.of(capture)))
          .satisfies(e -> assertThat(BtrfsFaultsTest.category(e)).isEqualTo(Category.REFUSED));
      assertThat(btrfs.provider().exists(capture)).isTrue();
    }
    assertThat(btrfs.provider().discover(null))
        .extracting(found -> found.source().location())
        .containsExactly(source.location());
  }

  @Test
  void whatSnapshotsAloneHaveIsKnownWhereFullQuotasCountIt() throws IOException {
    byte[] noise = new byte[2 << 20];
    new Random(1).nextBytes(noise);
    Files.write(Path.of(source.location(), "noise"), noise);
    Capture capture = Captures.take(btrfs.provider(), source, 1);
    Files.delete(Path.of(source.location(), "noise"));
    BtrfsFixture.btrfs("filesystem", "sync", source.location());
    assertThat(btrfs.provider().snapshots(source).getFirst().bytes()).isEmpty();
    assertThat(btrfs.provider().reclaim(List.of(capture)).exact()).isFalse();
    BtrfsFixture.btrfs("quota", "enable", btrfs.top().toString());
    BtrfsFixture.btrfs("quota", "rescan", "-w", btrfs.top().toString());
    assertThat(btrfs.provider().snapshots(source).getFirst().bytes().orElse(0))
        .isBetween(2L << 20, 3L << 20);
    assertThat(btrfs.provider().reclaim(List.of(capture)))
        .satisfies(
            reclaim -> {
              assertThat(reclaim.exact()).isTrue();
              assertThat(reclaim.bytes()).isBetween(2L << 20, 3L << 20);
            });
  }
}
