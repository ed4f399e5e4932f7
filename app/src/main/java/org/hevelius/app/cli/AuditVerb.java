package org.hevelius.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.audit.TrailFilter;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.report.SheetCsv;
import org.hevelius.core.usecase.Care;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "audit",
    description = {
      "show who did what, failures included",
      "",
      "Each entry holds the hash of the one before, so that nothing can be changed, taken out or"
          + " put in without --verify finding it. The newest entries stand at the end."
    },
    footer = {
      "",
      "hevelius audit --dataset cosmos7/raw --actor maya --since 14d",
      "hevelius audit --since 2026-07-01 --export csv > trail.csv",
      "hevelius audit --verify"
    })
final class AuditVerb implements Callable<Integer> {
  private static final int MOST = 100_000;
  private static final int USUAL = 30;
  private static final List<String> COLUMNS =
      List.of("sequence", "time", "actor", "host", "action", "target", "outcome", "detail", "hash");

  private final Session session;

  @Option(names = "--verify", description = "compute the chain of hashes again and compare")
  boolean verify;

  @Option(
      names = "--dataset",
      paramLabel = "D",
      description = "only what was done to it or its snapshots; 'cosmos7/**' for all below")
  @Nullable String dataset;

  @Option(names = "--actor", paramLabel = "WHO", description = "only by them")
  @Nullable String actor;

  @Option(
      names = "--action",
      paramLabel = "WHAT",
      description = "only this, such as cleanup; restore means \"restore begins\", too")
  @Nullable String action;

  @Option(names = "--since", paramLabel = "TIME", description = "only from 14d ago, or a date, on")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "only up to then; days count whole")
  @Nullable String until;

  @Option(
      names = "--export",
      paramLabel = "FORM",
      description = "write all of them, newest first: jsonl (one a line, with hashes) or csv")
  @Nullable String export;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "how many of the newest entries (30; with --export all)")
  @Nullable Integer limit;

  AuditVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    check();
    if (verify) {
      Care.TrailCheck check = session.withFacade(h -> h.trail().verifyTrail());
      session.result(check, () -> CheckVerb.tell(session.console(), check));
      return (check.findings().isEmpty() ? ExitCode.DONE : ExitCode.DAMAGED).number();
    }
    Moments moments = new Moments(session.times());
    TrailFilter filter =
        new TrailFilter(
            dataset,
            actor,
            action,
            since == null ? null : moments.from(since),
            until == null ? null : moments.until(until));
    if (export != null) {
      export(filter, export.equals("csv"));
    } else {
      int most = limit == null ? USUAL : limit;
      List<AuditEntry> entries =
          session.withFacade(h -> h.trail().trail(filter).limit(most).toList()).reversed();
      session.result(entries, () -> show(entries, filter));
    }
    return ExitCode.DONE.number();
  }

  private void check() {
    if (limit != null && (limit < 1 || limit > MOST)) {
      throw new HeveliusException(
          Category.INVALID, "--limit takes 1 to 100,000 entries, not " + limit);
    }
    if (export != null && !List.of("jsonl", "csv").contains(export)) {
      throw new HeveliusException(
          Category.INVALID,
          "the trail isn't written as \"" + export + "\"",
          "there are: jsonl, csv");
    }
    boolean filtered =
        dataset != null || actor != null || action != null || since != null || until != null;
    if (verify && (filtered || export != null)) {
      throw new HeveliusException(
          Category.INVALID, "--verify looks at the whole chain; leave the other options out");
    }
  }

  private void export(TrailFilter filter, boolean csv) {
    if (csv) {
      session.console().raw(SheetCsv.line(COLUMNS));
    }
    session.<Boolean>withFacade(
        home -> {
          try (Stream<AuditEntry> entries = home.trail().trail(filter)) {
            entries
                .limit(limit == null ? Long.MAX_VALUE : limit)
                .forEach(
                    entry -> session.console().raw(csv ? record(entry) : JsonOutput.line(entry)));
          }
          return true;
        });
  }

  private static String record(AuditEntry entry) {
    AuditEvent event = entry.event();
    return SheetCsv.line(
        List.of(
            String.valueOf(entry.sequence()),
            event.time().toString(),
            event.actor(),
            event.host(),
            event.action(),
            event.target(),
            event.outcome().name(),
            event.detail(),
            entry.hash()));
  }

  private void show(List<AuditEntry> entries, TrailFilter filter) {
    if (entries.isEmpty()) {
      session
          .console()
          .line(
              filter.equals(TrailFilter.ALL)
                  ? "The audit trail is empty."
                  : "The audit trail has no such entry.");
      return;
    }
    Table table =
        new Table()
            .number("#")
            .column("WHEN (" + session.times().zoneName() + ")")
            .column("WHO")
            .column("WHAT")
            .column("TO")
            .column("");
    for (AuditEntry entry : entries) {
      AuditEvent event = entry.event();
      String outcome =
          event.outcome() == Outcome.OK ? "" : event.outcome().name().toLowerCase(Locale.ROOT);
      String detail = event.detail();
      table.row(
          Humans.count(entry.sequence()),
          session.times().minute(event.time()),
          event.actor(),
          event.action(),
          event.target(),
          outcome + (outcome.isEmpty() || detail.isEmpty() ? "" : ": ") + detail);
    }
    table.print(session.console(), "  ");
  }
}
