package org.hevelius.app.cli;

import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.SnapshotView;

/** What verbs that mark a snapshot print. */
final class MarkText {
  private MarkText() {}

  /** The snapshot as one names it: its reference, and its own name behind it. */
  static String title(Snapshot snapshot) {
    return snapshot.reference() + (snapshot.shortName() == null ? "" : "  " + snapshot.shortName());
  }

  /** Prints the snapshot as it is now, or for people that and what was done. */
  static void print(Session session, Snapshot snapshot, String done) {
    session.result(
        SnapshotView.of(snapshot),
        () -> session.console().line(Text.printable(title(snapshot) + ": " + done)));
  }
}
