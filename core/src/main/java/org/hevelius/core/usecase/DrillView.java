package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.drill.DrillFinding;
import org.hevelius.core.drill.DrillNote;
import org.jspecify.annotations.Nullable;

/**
 * A drill as programs see it.
 *
 * @param snapshot reference of what was restored
 * @param taken when that was taken
 * @param scenario {@code files}, {@code paths}, {@code lost-file}, {@code lost-directory}, {@code
 *     whole} or {@code lost-host}
 * @param seed of what was drawn at random
 * @param drawn how many files were to be drawn; 0 where none were
 * @param paths what was named
 * @param scheduled whether the policy asked for it
 * @param place the scratch directory
 * @param state {@code running}, {@code passed}, {@code failed}, {@code blocked} or {@code
 *     interrupted}
 * @param measured nothing but zeros until it has ended
 * @param findings the first 1,000; empty in a list
 * @param notes what was learned from it, the newest first; empty in a list
 */
public record DrillView(
    long number,
    String dataset,
    String snapshot,
    Instant taken,
    String scenario,
    long seed,
    int drawn,
    List<String> paths,
    boolean scheduled,
    String by,
    String host,
    String program,
    String place,
    Instant started,
    @Nullable Instant finished,
    @Nullable Duration duration,
    String state,
    Drill.Measure measured,
    String detail,
    List<Finding> findings,
    List<Note> notes) {
  /**
   * Something that was found wrong.
   *
   * @param severity {@code error} or {@code warning}
   * @param kind such as {@code content}
   * @param sentence all of it in words
   */
  public record Finding(
      String severity,
      String kind,
      String path,
      String expected,
      String found,
      String sentence,
      String remedy) {
    static Finding of(DrillFinding finding) {
      return new Finding(
          word(finding.severity()),
          word(finding.kind()),
          finding.path(),
          finding.expected(),
          finding.found(),
          finding.sentence(),
          finding.kind().remedy());
    }
  }

  /** A lesson. */
  public record Note(long drill, Instant time, String by, String text) {
    static Note of(DrillNote note) {
      return new Note(note.drill(), note.time(), note.by(), note.text());
    }
  }

  /** Copies the lists. */
  public DrillView {
    paths = List.copyOf(paths);
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /** Whether all came back as it was captured. */
  public boolean passed() {
    return state.equals(word(Drill.State.PASSED));
  }

  /** Whether something didn't. */
  public boolean failed() {
    return state.equals(word(Drill.State.FAILED));
  }

  static DrillView of(Drill drill, List<DrillFinding> findings, List<DrillNote> notes) {
    Instant finished = drill.finished();
    return new DrillView(
        drill.number(),
        drill.dataset().text(),
        drill.reference(),
        drill.taken(),
        word(drill.order().scenario()),
        drill.order().seed(),
        drill.order().files(),
        drill.order().paths(),
        drill.order().scheduled(),
        drill.by(),
        drill.host(),
        drill.program(),
        drill.place(),
        drill.started(),
        finished,
        finished == null ? null : Duration.between(drill.started(), finished),
        word(drill.state()),
        drill.measured(),
        drill.detail(),
        findings.stream().map(Finding::of).toList(),
        notes.stream().map(Note::of).toList());
  }

  /** As it is written. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
