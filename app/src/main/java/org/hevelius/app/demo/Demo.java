package org.hevelius.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.app.demo.Stage.Ran;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * The main job in one play: a mission takes versions of its data, a wrong calibration comes in, and
 * just that is taken back; then the catalog is lost and comes back. What is claimed is proved by
 * comparing bytes.
 */
public final class Demo {
  private static final String RAW = "cosmos7/raw";

  private final Path directory;
  private final Path home;
  private final Path data;
  private final Stage stage;
  private final List<Proof> proofs = new ArrayList<>();

  /**
   * A play.
   *
   * @param directory a new or empty directory, in which data and home are made
   */
  public Demo(Path directory, Stage stage) {
    this.directory = directory;
    this.home = home(directory);
    this.data = directory.resolve("cosmos7");
    this.stage = stage;
  }

  /** The home that a play in this directory uses. */
  public static Path home(Path directory) {
    return directory.resolve("home");
  }

  /** Plays; what was proved, and what not. */
  public List<Proof> play() {
    stage.say("COSMOS-7 has observed for ten nights: event lists, images, tables, notes.");
    Mission mission = Mission.create(data);
    Digests baseline = Digests.of(data);
    must("init");
    must("dataset", "add", RAW, "--source", "cosmos7", "--description", "COSMOS-7, field 12");
    must("create", RAW, "Baseline: ten nights", "--name", "baseline", "--permanent");

    stage.say("One more night.");
    mission.addNight(11);
    must("create", RAW, "Night 11", "--name", "night-11", "--tag", "calibration=2.1");
    must("known-good", RAW + "@night-11", "--note", "photometry agrees with the standard stars");
    Digests good = Digests.of(data);

    stage.say("A wrong gain comes in with calibration release 2.2; every event list is rewritten.");
    mission.applyCalibrationError();
    must("create", RAW, "Calibration 2.2", "--name", "caldb-22", "--tag", "calibration=2.2");

    stage.say("Work goes on: a flare is followed up. It has nothing to do with the calibration.");
    mission.addLaterWork();
    must("create", RAW, "Flare of C7-004 followed up", "--milestone", "flare paper");
    Digests wrong = Digests.of(data);

    lookAtTheChange();
    rollBack(good, wrong);
    loseTheCatalog();
    restoreTheBaseline(baseline);
    verifyEverything();
    return List.copyOf(proofs);
  }

  private void lookAtTheChange() {
    stage.say("What did release 2.2 change? One number in one file ...");
    differs("diff", RAW + "@night-11", RAW + "@caldb-22");
    differs("diff", RAW + "@night-11", RAW + "@caldb-22", "--content", Mission.CALIBRATION);
    stage.say("... and with it a column of every event list:");
    differs("diff", RAW + "@night-11", RAW + "@caldb-22", "--content", "events/night_0401.fits");
  }

  private void rollBack(Digests good, Digests wrong) {
    String range = RAW + "@night-11.." + RAW + "@caldb-22";
    stage.say("Take back exactly that change, and keep the later work. First the plan alone:");
    must("revert", range, "--dry-run");
    prove("the preview changed nothing", Digests.of(data).equals(wrong));
    must("revert", range, "--yes");
    Digests reverted = Digests.of(data);
    prove(
        "every file that the bad calibration had touched has the bytes of before",
        reverted.only(good.byPath()::containsKey).equals(good));
    prove(
        "the later work is untouched, byte for byte",
        reverted.only(Demo::isLater).equals(wrong.only(Demo::isLater))
            && reverted.byPath().size() == wrong.byPath().size());

    stage.say("Was that right? Take the rollback itself back ...");
    must("undo", "--yes");
    prove("undo brought back every byte", Digests.of(data).equals(wrong));
    stage.say("... and do it again.");
    must("revert", range, "--yes");
    prove(
        "the second rollback gives the same bytes as the first", Digests.of(data).equals(reverted));
    Ran trail = must("audit", "--verify");
    prove("the audit trail of all this is unbroken", trail.code() == 0);
  }

  private static boolean isLater(String path) {
    return path.equals(Mission.LATER_NOTES) || path.equals(Mission.LATER_TABLE);
  }

  private void loseTheCatalog() {
    stage.say("Now the catalog is lost.");
    String before = list();
    Path lost = directory.resolve("lost");
    try (Stream<Path> files = Files.list(home)) {
      Files.createDirectories(lost);
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("catalog.db")).toList()) {
        Files.move(file, lost.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't move the catalog of the demo away: " + e.getMessage(),
          List.of("nothing else was touched"),
          e);
    }
    stage.other("mv home/catalog.db* lost/", "");
    stage.hevelius(List.of("list"));
    must("catalog", "rebuild");
    must("list");
    prove("the rebuilt catalog says the same of every snapshot", list().equals(before));
  }

  private String list() {
    Ran ran = stage.quietly(List.of("list", RAW, "--json"));
    require(ran, List.of("list", RAW, "--json"));
    return ran.output();
  }

  private void restoreTheBaseline(Digests baseline) {
    stage.say("The oldest version, into a directory of its own:");
    must("restore", RAW + "@baseline", "--to", "restored", "--verify");
    prove(
        "the restored baseline has the bytes of the first day",
        Digests.of(directory.resolve("restored")).equals(baseline));
  }

  private void verifyEverything() {
    stage.say("Read every stored byte and verify it.");
    Ran check = stage.hevelius(List.of("check", "--read-data"));
    prove("all stored data verifies", check.code() == 0);
    stage.say("The repository is in the format of restic, a program that we did not write.");
    List<String> command =
        List.of(
            "restic",
            "--no-cache",
            "-r",
            home.resolve("repository").toString(),
            "--password-file",
            home.resolve("password").toString(),
            "check",
            "--read-data");
    OtherProgram.run(command, directory)
        .ifPresentOrElse(
            ran -> {
              stage.other(String.join(" ", command), ran.output());
              prove("restic finds no error either", ran.code() == 0);
            },
            () ->
                stage.say(
                    "restic is not installed here; with it (and --keep) this verifies it again:\n"
                        + String.join(" ", command)));
  }

  private void prove(String claim, boolean holds) {
    proofs.add(new Proof(claim, holds));
  }

  private Ran must(String... words) {
    List<String> line = List.of(words);
    Ran ran = stage.hevelius(line);
    require(ran, line);
    return ran;
  }

  /** A comparison, which ends with 1 when it finds differences. */
  private void differs(String... words) {
    List<String> line = List.of(words);
    Ran ran = stage.hevelius(line);
    if (ran.code() != 1) {
      require(ran, line);
    }
  }

  private static void require(Ran ran, List<String> line) {
    if (ran.code() != 0) {
      throw new HeveliusException(
          Category.PARTIAL,
          "the demo stopped: hevelius %s ended with %d"
              .formatted(String.join(" ", line), ran.code()),
          "its output stands above; nothing outside the directory of the demo was touched");
    }
  }
}
