package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;

/** What a check of everything found, in a few words. */
final class Unsound {
  private static final int MOST_NAMED = 5;

  private Unsound() {}

  /** What isn't sound; empty when all is. */
  static List<String> of(Care.Checkup checkup) {
    List<String> problems = new ArrayList<>();
    List<String> missing = new ArrayList<>(checkup.natives().missing());
    for (Care.CheckResult result : checkup.repositories()) {
      missing.addAll(result.missing());
      if (!result.report().sound()) {
        problems.add(
            "damage was found: %d findings in the repository %s"
                .formatted(result.report().findings().size(), result.repository()));
      }
    }
    if (!missing.isEmpty()) {
      int more = missing.size() - MOST_NAMED;
      problems.add(
          "gone from storage: %s%s"
              .formatted(
                  String.join(", ", missing.subList(0, Math.min(MOST_NAMED, missing.size()))),
                  more > 0 ? " and %d more".formatted(more) : ""));
    }
    if (!checkup.catalog().isEmpty()) {
      problems.add("the catalog is damaged: " + checkup.catalog().getFirst());
    }
    if (!checkup.trail().findings().isEmpty()) {
      problems.add("the audit trail doesn't hold");
    }
    return problems;
  }
}
