package org.hevelius.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.report.Report;
import org.hevelius.core.report.Sheet;
import org.hevelius.core.report.SheetCsv;
import org.hevelius.core.report.SheetHtml;
import org.hevelius.core.usecase.Reports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description = {
      "sum up what there is, what it takes and what was done",
      "",
      "usage: snapshots, ages, sizes, growth, overhead against the data",
      "savings: against full copies",
      "coverage: each dataset's newest snapshot against its RPO",
      "activity: who did what, from the audit trail",
      "forecast: what retention will forget, and when the disk is full",
      "compliance: policies, RPO kept, failures, checks, holds, the audit trail, to sign off",
      "incident: timeline, affected datasets and commands used (in the last day), to write up"
    },
    footer = {
      "",
      "hevelius report coverage --fail-on late,never",
      "hevelius report compliance --since 2026-07-01 --until 2026-09-30 --format html --output"
          + " q3.html"
    })
final class ReportVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description = "usage, savings, coverage, activity, forecast, compliance or incident")
  String kind = "";

  @Parameters(
      index = "1",
      paramLabel = "DATASET",
      arity = "0..1",
      description = "a dataset, or 'cosmos7/**' for all below it (else all datasets)")
  @Nullable String datasets;

  @Option(names = "--since", paramLabel = "TIME", description = "only from 14d ago, or a date, on")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "only up to then; days count whole")
  @Nullable String until;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "how far a forecast looks (${DEFAULT-VALUE})")
  int days = 30;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json, csv or html (${DEFAULT-VALUE})")
  String format = "text";

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "which table csv has, where there are several (the first)")
  String table = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write it there; a file of that name is replaced when all is written")
  @Nullable Path output;

  @Option(
      names = "--fail-on",
      paramLabel = "WORD",
      split = ",",
      description = "end with exit code 1 when the report judges something so, such as late")
  List<String> failOn = List.of();

  ReportVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reports.Kind wanted = kind();
    String form = session.json() ? "json" : format.toLowerCase(Locale.ROOT);
    if (!List.of("text", "json", "csv", "html").contains(form)) {
      throw new HeveliusException(
          Category.INVALID,
          "there is no format \"" + format + "\"",
          "there are: text, json, csv, html");
    }
    if (!table.isEmpty() && !form.equals("csv")) {
      throw new HeveliusException(
          Category.INVALID, "--table belongs to --format csv; the other formats have all tables");
    }
    Moments moments = new Moments(session.times());
    Reports.Want want =
        Reports.Want.of(datasets)
            .between(
                since == null ? null : moments.from(since),
                until == null ? null : moments.until(until));
    Report report = session.withFacade(home -> home.reports().make(wanted, want, days));
    Sheet sheet = report.sheet();
    long judged = judged(report, sheet);
    Path file = output;
    if (file != null) {
      write(file, content(form, report, sheet));
      session.hint("Written to " + Text.printable(file.toString()));
    } else if (form.equals("text")) {
      ReportText.print(session, sheet);
    } else {
      session.console().raw(content(form, report, sheet));
    }
    return (judged == 0 ? ExitCode.DONE : ExitCode.DIFFERENT).number();
  }

  private Reports.Kind kind() {
    for (Reports.Kind one : Reports.Kind.values()) {
      if (one.name().equals(kind.toUpperCase(Locale.ROOT))) {
        return one;
      }
    }
    throw new HeveliusException(
        Category.INVALID,
        "there is no report \"" + kind + "\"",
        "there are: usage, savings, coverage, activity, forecast, compliance, incident");
  }

  private long judged(Report report, Sheet sheet) {
    long judged = 0;
    for (String word : failOn) {
      if (!report.words().contains(word)) {
        throw new HeveliusException(
            Category.INVALID,
            "--fail-on: this report never says \"" + word + "\"",
            report.words().isEmpty()
                ? "it judges nothing"
                : "it may say: " + String.join(", ", report.words()));
      }
      judged += sheet.judged(word);
    }
    return judged;
  }

  private String content(String form, Report report, Sheet sheet) {
    return switch (form) {
      case "json" -> JsonOutput.document(report);
      case "csv" -> SheetCsv.of(sheet, table);
      case "html" -> SheetHtml.of(sheet, report.scope().generated());
      default -> ReportText.of(session, sheet);
    };
  }

  private void write(Path name, String content) {
    Path file = session.workingDirectory().resolve(name).toAbsolutePath();
    try {
      Path beside = Files.createTempFile(file.getParent(), ".report", ".new");
      try {
        Files.writeString(beside, content, StandardCharsets.UTF_8);
        Files.move(
            beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't write " + file + ": " + e.getMessage(),
          List.of("a file that was there is as it was"),
          e);
    }
  }
}
