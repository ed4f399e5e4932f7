package org.hevelius.core.usecase;

import java.util.Locale;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;

/** Holds in words for people. */
final class HoldText {
  private HoldText() {}

  /** What holds a snapshot, a line each with the command that would lift it. */
  static String[] advice(Snapshot snapshot) {
    return snapshot.isHeld()
        ? snapshot.holds().stream()
            .map(hold -> advice(hold, snapshot.reference()))
            .toArray(String[]::new)
        : new String[] {"it is not held at all"};
  }

  private static String advice(Hold hold, String reference) {
    String lifting =
        switch (hold.kind()) {
          case PERMANENT -> "hevelius release " + reference;
          case LEGAL -> "hevelius release " + reference + " --legal";
          case PUBLISHED -> "hevelius publish " + reference + " --withdraw \"why\"";
        };
    return "it has the hold %s by %s since %s%s; to lift it: %s"
        .formatted(
            hold.kind().name().toLowerCase(Locale.ROOT),
            hold.by(),
            hold.since().toString().substring(0, 10),
            hold.reason().isEmpty() ? "" : " (" + hold.reason() + ")",
            lifting);
  }
}
