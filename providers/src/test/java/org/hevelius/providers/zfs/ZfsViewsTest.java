package org.hevelius.providers.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.storage.AccessProfile;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.StorageContract;
import org.hevelius.core.storage.StorageViews;
import org.hevelius.core.storage.View;
import org.hevelius.providers.process.Machine;
import org.hevelius.testkit.ZfsPool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Views on a real pool. */
class ZfsViewsTest extends StorageContract {
  private static ZfsPool pool;

  private final ZfsViews storage = new ZfsViews(() -> List.of(Machine.LOCAL));
  private String test = "";

  @BeforeAll
  static void start() {
    pool = ZfsFixture.shared();
  }

  @org.junit.jupiter.api.BeforeEach
  void named(TestInfo info) {
    test = info.getTestMethod().orElseThrow().getName();
  }

  @Override
  protected StorageViews storage() {
    return storage;
  }

  @Override
  protected SourceSpec fresh(String name) {
    return SourceSpec.parse("zfs:%s/%s-%s".formatted(pool.name(), test, name));
  }

  @Override
  protected void fill(SourceSpec view, long bytes) {
    byte[] noise = new byte[Math.toIntExact(bytes)];
    new Random(1).nextBytes(noise);
    try {
      Files.write(Path.of(storage.view(view).place(), "noise"), noise);
      // What was written counts only then.
      Machine.LOCAL.run(List.of("sync"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aQuotaThatSomebodyHasSetGoesOnToBeTheLimit() {
    NewView wish = new NewView(fresh("old"), AccessProfile.DEEP, Limits.NONE, List.of(), null);
    View made = storage.create(wish);
    pool.zfs("set", "quota=50000000", fresh("old").location());
    View view = storage.view(fresh("old"));
    assertThat(view.id()).isEqualTo(made.id());
    assertThat(Objects.requireNonNull(view.quota()).counts()).isEqualTo("data and snapshots");
    Limits wanted = new Limits(60_000_000L, 70_000_000L);
    assertThat(storage.setLimits(view, wanted).limits()).isEqualTo(wanted);
    assertThat(pool.zfs("get", "-H", "-p", "-o", "value", "refquota", fresh("old").location()))
        .isEqualTo("0");
  }

  @Test
  void whatIsInheritedIsNoLimitOfItsOwn() {
    View above =
        storage.create(
            new NewView(
                fresh("above"),
                AccessProfile.BURST,
                new Limits(1_000_000L, null),
                List.of(),
                null));
    assertThat(Objects.requireNonNull(above.quota()).limits().soft()).isEqualTo(1_000_000L);
    String below = fresh("above").location() + "/below";
    pool.zfs("create", below);
    View child = storage.view(SourceSpec.parse("zfs:" + below));
    assertThat(child.quota()).isNull();
    assertThat(child.profile()).isNull();
  }
}
