package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.storage.Finding;

/** Findings in lines. */
final class HealthText {
  private HealthText() {}

  /** Systems that could not be asked. */
  static void troubles(Session session, List<Finding> troubles) {
    troubles.forEach(
        trouble ->
            session
                .console()
                .line(
                    "  %s can't be asked: %s"
                        .formatted(trouble.system(), Text.printable(trouble.evidence()))));
  }
}
