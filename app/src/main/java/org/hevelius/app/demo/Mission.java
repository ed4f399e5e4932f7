package org.hevelius.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nom.tam.fits.FitsException;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * A directory with a small, realistic dataset of the mission COSMOS-7: event lists, images, a
 * calibration file, photometry and notes, about 35 MB. The same calls always write the same bytes.
 */
public final class Mission {
  /** How many nights {@link #create} writes: 1 to 10 April 2026. */
  public static final int FIRST_NIGHTS = 10;

  /** The calibration file, relative to the root. */
  public static final String CALIBRATION = "calib/mars.caldb";

  /** The notes that {@link #addLaterWork} writes, relative to the root. */
  public static final String LATER_NOTES = "notes/flare_followup.md";

  /** The table that {@link #addLaterWork} writes, relative to the root. */
  public static final String LATER_TABLE = "tables/flare_candidates.csv";

  private static final String PHOTOMETRY = "tables/photometry.csv";
  private static final String LOG = "notes/observing_log.md";
  private static final double GOOD_GAIN = 1.0021;
  private static final String BAD_RELEASE = "2.2";
  private static final Pattern GAIN = Pattern.compile("(?m)^gain\\s*=\\s*(\\S+)$");
  private static final List<String> STARS =
      List.of("C7-001", "C7-002", "C7-003", "C7-004", "C7-005", "C7-006", "C7-007", "C7-008");

  private final Path root;

  private Mission(Path root) {
    this.root = root;
  }

  /**
   * Writes the dataset into a new or empty directory.
   *
   * @throws HeveliusException if something is there already, or on a failure to write
   */
  public static Mission create(Path root) {
    Mission mission = new Mission(root);
    mission.attempt(
        () -> {
          mission.writeBase();
          for (int night = 1; night <= FIRST_NIGHTS; night++) {
            mission.writeNight(night);
          }
        });
    return mission;
  }

  /** The dataset that {@link #create} wrote into this directory earlier. */
  public static Mission in(Path root) {
    return new Mission(root);
  }

  /** The directory of the dataset. */
  public Path root() {
    return root;
  }

  /**
   * One more night: a new event list and image, photometry rows and a line in the observing log.
   *
   * @param night day of April 2026, 1 to 30
   */
  public void addNight(int night) {
    attempt(() -> writeNight(night));
  }

  /**
   * A wrong gain for Mars (1.2100 for 1.0021) comes in with calibration release 2.2, and all event
   * lists are processed with it: the column ENERGY and the card CALDBVER of each are rewritten.
   */
  public void applyCalibrationError() {
    attempt(
        () -> {
          Path calibration = root.resolve(CALIBRATION);
          Files.writeString(
              calibration,
              GAIN.matcher(Files.readString(calibration)).replaceFirst("gain = 1.2100"));
          for (Path list : eventLists()) {
            MissionFits.recalibrate(list, gain(), BAD_RELEASE);
          }
        });
  }

  /** Work done after the error that has nothing to do with it: new notes and a new table. */
  public void addLaterWork() {
    attempt(
        () -> {
          Files.writeString(
              root.resolve(LATER_NOTES),
              """
              # Flare of C7-004, follow-up

              - Rise within 40 s in the count rate, no counterpart in the images.
              - Candidates by hand in tables/flare_candidates.csv; positions from the X and Y columns.
              - Asked for a target of opportunity on 20 April.
              """);
          Files.writeString(
              root.resolve(LATER_TABLE),
              """
              candidate,ra_deg,dec_deg,peak_counts,significance
              F-1,150.1163,2.2058,412,14.3
              F-2,150.0871,2.2411,97,6.1
              F-3,150.1429,2.1894,63,4.8
              """);
        });
  }

  /** The event lists in the order of their names. */
  public List<Path> eventLists() {
    try (Stream<Path> files = Files.list(root.resolve("events"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void writeBase() throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> entries = Files.list(root)) {
        if (entries.findAny().isPresent()) {
          throw new HeveliusException(
              Category.CONFLICT,
              "the directory for the demo data is not empty: " + root,
              "nothing was written; choose a directory that is new or empty");
        }
      }
    }
    for (String directory : List.of("events", "images", "calib", "tables", "notes")) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.writeString(
        root.resolve(CALIBRATION),
        """
        # Energy scale of detector MARS, from the flat-field campaign of March 2026
        detector = MARS
        gain = 1.0021
        offset = -0.0042
        temperature_c = -71.5
        """);
    Files.writeString(root.resolve(PHOTOMETRY), "id,star,mjd,band,mag,mag_err\n");
    Files.writeString(root.resolve(LOG), "# COSMOS-7 observing log, field 150.11 +2.21\n\n");
  }

  private void writeNight(int night) throws IOException, FitsException {
    LocalDate date = LocalDate.of(2026, 4, night);
    String day = String.format("04%02d", night);
    Random random = new Random(70_000L + night);
    double gain = gain();
    String release = gain == GOOD_GAIN ? "2.1" : BAD_RELEASE;
    MissionFits.Night facts = new MissionFits.Night(date, gain, release);
    MissionFits.writeEvents(root.resolve("events/night_" + day + ".fits"), facts, random);
    MissionFits.writeImage(root.resolve("images/field_" + day + ".fits"), facts, random);
    StringBuilder rows = new StringBuilder();
    for (String star : STARS) {
      for (String band : List.of("V", "R")) {
        rows.append(
            String.format(
                Locale.ROOT,
                "%s-%s-%s,%s,%.5f,%s,%.3f,%.3f\n",
                day,
                star,
                band,
                star,
                facts.mjd() + 0.2 + random.nextDouble() / 3,
                band,
                12 + STARS.indexOf(star) * 0.7 + random.nextGaussian() * 0.02,
                0.01 + random.nextDouble() * 0.01));
      }
    }
    append(PHOTOMETRY, rows.toString());
    append(
        LOG,
        String.format(
            Locale.ROOT,
            "- %s: seeing %.1f\", %d events, %s\n",
            date,
            0.7 + random.nextDouble(),
            MissionFits.EVENTS,
            random.nextInt(4) == 0 ? "thin cirrus after midnight" : "clear"));
  }

  private void append(String file, String text) throws IOException {
    Files.writeString(root.resolve(file), text, StandardOpenOption.APPEND);
  }

  private double gain() throws IOException {
    Matcher gain = GAIN.matcher(Files.readString(root.resolve(CALIBRATION)));
    if (!gain.find()) {
      throw new HeveliusException(
          Category.INVALID,
          "no line \"gain = ...\" in " + root.resolve(CALIBRATION),
          "start the demo again in a new directory");
    }
    return Double.parseDouble(String.valueOf(gain.group(1)));
  }

  private interface Step {
    void run() throws IOException, FitsException;
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException | FitsException e) {
      throw failed(e);
    }
  }

  private HeveliusException failed(Exception e) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "can't write the demo data in " + root + ": " + e.getMessage(),
        List.of("nothing else was touched; remove the directory and start again"),
        e);
  }
}
