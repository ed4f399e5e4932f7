package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a real process in the middle of several datasets: what is finished stays finished, what
 * wasn't begun is untouched, and the same command again does the rest.
 */
class BatchKillTest {
  private static final int DATASETS = 8;

  @TempDir private Path folder;

  private RealHome home;

  @BeforeEach
  void severalDatasets() throws IOException {
    home = new RealHome(folder);
    home.done("init");
    byte[] content = new byte[4 << 20];
    Random random = new Random(7);
    for (int i = 0; i < DATASETS; i++) {
      random.nextBytes(content);
      Path directory = Files.createDirectories(folder.resolve("raw/" + i));
      Files.write(directory.resolve("events"), content);
      Files.writeString(directory.resolve("gain"), "good\n");
      home.done("dataset", "add", "m/d" + i, "--source", directory.toString());
    }
  }

  private void spoil() throws IOException {
    for (int i = 0; i < DATASETS; i++) {
      Files.writeString(folder.resolve("raw/%d/gain".formatted(i)), "spoiled\n");
    }
  }

  private List<String> gains() {
    return IntStream.range(0, DATASETS)
        .mapToObj(i -> text(folder.resolve("raw/%d/gain".formatted(i))).strip())
        .toList();
  }

  /** Runs a command line in a process of its own, which is killed once something has come true. */
  private void kill(BooleanSupplier moment, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    Process process =
        new Shell(folder).start(out(), folder.resolve("err"), command.toArray(String[]::new));
    Await.until("the middle of it", () -> moment.getAsBoolean() || !process.isAlive());
    process.destroyForcibly().waitFor();
    assertThat(process.exitValue()).as("killed, and not ended: %s", text(out())).isEqualTo(137);
  }

  private Path out() {
    return folder.resolve("out");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> references(String option) {
    return home.json("list", "--tag", option).findValuesAsString("reference");
  }

  @Test
  void snapshotsThatAreMissingAreTakenByTheSameAgain() throws Exception {
    String[] take = {"create", "m/**", "Before Mars", "--name", "pre", "-t", "pre", "--missing"};
    Path stored = home.root.resolve("repository/snapshots");
    kill(() -> count(stored) >= 4, take);
    List<String> taken = references("pre");
    assertThat(taken).contains("m/d0@1", "m/d1@1", "m/d2@1").doesNotContain("m/d7@1");
    home.done(take);
    assertThat(references("pre"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, DATASETS).mapToObj(i -> "m/d" + i + "@1").toList());
    assertThat(home.done(take).out()).contains("all 8 datasets have a snapshot called \"pre\"");
    assertThat(home.run("create", "m/**", "x", "--missing").code()).isEqualTo(2);
    home.done("check", "--read-data");
  }

  @Test
  void aRestoreThatWasKilledIsFinishedByTheSameAgain() throws Exception {
    home.done("create", "m/**", "Baseline", "--name", "base");
    spoil();
    String[] restore = {"restore", "m/**@base", "--in-place", "--yes"};
    kill(() -> gains().get(2).equals("good"), restore);
    assertThat(gains().subList(0, 2)).containsOnly("good");
    assertThat(gains().getLast()).isEqualTo("spoiled");
    home.done(restore);
    assertThat(gains()).containsOnly("good");
    home.done("audit", "--verify");
  }

  @Test
  void deletionsThatWereKilledAreFinishedByTheSameAgain() throws Exception {
    home.done("create", "m/**", "Trial", "--tag", "trial");
    home.done("create", "m/**", "Real", "--tag", "real");
    Path stored = home.root.resolve("repository/snapshots");
    String[] delete = {"delete", "--tagged", "trial", "--yes"};
    kill(() -> count(stored) <= 2 * DATASETS - 2, delete);
    assertThat(references("trial")).isNotEmpty().hasSizeLessThan(DATASETS);
    home.done(delete);
    assertThat(home.run("list", "--tag", "trial").out()).startsWith("No snapshot is like that");
    assertThat(references("real")).hasSize(DATASETS);
    home.done("check", "--read-data");
  }

  private static int count(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return (int) files.filter(f -> f.getFileName().toString().matches("[0-9a-f]{64}")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
