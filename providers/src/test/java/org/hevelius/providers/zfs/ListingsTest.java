package org.hevelius.providers.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.ChangedPaths;
import org.hevelius.repository.fs.FileSystems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of the words of ZFS, as versions have written them. */
class ListingsTest {
  @TempDir private Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aListingIsReadWithWhereEachValueComesFrom() {
    List<Listed> listed =
        Listed.parse(
            bytes(
                """
                tank/a b\tguid\t15249766138966090671\t-
                tank/a b\torg.hevelius:capture\tx\tinherited from tank
                tank/a b\tquota\tnone\tdefault
                tank/a b@s\torg.hevelius:capture\tone\ttwo\tlocal
                tank/a b@s\tused\t-\t-
                """));
    assertThat(listed).extracting(Listed::name).containsExactly("tank/a b", "tank/a b@s");
    Listed dataset = listed.getFirst();
    assertThat(dataset.text("guid")).isEqualTo("15249766138966090671");
    assertThat(dataset.text("org.hevelius:capture")).isEqualTo("x");
    assertThat(dataset.own("org.hevelius:capture")).isEmpty();
    assertThat(dataset.number("quota")).isZero();
    Listed snapshot = listed.getLast();
    assertThat(snapshot.own("org.hevelius:capture")).isEqualTo("one\ttwo");
    assertThat(snapshot.number("used")).isZero();
    assertThat(snapshot.dataset()).isEqualTo("tank/a b");
  }

  @Test
  void whatIsNoListingIsRefused() {
    assertThatThrownBy(() -> Listed.parse(bytes("cannot open 'tank': busy\n")))
        .isInstanceOf(HeveliusException.class);
    assertThatThrownBy(() -> Listed.parse(bytes("tank\tused\t1.5G\t-\n")).getFirst().number("used"))
        .isInstanceOf(HeveliusException.class);
  }

  @Test
  void escapesOfDiffAreUndone() {
    assertThat(NativeDiff.unescaped("/t/a\\0040b\\0011c\\0012d\\0303\\0274\\0134e"))
        .isEqualTo(bytes("/t/a b\tc\ndü\\e"));
  }

  private Optional<ChangedPaths> diff(int most, String... lines) {
    NativeDiff diff = new NativeDiff(FileSystems.local(), most);
    String text = String.join("\n", lines) + "\n";
    boolean enough = diff.add("", bytes(text), "/tank/a", directory.toString());
    return enough ? Optional.of(diff.found()) : Optional.empty();
  }

  @Test
  void whatLiesAboveBelowOrInARenamedDirectoryIsTouched() {
    ChangedPaths changed =
        diff(
                100,
                "1795318953.6\tM\t/\t/tank/a/",
                "1795318953.6\tM\tF\t/tank/a/calib/mars\\0040x",
                "1795318953.6\t-\tF\t/tank/a/gone/deep/file",
                "1795318953.6\tR\t/\t/tank/a/old\t/tank/a/new",
                "1795318953.6\t+\t@\t/tank/a/link")
            .orElseThrow();
    for (String path :
        List.of(
            "", "calib", "calib/mars x", "gone/deep/file", "gone", "old", "new/below/it", "link")) {
      assertThat(changed.touches(path)).as(path).isTrue();
    }
    for (String path : List.of("calib/mars", "calib/mars x/y", "gone/deep/other", "newer")) {
      assertThat(changed.touches(path)).as(path).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1795318953.6\tM\tF",
        "1795318953.6\tR\tF\t/tank/a/x",
        "1795318953.6\tM\tF\t/elsewhere/x",
        "1795318953.6\tM\tF\t/tank/abc"
      })
  void aDiffThatIsntUnderstoodTellsNothing(String line) {
    assertThat(diff(100, line)).isEmpty();
  }

  @Test
  void aDiffThatIsTooLongOrCutTellsNothing() {
    assertThat(diff(3, "1.0\t+\tF\t/tank/a/x", "1.0\t+\tF\t/tank/a/y", "1.0\t+\tF\t/tank/a/z"))
        .isEmpty();
    NativeDiff diff = new NativeDiff(FileSystems.local(), 3);
    assertThat(diff.add("", bytes("1.0\t+\tF\t/tank/a/x"), "/tank/a", "/nowhere")).isFalse();
  }

  @Test
  void aFileWithSeveralNamesThatDiffersMakesItTellNothing() throws Exception {
    Path file = Files.writeString(directory.resolve("one"), "x");
    Files.createLink(directory.resolve("other"), file);
    Files.writeString(directory.resolve("single"), "x");
    assertThat(diff(100, "1.0\tM\tF\t/tank/a/one")).isEmpty();
    assertThat(diff(100, "1.0\tM\tF\t/tank/a/single")).isPresent();
  }

  @Test
  void namesOfSnapshotsAreCutAndMadeUnique() {
    String label = "cosmos7-raw_20261121_103000_before";
    assertThat(CaptureRun.name(label, 20, Set.of())).isEqualTo("hevelius_" + label);
    assertThat(CaptureRun.name(label, 20, Set.of("hevelius_" + label)))
        .isEqualTo("hevelius_" + label + "_2");
    assertThat(CaptureRun.name(label, 235, Set.of())).isEqualTo("hevelius_cosmos7-ra");
    assertThat(CaptureRun.name("ü@# x", 20, Set.of())).isEqualTo("hevelius_____x");
    assertThatThrownBy(() -> CaptureRun.name(label, 255, Set.of()))
        .isInstanceOf(HeveliusException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tank/../x",
        "/tank",
        "tank/",
        "tank//x",
        "tank@x",
        "tank/x#y",
        "-r",
        "tank/-r",
        "a\tb",
        "9/x"
      })
  void whatIsNoNameOfADatasetIsRefused(String location) {
    assertThatThrownBy(() -> Place.of(new SourceSpec(SourceSpec.Kind.ZFS, location)))
        .isInstanceOf(HeveliusException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tank", "tank/raw data", "store:tank/raw", "tank/a:b", ":ta:nk/raw", "store:tank"})
  void placesAreWrittenAsTheyAreRead(String location) {
    SourceSpec source = new SourceSpec(SourceSpec.Kind.ZFS, location);
    assertThat(Place.of(source).source()).isEqualTo(source);
  }
}
