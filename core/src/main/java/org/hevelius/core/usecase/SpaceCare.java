package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.runner.Chore;

/** Tells once of each threshold that a source's space passes; again when it has been below it. */
final class SpaceCare implements Chore {
  private final Automation.Parts parts;
  private final SourceSpaces spaces;
  private final Map<String, Integer> told = new HashMap<>();

  SpaceCare(Automation.Parts parts) {
    this.parts = parts;
    this.spaces = new SourceSpaces(parts.context());
  }

  @Override
  public String name() {
    return "space";
  }

  @Override
  public void run(Instant now, BooleanSupplier stop) {
    for (SourceSpaces.Filled filled : spaces.all()) {
      String key = filled.dataset() + "\n" + filled.source();
      int reached = filled.reached();
      Integer before = told.put(key, reached);
      if (reached > (before == null ? 0 : before)) {
        parts.alerts().raise(alert(filled, reached, now));
      }
    }
  }

  private static Alert alert(SourceSpaces.Filled filled, int reached, Instant now) {
    boolean urgent = reached >= SourceSpaces.THRESHOLDS.getLast();
    return new Alert(
        urgent ? Alert.Kind.SPACE_CRITICAL : Alert.Kind.SPACE_LOW,
        filled.dataset(),
        "",
        now,
        "%s: %s".formatted(filled.dataset(), filled.words()),
        List.of(
            "%,d of %,d bytes are used, by the data and its snapshots"
                .formatted(filled.used(), filled.limit()),
            "what would be forgotten: hevelius cleanup %s --dry-run".formatted(filled.dataset())));
  }
}
