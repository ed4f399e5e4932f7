package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.snapshot.Ancestor;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.KnownBad;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Lineage.Step;

/** What verbs say of lineage. */
final class LineageText {
  private LineageText() {}

  /** What a snapshot was made from, a line each, and by what. */
  static List<String> from(Snapshot snapshot) {
    List<String> lines = new ArrayList<>();
    String by = snapshot.derivation().by();
    for (Ancestor ancestor : snapshot.derivation().ancestors()) {
      lines.add(
          ancestor.reference()
              + (ancestor.use() == Ancestor.Use.CALIBRATED_WITH ? "  (its calibration)" : ""));
    }
    if (!by.isEmpty()) {
      lines.add("by " + Text.printable(by));
    }
    return lines;
  }

  /** That a snapshot, or what it was made from, was found to be bad. */
  static List<String> warnings(Snapshot snapshot, List<Snapshot> badAncestors) {
    List<String> lines = new ArrayList<>();
    KnownBad bad = snapshot.knownBad();
    if (bad != null) {
      lines.add("known bad, says " + Text.printable(bad.by() + reason(bad)));
    }
    for (Snapshot ancestor : badAncestors) {
      KnownBad why = ancestor.knownBad();
      if (why != null) {
        lines.add(
            Text.printable(
                "made from %s, which is known bad%s".formatted(ancestor.reference(), reason(why))));
      }
    }
    return lines;
  }

  private static String reason(KnownBad bad) {
    return bad.note().isEmpty() ? "" : ": " + bad.note();
  }

  /** The step with its marks, such as {@code cosmos7/l2@3 known bad}. */
  static String step(Step step) {
    Snapshot snapshot = step.snapshot();
    if (snapshot == null) {
      return "%s  (gone; it was %s)".formatted(step.ancestor().reference(), step.ancestor().name());
    }
    String marks = String.join(", ", marks(snapshot));
    return snapshot.reference()
        + (step.ancestor().use() == Ancestor.Use.CALIBRATED_WITH ? "  (calibration)" : "")
        + (marks.isEmpty() ? "" : "  " + marks)
        + (step.again() ? "  (see above)" : "");
  }

  /** What is marked in a snapshot. */
  static List<String> marks(Snapshot snapshot) {
    return marks(
        snapshot.knownBad() != null,
        snapshot.knownGood() != null,
        snapshot.hold(Hold.Kind.PUBLISHED).isPresent(),
        snapshot.isPermanent());
  }

  /** The marks that are set. */
  static List<String> marks(boolean bad, boolean good, boolean published, boolean permanent) {
    List<String> marks = new ArrayList<>();
    if (bad) {
      marks.add("known bad");
    }
    if (good) {
      marks.add("known good");
    }
    if (published) {
      marks.add("published");
    }
    if (permanent) {
      marks.add("permanent");
    }
    return marks;
  }
}
