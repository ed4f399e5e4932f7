package org.hevelius.providers.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.provider.Captures.live;
import static org.hevelius.core.provider.Captures.state;
import static org.hevelius.core.provider.Captures.take;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.providers.process.Machine;
import org.hevelius.providers.process.ProgramResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What only OpenZFS has, on the pool of this machine that the system property names. */
@EnabledIfSystemProperty(named = "hevelius.zfs.pool", matches = ".+")
class OpenZfsTest {
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

  private String zfs(String... words) {
    return fixture.pool.zfs(words);
  }

  private RollbackPlan exchange(Capture to) {
    return provider().rollbacks(to).getFirst();
  }

  private RolledBack carryOut(RollbackPlan plan) {
    return provider().rollback(plan, null, Progress.NONE, () -> false);
  }

  @Test
  void anExchangeThatIsDoneIsNotDoneAgainUntilSomethingIsWritten() {
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars", "gain 2");
    RolledBack first = carryOut(exchange(want));
    RollbackPlan again = exchange(want);
    assertThat(again.effects()).singleElement().asString().contains("nothing is to be done");
    assertThat(carryOut(again).kept()).isEqualTo(first.kept());
    fixture.write(source, "calib/mars", "gain 3");
    RollbackPlan anew = exchange(want);
    assertThat(anew.effects()).hasSizeGreaterThan(1);
    assertThat(carryOut(anew).kept()).isNotEqualTo(first.kept());
    assertThat(live(provider(), source)).containsEntry("calib/mars", "FILE 644 gain 1");
  }

  @Test
  void aVolumeInTheTreeIsTakenPutBackAndSaidToHaveNoFiles() {
    zfs("create", "-V", "8M", source.location() + "/volume");
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    assertThat(zfs("list", "-H", "-t", "snapshot", "-o", "name", "-r", source.location()))
        .contains("/volume@");
    assertThat(state(provider(), want)).isEqualTo(before);
    assertThat(fixture.notices).anyMatch(notice -> notice.contains("has no files to show"));
    fixture.write(source, "events", "2");
    carryOut(exchange(want));
    assertThat(live(provider(), source)).isEqualTo(before);
    assertThat(zfs("get", "-H", "-o", "value", "type", source.location() + "/volume"))
        .isEqualTo("volume");
    assertThatThrownBy(() -> provider().probe(fixture.spec("raw/volume")))
        .hasMessageContaining("is a volume");
  }

  @Test
  void anEncryptedDatasetWhoseKeyIsGoneIsTakenAndExchangedAndSaysWhyItIsNotRead()
      throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "12345678");
    String dataset = source.location() + "-secret";
    String location = "keylocation=file://" + key;
    zfs("create", "-o", "encryption=on", "-o", "keyformat=passphrase", "-o", location, dataset);
    SourceSpec secret = fixture.spec("raw-secret");
    fixture.write(secret, "plan", "1");
    Capture open = take(provider(), secret, 1);
    fixture.write(secret, "plan", "2");
    zfs("unmount", dataset);
    zfs("unload-key", dataset);
    Capture locked = take(provider(), secret, 2);
    assertThat(provider().exists(locked)).isTrue();
    assertThatThrownBy(() -> live(provider(), secret)).hasMessageContaining("key isn't loaded");
    assertThatThrownBy(() -> state(provider(), open)).hasMessageContaining("key isn't loaded");
    carryOut(exchange(open));
    zfs("load-key", dataset);
    zfs("mount", dataset);
    assertThat(live(provider(), secret)).containsEntry("plan", "FILE 644 1");
  }

  @Test
  void aLegacyMountIsNamedBeforeAnythingChangesAndAHiddenOneIsReadAllTheSame() {
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    zfs("set", "snapdir=hidden", source.location());
    assertThat(state(provider(), want)).isEqualTo(before);
    zfs("set", "mountpoint=legacy", source.location() + "/calib");
    Path place = directory.resolve("by hand");
    place.toFile().mkdir();
    String calib = source.location() + "/calib";
    mount("mount", "-t", "zfs", calib, place.toString());
    assertThatThrownBy(() -> carryOut(exchange(want))).hasStackTraceContaining("legacy");
    mount("umount", place.toString());
    assertThat(live(provider(), source)).containsKey("events");
    carryOut(exchange(want));
    assertThat(zfs("get", "-H", "-o", "value", "mountpoint", calib)).isEqualTo("legacy");
    mount("mount", "-t", "zfs", calib, place.toString());
    assertThat(place.resolve("mars")).hasContent("gain 1");
    mount("umount", place.toString());
  }

  private static void mount(String... command) {
    ProgramResult result = Machine.LOCAL.run(List.of(command));
    assertThat(result.succeeded()).as(result.errors()).isTrue();
  }

  @Test
  void aSourceThatIsNeverMountedItselfIsTakenReadAndExchanged() {
    String top = fixture.spec("off").location();
    zfs("create", "-o", "canmount=off", top);
    SourceSpec off = fixture.spec("off");
    SourceSpec child = fixture.source("off/child");
    fixture.write(child, "events", "1");
    Capture want = take(provider(), off, 1);
    assertThat(state(provider(), want)).containsEntry("child/events", "FILE 644 1");
    assertThatThrownBy(() -> live(provider(), off)).hasMessageContaining("canmount=off");
    fixture.write(child, "events", "2");
    carryOut(exchange(want));
    assertThat(live(provider(), child)).containsEntry("events", "FILE 644 1");
    assertThat(zfs("get", "-H", "-o", "value", "canmount", top)).isEqualTo("off");
  }
}
