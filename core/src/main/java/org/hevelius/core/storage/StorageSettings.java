package org.hevelius.core.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a home says of storage.
 *
 * @param pause between two samples of all systems
 * @param keep how long samples are kept
 * @param rules at most one for each view
 */
public record StorageSettings(
    Thresholds thresholds,
    Duration pause,
    Duration keep,
    List<Budget> budgets,
    List<ExpansionRule> rules) {
  /** What holds where nothing is said: nothing grows by itself. */
  public static final StorageSettings STANDARD =
      new StorageSettings(
          Thresholds.STANDARD, Duration.ofMinutes(15), Duration.ofDays(400), List.of(), List.of());

  /** Copies the lists. */
  public StorageSettings {
    budgets = List.copyOf(budgets);
    rules = List.copyOf(rules);
  }

  /** The rule for a view. */
  public Optional<ExpansionRule> rule(String view) {
    return rules.stream().filter(rule -> rule.views().contains(view)).findFirst();
  }
}
