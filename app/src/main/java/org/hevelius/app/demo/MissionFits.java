package org.hevelius.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.temporal.JulianFields;
import java.util.Random;
import nom.tam.fits.BinaryTable;
import nom.tam.fits.BinaryTableHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.FitsException;
import nom.tam.fits.Header;
import nom.tam.fits.ImageData;
import nom.tam.fits.ImageHDU;
import nom.tam.util.FitsOutputStream;

/** Writes the FITS files of the mission. */
final class MissionFits {
  /** Events in each list. */
  static final int EVENTS = 90_000;

  private static final int SIDE = 768;
  private static final double KEV_PER_CHANNEL = 0.0146;
  private static final String[] NAMES = {"TIME", "X", "Y", "PI", "ENERGY"};
  private static final String[] UNITS = {"s", "pixel", "pixel", "channel", "keV"};
  private static final double[][] STARS = {
    {120, 640, 90}, {384, 384, 400}, {250, 200, 60}, {600, 130, 150}, {520, 610, 45}
  };

  private MissionFits() {}

  /** What the files of one night have in common. */
  record Night(LocalDate date, double gain, String calibration) {
    long mjd() {
      return date.getLong(JulianFields.MODIFIED_JULIAN_DAY);
    }
  }

  static void writeEvents(Path file, Night night, Random random) throws IOException, FitsException {
    double[] time = new double[EVENTS];
    float[] x = new float[EVENTS];
    float[] y = new float[EVENTS];
    int[] pi = new int[EVENTS];
    double now = 0;
    for (int i = 0; i < EVENTS; i++) {
      now -= Math.log(1 - random.nextDouble()) * 0.32;
      time[i] = now;
      double[] star = STARS[random.nextInt(STARS.length)];
      boolean sky = random.nextInt(4) == 0;
      x[i] = (float) (sky ? random.nextDouble() * SIDE : star[0] + random.nextGaussian() * 2.5);
      y[i] = (float) (sky ? random.nextDouble() * SIDE : star[1] + random.nextGaussian() * 2.5);
      pi[i] = 20 + (int) (-Math.log(1 - random.nextDouble()) * 120);
    }
    Object[] columns = {time, x, y, pi, energy(pi, night.gain())};
    BinaryTableHDU table = BinaryTable.fromColumnMajor(columns).toHDU();
    for (int i = 0; i < NAMES.length; i++) {
      table.setColumnName(i, NAMES[i], null);
      table.setColumnMeta(i, "TUNIT", UNITS[i], null);
    }
    Header header = table.getHeader();
    header.addValue("EXTNAME", "EVENTS", "list of single photons");
    describe(header, night);
    header.addValue("CALDBVER", night.calibration(), "calibration release");
    header.addValue("EXPOSURE", Math.round(now), "[s] time on target");
    try (Fits fits = new Fits()) {
      fits.addHDU(table);
      write(fits, file);
    }
  }

  static void writeImage(Path file, Night night, Random random) throws IOException, FitsException {
    short[][] pixels = new short[SIDE][SIDE];
    for (short[] row : pixels) {
      for (int x = 0; x < SIDE; x++) {
        row[x] = sky(random.nextInt());
      }
    }
    for (double[] star : STARS) {
      shine(pixels, star);
    }
    ImageHDU image = ImageData.from(pixels).toHDU();
    Header header = image.getHeader();
    describe(header, night);
    header.addValue("EXPTIME", 1800, "[s]");
    header.addValue("CTYPE1", "RA---TAN", null);
    header.addValue("CTYPE2", "DEC--TAN", null);
    header.addValue("CRVAL1", 150.1163, "[deg]");
    header.addValue("CRVAL2", 2.2058, "[deg]");
    header.addValue("CRPIX1", SIDE / 2.0, null);
    header.addValue("CRPIX2", SIDE / 2.0, null);
    header.addValue("CDELT1", -0.000136, "[deg]");
    header.addValue("CDELT2", 0.000136, "[deg]");
    try (Fits fits = new Fits()) {
      fits.addHDU(image);
      write(fits, file);
    }
  }

  /** Sky with noise: the sum of four random bytes is near enough to a normal distribution. */
  private static short sky(int bits) {
    int sum = (bits & 0xff) + (bits >> 8 & 0xff) + (bits >> 16 & 0xff) + (bits >>> 24);
    return (short) (210 + (sum - 510) / 24);
  }

  private static void shine(short[][] pixels, double[] star) {
    for (int y = (int) star[1] - 20; y <= star[1] + 20; y++) {
      for (int x = (int) star[0] - 20; x <= star[0] + 20; x++) {
        double square = (x - star[0]) * (x - star[0]) + (y - star[1]) * (y - star[1]);
        double light = pixels[y][x] + star[2] * 30 * Math.exp(-square / 12.5);
        pixels[y][x] = (short) Math.min(Short.MAX_VALUE, Math.round(light));
      }
    }
  }

  /** Computes the energies of an event list anew. */
  static void recalibrate(Path file, double gain, String calibration)
      throws IOException, FitsException {
    try (Fits fits = new Fits(file.toFile())) {
      BinaryTableHDU table = (BinaryTableHDU) fits.getHDU(1);
      int[] pi = (int[]) table.getColumn("PI");
      table.setColumn("ENERGY", energy(pi, gain));
      table.getHeader().addValue("CALDBVER", calibration, "calibration release");
      // Only the list that is complete takes the place of the old one.
      Path written = file.resolveSibling(file.getFileName() + ".new");
      write(fits, written);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static float[] energy(int[] pi, double gain) {
    float[] energy = new float[pi.length];
    for (int i = 0; i < pi.length; i++) {
      energy[i] = (float) (pi[i] * KEV_PER_CHANNEL * gain);
    }
    return energy;
  }

  private static void describe(Header header, Night night) throws FitsException {
    header.addValue("TELESCOP", "COSMOS-7", null);
    header.addValue("INSTRUME", "MARS", null);
    header.addValue("OBJECT", "C7 FIELD 12", null);
    header.addValue("DATE-OBS", night.date() + "T20:00:00", "start (UTC)");
    header.addValue("MJDREF", night.mjd(), "zero of TIME");
  }

  private static void write(Fits fits, Path file) throws IOException, FitsException {
    try (FitsOutputStream out = new FitsOutputStream(Files.newOutputStream(file))) {
      fits.write(out);
    }
  }
}
