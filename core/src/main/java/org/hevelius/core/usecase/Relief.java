package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.AlertStore;

/**
 * Tells of what is well again, only where something was told. Asks the catalog, so that what was
 * told before a restart is ended as well.
 */
record Relief(Automation.Parts parts) {
  /** Whether good news of that kind would end something. */
  boolean isDue(Alert.Kind good, String subject) {
    return good.ends().stream().anyMatch(kind -> isOpen(kind, subject));
  }

  /** Whether that is open. */
  boolean isOpen(Alert.Kind kind, String subject) {
    try {
      return store().open(subject).stream().anyMatch(raised -> raised.kind() == kind);
    } catch (HeveliusException e) {
      parts.log().once("what is open about %s: %s".formatted(subject, e.getMessage()));
      return false;
    }
  }

  /** Tells that it is well again, if it was told otherwise. */
  void tell(Alert.Kind good, String subject, String run, String summary) {
    if (isDue(good, subject)) {
      Instant now = parts.context().clock().instant();
      parts.alerts().raise(new Alert(good, subject, run, now, summary, List.of()));
    }
  }

  private AlertStore store() {
    return parts.context().catalog().notifications();
  }
}
