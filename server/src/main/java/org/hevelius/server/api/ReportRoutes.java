package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.everywhere;
import static org.hevelius.server.api.Parts.recognized;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.report.Report;
import org.hevelius.core.report.SheetCsv;
import org.hevelius.core.report.SheetHtml;
import org.hevelius.core.usecase.Reports;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;

/**
 * Reports. Those over datasets leave out what the caller may not read, and tell of whole
 * repositories only who may look after them; those over the audit trail take that right.
 */
final class ReportRoutes {
  private static final Set<Reports.Kind> OF_THE_TRAIL =
      Set.of(Reports.Kind.ACTIVITY, Reports.Kind.COMPLIANCE, Reports.Kind.INCIDENT);
  private static final int DAYS = 30;

  private final Parts parts;

  ReportRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Reports.Kind kind : Reports.Kind.values()) {
      String path = API + "/reports/" + kind.name().toLowerCase(Locale.ROOT);
      Route.Handler handler = (request, caller) -> report(kind, request, caller);
      routes.add(
          OF_THE_TRAIL.contains(kind)
              ? everywhere("GET", path, Action.MAINTAIN, handler)
              : recognized("GET", path, handler));
    }
    return routes;
  }

  private Response report(Reports.Kind kind, Request request, Principal caller) {
    boolean forecast = kind == Reports.Kind.FORECAST;
    Query query =
        forecast
            ? Query.of(request, "dataset", "days", "format", "table")
            : kind == Reports.Kind.COVERAGE
                ? Query.of(request, "dataset", "format", "table")
                : Query.of(request, "dataset", "since", "until", "format", "table");
    String format = query.text("format").orElseGet(() -> accepted(request));
    String table = query.text("table").orElse("");
    if (!Set.of("json", "csv", "html").contains(format)) {
      throw new HeveliusException(
          Category.INVALID, "there is no format \"" + format + "\"", "there are: json, csv, html");
    }
    if (!table.isEmpty() && !format.equals("csv")) {
      throw new HeveliusException(
          Category.INVALID, "\"table\" belongs to the format csv; the others have all tables");
    }
    String dataset = query.text("dataset").orElse(null);
    if (dataset != null && !dataset.endsWith("**")) {
      caller.require(Action.READ, DatasetName.of(dataset));
    }
    Instant since = forecast || kind == Reports.Kind.COVERAGE ? null : query.instant("since");
    Instant until = forecast || kind == Reports.Kind.COVERAGE ? null : query.instant("until");
    Reports.Want want =
        new Reports.Want(
            dataset,
            since,
            until,
            name -> caller.may(Action.READ, name),
            caller.mayEverywhere(Action.MAINTAIN));
    Report report = parts.home().reports().make(kind, want, forecast ? days(query) : DAYS);
    return switch (format) {
      case "csv" ->
          text("text/csv; charset=utf-8; header=present", SheetCsv.of(report.sheet(), table));
      case "html" ->
          text("text/html; charset=utf-8", SheetHtml.of(report.sheet(), report.scope().generated()))
              .with("Content-Security-Policy", SheetHtml.contentSecurityPolicy());
      default -> Response.ok(report);
    };
  }

  private static Response text(String type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Response(
            200, List.of(), new Response.Bytes(type, new ByteArrayInputStream(bytes), bytes.length))
        .with("Vary", "Accept");
  }

  /** What the caller would like best; JSON unless it names another form before it. */
  private static String accepted(Request request) {
    for (String wish : request.header("Accept").orElse("").split(",", -1)) {
      switch (wish.replaceFirst(";.*", "").strip()) {
        case "text/csv" -> {
          return "csv";
        }
        case "text/html" -> {
          return "html";
        }
        case "application/json" -> {
          return "json";
        }
        default -> {}
      }
    }
    return "json";
  }

  private static int days(Query query) {
    String text = query.text("days").orElse(String.valueOf(DAYS));
    if (!text.matches("[0-9]{1,4}")) {
      throw new HeveliusException(
          Category.INVALID, "\"days\" is a whole number, not \"" + text + "\"");
    }
    return Integer.parseInt(text);
  }
}
