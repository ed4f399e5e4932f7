package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.junit.jupiter.api.Test;

/** What a check says of snapshots that storage keeps by itself. */
class NativeCheckTest {
  private final NativeHome home =
      new NativeHome().dataset("raw", "zfs:tank/raw").dataset("cal", "btrfs:/cal");

  private Care.Checkup check() {
    return home.home().care().checkup(null, 0, null, Progress.NONE, () -> false);
  }

  @Test
  void aSnapshotThatItsStorageHasNoMoreIsMissingAndOnesThatAreThereAreNot() {
    Snapshot gone = home.create("raw", "First");
    home.create("raw", "Second");
    home.create("cal", "First");
    assertThat(check().sound()).isTrue();
    home.zfs.forget(gone.captures());
    Care.Checkup found = check();
    assertThat(found.sound()).isFalse();
    assertThat(found.natives().snapshots()).isEqualTo(3);
    assertThat(found.natives().missing()).containsExactly("raw@1");
    assertThat(home.versions("raw")).contains("raw@1");
  }

  @Test
  void storageThatCannotBeAskedIsNamedAndItsSnapshotsAreNotCalledGone() {
    home.create("raw", "First");
    home.create("cal", "First");
    home.pool.away(SourceSpec.parse("zfs:tank/raw"));
    Care.Checkup found = check();
    assertThat(found.natives().missing()).isEmpty();
    assertThat(found.natives().unasked())
        .singleElement()
        .asString()
        .startsWith("zfs:tank/raw: there is no zfs:tank/raw");
    assertThat(found.sound()).isTrue();
  }
}
