package org.hevelius.app.cli;

import java.nio.charset.StandardCharsets;
import org.hevelius.core.snapshot.GitState;

/** Data for the verbs: two versions of a small dataset. */
final class Samples {
  static final GitState GIT =
      new GitState("5a49f37".repeat(5) + "5a49f", "feature/case-study", 2, null);
  private static final String SAME = "the same text in a file that is moved\n";

  private Samples() {}

  /** A FITS file with an image of 100 pixels, of which three have the given value. */
  static byte[] fits(String calibration, int value) {
    StringBuilder header = new StringBuilder();
    for (String card :
        new String[] {
          "SIMPLE  =                    T",
          "BITPIX  =                    8",
          "NAXIS   =                    1",
          "NAXIS1  =                  100",
          "CALDBVER= '" + calibration + "'",
          "END"
        }) {
      header.append("%-80s".formatted(card));
    }
    header.append(" ".repeat(2880 - header.length()));
    byte[] file = new byte[2 * 2880];
    System.arraycopy(header.toString().getBytes(StandardCharsets.US_ASCII), 0, file, 0, 2880);
    file[2880] = file[2881] = file[2882] = (byte) value;
    return file;
  }

  /** The directory at first. */
  static void first(MemoryHome home) {
    home.raw(
        raw ->
            raw.file("calib/mars.caldb", "gain = 1.0021\noffset = 3\n")
                .file("events/night_0412.fits", fits("2.1", 7))
                .file("tables/sources.csv", "id,flux,name\n1,2.5,a\n2,3.5,b\n")
                .file("notes/plan.txt", "one\ntwo\nthree\n")
                .file("old/a.dat", SAME)
                .file("run.sh", "#!/bin/sh\n")
                .symlink("latest", "events/night_0412.fits"));
  }

  /** The directory an hour later. */
  static void second(MemoryHome home) {
    home.at("2026-11-21T11:30:00Z")
        .raw(
            raw ->
                raw.file("calib/mars.caldb", "gain = 1.2100\noffset = 3\n")
                    .file("events/night_0412.fits", fits("2.2", 9))
                    .file("events/night_0413.fits", fits("2.2", 9))
                    .file("tables/sources.csv", "id,flux,name\n1,2.5,a\n2,4.5,b\n3,1,c\n")
                    .remove("old")
                    .file("new/a.dat", SAME)
                    .file("notes/plan.txt", "one\n2\tx\u001b[31m\nthree\n")
                    .file("we\nird\udc80", "x")
                    .mode("run.sh", 04755)
                    .remove("latest")
                    .file("latest", "no link\n"));
  }

  /** A home with two snapshots of the dataset {@code cosmos7/raw}. */
  static MemoryHome home() {
    MemoryHome home = new MemoryHome();
    first(home);
    home.workTree(GIT);
    home.ok(
        "create",
        "cosmos7/raw",
        "Production baseline before v2.0",
        "--permanent",
        "--source",
        "/data/raw");
    second(home);
    home.ok(
        "create",
        "cosmos7/raw",
        "Before Mars calibration change",
        "--name=pre-mars",
        "--tag=campaign=mars");
    return home;
  }
}
