package org.hevelius.providers.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.api.io.TempDir;

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

  /** Somebody sets another limit at the same time, when {@code zfs} is called for a verb. */
  private StorageViews racing(Path directory, String verb, String before, String after)
      throws IOException {
    Path program = directory.resolve("zfs");
    Files.writeString(
        program,
        "#!/bin/sh\n[ \"$1\" != %s ] || { %s; zfs \"$@\"; s=$?; %s; exit $s; }\nexec zfs \"$@\"\n"
            .formatted(verb, before, after));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new ZfsViews(
        () -> List.of(new Machine("", null, List.of(), false, Map.of("zfs", program.toString()))));
  }

  @Test
  void anExpansionThatRacesAManualChangeNeverOverwritesIt(@TempDir Path directory)
      throws IOException {
    Limits small = new Limits(null, 50_000_000L);
    NewView wish = new NewView(fresh("raced"), AccessProfile.DEEP, small, List.of(), null);
    View looked = storage.create(wish);
    String name = fresh("raced").location();
    String manual = "zfs set refquota=99000000 " + name;
    Limits more = new Limits(null, 70_000_000L);
    assertThatThrownBy(() -> racing(directory, "list", manual, "true").setLimits(looked, more))
        .hasMessageContaining("are not those any more");
    assertThat(limit(name)).isEqualTo("99000000");
    View again = storage.view(fresh("raced"));
    assertThatThrownBy(() -> racing(directory, "set", "true", manual).setLimits(again, more))
        .hasMessageContaining("other limits than those that were just set");
    assertThat(limit(name)).isEqualTo("99000000");
  }

  private static String limit(String name) {
    return pool.zfs("get", "-H", "-p", "-o", "value", "refquota", name);
  }
}
