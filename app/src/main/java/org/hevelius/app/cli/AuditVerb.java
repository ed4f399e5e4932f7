package org.hevelius.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.usecase.Care;
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
    footer = {"", "hevelius audit --limit 100", "hevelius audit --verify"})
final class AuditVerb implements Callable<Integer> {
  private static final int MOST = 100_000;

  private final Session session;

  @Option(names = "--verify", description = "compute the chain of hashes again and compare")
  boolean verify;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "how many of the newest entries (${DEFAULT-VALUE})")
  int limit = 30;

  AuditVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw new HeveliusException(
          Category.INVALID, "--limit takes 1 to 100,000 entries, not " + limit);
    }
    if (verify) {
      Care.TrailCheck check = session.withFacade(h -> h.trail().verifyTrail());
      session.result(check, () -> CheckVerb.tell(session.console(), check));
      return (check.findings().isEmpty() ? ExitCode.DONE : ExitCode.DAMAGED).number();
    }
    List<AuditEntry> entries = session.withFacade(h -> h.trail().trail(limit));
    session.result(entries, () -> show(entries));
    return ExitCode.DONE.number();
  }

  private void show(List<AuditEntry> entries) {
    if (entries.isEmpty()) {
      session.console().line("The audit trail is empty.");
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
