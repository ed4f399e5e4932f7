package org.hevelius.app.cli;

import java.time.Duration;
import java.util.Locale;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.usecase.DrillView;
import org.jspecify.annotations.Nullable;

/** A drill in lines. */
final class DrillText {
  private static final int SHOWN = 20;

  private DrillText() {}

  static void print(Session session, DrillView drill, boolean kept) {
    Console console = session.console();
    Drill.Measure measured = drill.measured();
    String state = drill.state().toUpperCase(Locale.ROOT);
    console.line(
        "Drill %d of %s: %s"
            .formatted(
                drill.number(),
                drill.snapshot(),
                drill.passed() ? console.green(state) : console.red(state)));
    console.line("  scenario   " + scenario(drill));
    console.line(
        "  compared   %s of %s, %s of %s"
            .formatted(
                Humans.count(measured.files()),
                Humans.count(measured.allFiles(), "file", "files"),
                Humans.bytes(measured.bytes()),
                Humans.bytes(measured.allBytes())));
    console.line(
        "  RTO        %s%s%s"
            .formatted(
                length(measured.rto()),
                measured.extrapolated() ? " for the whole, computed from the sample" : "",
                target(measured.rtoTarget())));
    console.line(
        "             restored in %s, compared in %s%s%s"
            .formatted(
                length(measured.restoring()),
                length(measured.comparing()),
                measured.checking().isZero() ? "" : ", checked in " + length(measured.checking()),
                measured.rebuilding().isZero()
                    ? ""
                    : ", catalog rebuilt in " + length(measured.rebuilding())));
    console.line(
        "  RPO        %s, the age of the snapshot%s"
            .formatted(Humans.duration(measured.rpo()), target(measured.rpoTarget())));
    findings(session, drill);
    if (!drill.passed() && !drill.failed() && !drill.detail().isEmpty()) {
      console.line("  " + Text.printable(drill.detail()));
    }
    drill
        .notes()
        .forEach(
            note ->
                console.line(
                    Text.printable("  lesson     %s  (%s)".formatted(note.text(), note.by()))));
    if (kept) {
      console.line("What was restored is kept in " + Text.printable(drill.place()) + "/data");
    }
    if (!drill.findings().isEmpty()) {
      session.hint(
          "What was learned:  hevelius drill note %s %d \"...\""
              .formatted(drill.dataset(), drill.number()));
    }
  }

  private static void findings(Session session, DrillView drill) {
    Console console = session.console();
    int shown = session.verbose() ? drill.findings().size() : SHOWN;
    for (DrillView.Finding finding : drill.findings().stream().limit(shown).toList()) {
      String lead = finding.severity() + ": ";
      console.line(
          "  "
              + (finding.severity().equals("error") ? console.red(lead) : console.yellow(lead))
              + Text.printable(finding.sentence()));
    }
    long more = drill.measured().findings() - Math.min(shown, drill.findings().size());
    if (more > 0) {
      console.line("  and " + Humans.count(more) + " more");
    }
    drill.findings().stream()
        .map(DrillView.Finding::remedy)
        .distinct()
        .limit(3)
        .forEach(remedy -> console.line("    " + Text.printable(remedy)));
  }

  static String scenario(DrillView drill) {
    return drill.scenario()
        + (drill.drawn() > 0
            ? ", %d drawn with seed %d".formatted(drill.drawn(), drill.seed())
            : "")
        + (drill.paths().isEmpty() ? "" : ": " + Text.printable(String.join(", ", drill.paths())));
  }

  private static String target(@Nullable Duration target) {
    return target == null ? "" : "; at most " + Humans.duration(target);
  }

  /** Short ones to a tenth of a second. */
  static String length(Duration length) {
    return length.compareTo(Duration.ofMinutes(1)) < 0
        ? String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0)
        : Humans.duration(length);
  }
}
