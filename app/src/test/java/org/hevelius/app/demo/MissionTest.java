package org.hevelius.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import nom.tam.fits.BinaryTableHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.FitsException;
import nom.tam.fits.ImageHDU;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.compare.Content;
import org.hevelius.core.compare.ContentDiff;
import org.hevelius.core.compare.ContentOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissionTest {
  @TempDir private static Path shared;
  private static Mission good;

  @TempDir private Path directory;

  @BeforeAll
  static void create() {
    good = Mission.create(shared.resolve("cosmos7"));
  }

  @Test
  void writesFilesThatTheFitsLibraryReadsBack() throws IOException, FitsException {
    Mission mission = good;
    assertThat(mission.eventLists()).hasSize(Mission.FIRST_NIGHTS);
    try (Fits fits = new Fits(mission.eventLists().getFirst().toFile())) {
      BinaryTableHDU events = (BinaryTableHDU) fits.getHDU(1);
      assertThat(events.getHeader().getStringValue("EXTNAME")).isEqualTo("EVENTS");
      assertThat(events.getHeader().getStringValue("CALDBVER")).isEqualTo("2.1");
      assertThat(events.getNRows()).isEqualTo(MissionFits.EVENTS);
      int[] pi = (int[]) events.getColumn("PI");
      float[] energy = (float[]) events.getColumn("ENERGY");
      assertThat(energy[0]).isEqualTo((float) (pi[0] * 0.0146 * 1.0021));
      assertThat((double[]) events.getColumn("TIME")).isSorted();
    }
    try (Fits fits = new Fits(mission.root().resolve("images/field_0401.fits").toFile())) {
      ImageHDU image = (ImageHDU) fits.getHDU(0);
      assertThat(image.getAxes()).containsExactly(768, 768);
      short[][] pixels = (short[][]) image.getKernel();
      assertThat(pixels[384][384]).isGreaterThan((short) 5_000);
    }
    assertThat(bytes(mission.root())).isBetween(20_000_000L, 40_000_000L);
    assertThat(Files.readAllLines(mission.root().resolve("tables/photometry.csv")))
        .hasSize(1 + 16 * Mission.FIRST_NIGHTS);
  }

  @Test
  void writesTheSameBytesEveryTime() throws IOException {
    Mission first = copy();
    Mission second = Mission.create(directory.resolve("second"));
    assertThat(sums(second.root())).isEqualTo(sums(first.root()));
    for (Mission mission : List.of(first, second)) {
      mission.addNight(11);
      mission.applyCalibrationError();
      mission.addLaterWork();
    }
    assertThat(sums(second.root())).isEqualTo(sums(first.root()));
  }

  @Test
  void theErrorChangesEnergiesAndCalibrationAndNothingElse() throws IOException {
    Mission bad = copy();
    bad.applyCalibrationError();

    Map<String, Long> before = sums(good.root());
    Map<String, Long> after = sums(bad.root());
    assertThat(after.keySet()).isEqualTo(before.keySet());
    assertThat(after.entrySet().stream().filter(e -> !e.getValue().equals(before.get(e.getKey()))))
        .hasSize(Mission.FIRST_NIGHTS + 1);
    assertThat(summary(good, bad, Mission.CALIBRATION)).isEqualTo("gain 1.0021 -> 1.2100");
    assertThat(summary(good, bad, "events/night_0405.fits"))
        .isEqualTo("header: CALDBVER 2.1 -> 2.2; column ENERGY rewritten");
  }

  @Test
  void laterNightsAndLaterWorkLeaveTheExistingFilesAsTheyAre() throws IOException {
    Mission mission = copy();
    Map<String, Long> before = sums(mission.root());
    mission.addNight(11);
    Mission.in(mission.root()).addLaterWork();
    Map<String, Long> after = sums(mission.root());

    assertThat(after.keySet())
        .containsAll(before.keySet())
        .contains(
            "events/night_0411.fits",
            "images/field_0411.fits",
            Mission.LATER_NOTES,
            Mission.LATER_TABLE);
    before.forEach(
        (path, sum) -> {
          if (path.endsWith(".fits") || path.equals(Mission.CALIBRATION)) {
            assertThat(after).containsEntry(path, sum);
          }
        });
  }

  @Test
  void refusesADirectoryWithSomethingInIt() throws IOException {
    Files.writeString(directory.resolve("mine"), "x");
    assertThatThrownBy(() -> Mission.create(directory))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("not empty");
  }

  private Mission copy() throws IOException {
    Path target = directory.resolve("copy");
    try (Stream<Path> files = Files.walk(good.root())) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(good.root().relativize(file).toString()));
      }
    }
    return Mission.in(target);
  }

  private static String summary(Mission before, Mission after, String path) {
    return ContentDiff.compare(
            content(before.root(), path), content(after.root(), path), ContentOptions.standard())
        .summaryLine();
  }

  private static Content content(Path root, String path) {
    return new Content() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public long size() {
        return root.resolve(path).toFile().length();
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(root.resolve(path));
      }
    };
  }

  private static Map<String, Long> sums(Path root) throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(file));
        sums.put(root.relativize(file).toString(), sum.getValue());
      }
    }
    return sums;
  }

  private static long bytes(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
