package org.hevelius.app.remote;

import java.util.Locale;
import org.hevelius.core.report.ActivityReport;
import org.hevelius.core.report.ComplianceReport;
import org.hevelius.core.report.CoverageReport;
import org.hevelius.core.report.ForecastReport;
import org.hevelius.core.report.IncidentReport;
import org.hevelius.core.report.Report;
import org.hevelius.core.report.SavingsReport;
import org.hevelius.core.report.UsageReport;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Reports;

/** Reports of a service, on what the caller may read there. */
record RemoteReports(Connection connection) implements Facade.ReportUses {
  @Override
  public Report make(Reports.Kind kind, Reports.Want want, int days) {
    Ask ask =
        Ask.of("reports/" + kind.name().toLowerCase(Locale.ROOT)).with("dataset", want.datasets());
    return switch (kind) {
      case USAGE -> connection.get(within(ask, want), UsageReport.class);
      case SAVINGS -> connection.get(within(ask, want), SavingsReport.class);
      case COVERAGE -> connection.get(ask, CoverageReport.class);
      case ACTIVITY -> connection.get(within(ask, want), ActivityReport.class);
      case FORECAST -> connection.get(ask.with("days", days), ForecastReport.class);
      case COMPLIANCE -> connection.get(within(ask, want), ComplianceReport.class);
      case INCIDENT -> connection.get(within(ask, want), IncidentReport.class);
    };
  }

  private static Ask within(Ask ask, Reports.Want want) {
    return ask.with("since", want.since()).with("until", want.until());
  }
}
