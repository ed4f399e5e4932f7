package org.hevelius.core.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a report says. The record itself is for programs; its sheet is for people. */
public sealed interface Report
    permits UsageReport,
        SavingsReport,
        CoverageReport,
        ActivityReport,
        ForecastReport,
        IncidentReport,
        ComplianceReport {

  /**
   * What a report is about.
   *
   * @param datasets a dataset, {@code cosmos7/**} for it and all below, or {@code **}
   * @param since the earliest time, inclusive; null for no limit
   * @param until the latest time, exclusive; null for no limit
   * @param generated when it was made
   */
  record Scope(
      String datasets, @Nullable Instant since, @Nullable Instant until, Instant generated) {
    /** The scope in words. */
    String text() {
      String period =
          since == null && until == null
              ? ""
              : ", " + (since == null ? "the beginning" : minute(since)) + " to " + end();
      return (datasets.equals("**") ? "all datasets" : datasets) + period;
    }

    private String end() {
      return minute(until == null ? generated : until) + " UTC";
    }

    private static String minute(Instant time) {
      return time.truncatedTo(ChronoUnit.MINUTES).toString().replace('T', ' ').replace(":00Z", "");
    }
  }

  /** What it is about. */
  Scope scope();

  /** The words that its judgments can say, those that somebody may want to fail on. */
  default List<String> words() {
    return List.of();
  }

  /** The layout for people. */
  Sheet sheet();
}
