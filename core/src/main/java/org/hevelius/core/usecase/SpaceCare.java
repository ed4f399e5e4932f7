package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.runner.Chore;
import org.hevelius.core.storage.Grade;

/**
 * Tells once of each threshold that a source's space passes; again when it has been below it, which
 * is told too.
 */
final class SpaceCare implements Chore {
  private final Automation.Parts parts;
  private final SourceSpaces spaces;
  private final Relief relief;
  private final Map<String, Grade> told = new HashMap<>();

  SpaceCare(Automation.Parts parts) {
    this.parts = parts;
    this.spaces = new SourceSpaces(parts.context());
    this.relief = new Relief(parts);
  }

  @Override
  public String name() {
    return "space";
  }

  @Override
  public void run(Instant now, BooleanSupplier stop) {
    Map<String, Grade> fullest = new HashMap<>();
    for (SourceSpaces.Filled filled : spaces.all()) {
      String key = filled.dataset() + "\n" + filled.source();
      Grade reached = filled.grade();
      fullest.merge(filled.dataset(), reached, Grade::or);
      Grade before = told.put(key, reached);
      Alert alert = alert(filled, now);
      boolean known = before == null && relief.isOpen(alert.kind(), filled.dataset());
      if (reached.compareTo(before == null ? Grade.OK : before) > 0 && !known) {
        parts.alerts().raise(alert);
      }
    }
    fullest.forEach(
        (dataset, reached) -> {
          if (reached == Grade.OK) {
            String words = "%s: there is space again".formatted(dataset);
            relief.tell(Alert.Kind.STORAGE_EASED, dataset, "", words);
          }
        });
  }

  private static Alert alert(SourceSpaces.Filled filled, Instant now) {
    boolean urgent = filled.grade() == Grade.CRITICAL;
    return new Alert(
        urgent ? Alert.Kind.STORAGE_FULL : Alert.Kind.STORAGE_FILLING,
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
