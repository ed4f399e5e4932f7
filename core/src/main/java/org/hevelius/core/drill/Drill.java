package org.hevelius.core.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * A rehearsed restore into a scratch target: the evidence that a snapshot can be had back.
 *
 * @param number given by the store, growing over all datasets; 0 before that
 * @param version of the snapshot that is restored
 * @param taken when that snapshot was taken
 * @param order what was to be tried
 * @param by who asked for it
 * @param host where it ran
 * @param program version of the program that ran it
 * @param place absolute path of the scratch directory
 * @param finished null while it runs, or when it was interrupted and nobody has seen that yet
 * @param measured what was measured; {@link Measure#NONE} until it has ended
 * @param detail what became of it in words; may be empty, never a secret
 */
public record Drill(
    long number,
    DatasetName dataset,
    long version,
    Instant taken,
    Order order,
    String by,
    String host,
    String program,
    String place,
    Instant started,
    @Nullable Instant finished,
    State state,
    Measure measured,
    String detail) {

  /** How many files can be drawn. */
  public static final int MOST_FILES = 10_000;

  /** What is lost in the rehearsal. */
  public enum Scenario {
    /** Some files, drawn at random. */
    FILES,
    /** What somebody named. */
    PATHS,
    /** One file, drawn at random. */
    LOST_FILE,
    /** One directory with all below it, drawn at random. */
    LOST_DIRECTORY,
    /** All of the dataset. */
    WHOLE,
    /** All of the dataset and the catalog, which is rebuilt from the storage first. */
    LOST_HOST,
    /** All of the dataset, and the password that is used: others open the repository. */
    LOST_KEYS
  }

  /** How far it came. */
  public enum State {
    /** It runs, or was interrupted and nobody has seen that yet. */
    RUNNING,
    /** All that was tried came back as it was captured, in time. */
    PASSED,
    /** Something didn't. */
    FAILED,
    /** It could not be tried, as when the scratch disk is too small. */
    BLOCKED,
    /** It was stopped, or whoever ran it has died. */
    INTERRUPTED
  }

  /**
   * What is to be tried.
   *
   * @param seed of what is drawn at random: the same snapshot and seed give the same files
   * @param files how many files are drawn; 0 where none are
   * @param paths what was named, as people write it
   * @param scheduled whether the policy asked for it
   */
  public record Order(
      Scenario scenario, long seed, int files, List<String> paths, boolean scheduled) {
    /** Copies the paths. */
    public Order {
      paths = List.copyOf(paths);
    }
  }

  /**
   * What was measured.
   *
   * @param entries that were compared, directories and links among them
   * @param files regular files that were compared, each byte of them
   * @param bytes of these
   * @param allFiles regular files of the whole snapshot
   * @param allBytes of these
   * @param listing SHA-256 in hex over names, kinds, rights and content of what came back; empty
   *     when nothing was compared
   * @param rebuilding how long the catalog took to be rebuilt; zero where it wasn't
   * @param restoring how long the restore took
   * @param comparing how long it took to read both sides and compare them
   * @param checking how long the check command took
   * @param rto how long it takes until the data is back and verified; for a sample extrapolated to
   *     the whole
   * @param extrapolated whether {@code rto} is
   * @param rtoTarget how long it may take; null where nobody says
   * @param rpo how old the snapshot was when the drill began
   * @param rpoTarget how old it may be; null where nobody says
   * @param findings how many things were found wrong, those that only warn among them
   */
  public record Measure(
      long entries,
      long files,
      long bytes,
      long allFiles,
      long allBytes,
      String listing,
      Duration rebuilding,
      Duration restoring,
      Duration comparing,
      Duration checking,
      Duration rto,
      boolean extrapolated,
      @Nullable Duration rtoTarget,
      Duration rpo,
      @Nullable Duration rpoTarget,
      long findings) {
    /** Nothing was measured. */
    public static final Measure NONE =
        new Measure(
            0,
            0,
            0,
            0,
            0,
            "",
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            false,
            null,
            Duration.ZERO,
            null,
            0);
  }

  /** The reference of the snapshot. */
  public String reference() {
    return dataset + "@" + version;
  }

  /** The same under the number that the store gave. */
  public Drill withNumber(long given) {
    return new Drill(
        given, dataset, version, taken, order, by, host, program, place, started, finished, state,
        measured, detail);
  }

  /** The same, ended. */
  public Drill ended(State end, Instant time, Measure measure, String words) {
    return new Drill(
        number, dataset, version, taken, order, by, host, program, place, started, time, end,
        measure, words);
  }
}
