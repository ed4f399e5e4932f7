package org.hevelius.providers.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.storage.AccessProfile;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.StorageContract;
import org.hevelius.core.storage.StorageViews;
import org.hevelius.core.storage.View;
import org.hevelius.providers.process.Machine;
import org.hevelius.repository.fs.FileSystems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views on a real file system with quotas. */
class BtrfsViewsTest extends StorageContract {
  private static final Limits SMALL = new Limits(8L << 20, 16L << 20);

  @TempDir private Path temp;
  private BtrfsFixture btrfs;
  private BtrfsViews storage;

  @BeforeEach
  void open() {
    btrfs = new BtrfsFixture(temp);
    storage = new BtrfsViews(FileSystems.local(), () -> Machine.LOCAL, btrfs::mounts);
    BtrfsFixture.btrfs("quota", "enable", btrfs.top().toString());
  }

  @AfterEach
  void close() {
    btrfs.close();
  }

  @Override
  protected StorageViews storage() {
    return storage;
  }

  @Override
  protected SourceSpec fresh(String name) {
    return BtrfsFixture.spec(btrfs.top().resolve(name));
  }

  @Override
  protected void fill(SourceSpec view, long bytes) {
    try {
      write(view, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(SourceSpec view, long bytes) throws IOException {
    byte[] noise = new byte[Math.toIntExact(bytes)];
    new Random(1).nextBytes(noise);
    Files.write(Path.of(view.location(), "noise"), noise);
    // What was written counts only then.
    BtrfsFixture.btrfs("filesystem", "sync", btrfs.top().toString());
  }

  private View made(String name, Limits limits) {
    return storage.create(new NewView(fresh(name), AccessProfile.DEEP, limits, List.of(), null));
  }

  @Test
  void theHardLimitIsHeldAndIsThatOfTheSubvolumeAndNotOfItsName() throws IOException {
    View view = made("a name, it's \"hard\" ☉", SMALL);
    SourceSpec spec = SourceSpec.parse(view.view());
    assertThatThrownBy(() -> write(spec, 24L << 20)).hasMessageContaining("quota exceeded");
    Path path = Path.of(spec.location());
    Files.move(path, path.resolveSibling("moved"));
    BtrfsFixture.btrfs("subvolume", "create", path.toString());
    assertThatThrownBy(() -> storage.setLimits(view, new Limits(null, 32L << 20)))
        .hasMessageContaining("not those any more");
    assertThat(storage.view(spec).quota()).isNull();
    assertThat(Objects.requireNonNull(storage.view(fresh("moved")).quota()).limits())
        .isEqualTo(SMALL);
  }

  @Test
  void whatIsHalfMadeHasNotTheNameYetAndSnapshotsAreNoViews() throws IOException {
    View view = made("whole", SMALL);
    try (var entries = Files.list(btrfs.top())) {
      assertThat(entries.map(path -> path.getFileName().toString())).containsExactly("whole");
    }
    BtrfsFixture.btrfs(
        "subvolume", "snapshot", "-r", view.place(), btrfs.top().resolve("snap").toString());
    assertThat(storage.views(view.system())).extracting(View::view).containsExactly(view.view());
    assertThat(view.properties()).containsEntry("compression", "zstd");
  }

  @Test
  void whereQuotasAreOffTheyAreNotSwitchedOnAndTheRefusalSaysWhatTheyCost() {
    View limited = made("before", SMALL);
    BtrfsFixture.btrfs("quota", "disable", btrfs.top().toString());
    assertThatThrownBy(() -> made("limited", SMALL)).hasMessageContaining("quotas are off");
    assertThat(limited.quota()).isNotNull();
    assertThat(Files.exists(btrfs.top().resolve("limited"))).isFalse();
    View now = storage.view(fresh("before"));
    assertThat(now.quota()).isNull();
    assertThat(now.notes()).singleElement().asString().contains("quotas are off");
    assertThatThrownBy(() -> storage.setLimits(now, SMALL)).hasMessageContaining("quotas are off");
    assertThat(made("free", Limits.NONE).quota()).isNull();
    assertThat(BtrfsFixture.btrfs("subvolume", "show", now.place())).doesNotContain("Limit");
  }

  @Test
  void errorsThatDevicesHaveCountedAreAnAlert() {
    String said =
        """
        [/dev/loop0].write_io_errs    0
        [/dev/loop0].corruption_errs  0
        [/dev/loop1].write_io_errs    3
        [/dev/loop1].corruption_errs  12
        """;
    assertThat(DeviceHealth.counted("btrfs:/data", said))
        .satisfiesExactly(
            fine -> assertThat(fine.grade()).isEqualTo(Grade.OK),
            bad -> {
              assertThat(bad.grade()).isEqualTo(Grade.ALERT);
              assertThat(bad.evidence()).isEqualTo("3 write io errs, 12 corruption errs");
            });
  }
}
