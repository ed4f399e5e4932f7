package org.hevelius.app.cli;

import org.hevelius.core.usecase.Homes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "move",
    description = {
      "move the catalog from its file into PostgreSQL, which several nodes can share",
      "",
      "Copies everything in one transaction, compares the copy with the file, and switches the home"
          + " over. Nobody else may use the home meanwhile: stop its service first. The file stays"
          + " as it is, under another name. The database must be there, and the schema in it is to"
          + " be empty or missing."
    },
    footer = {
      "",
      "hevelius catalog move --catalog postgresql://hevelius@db.example.org/hevelius"
          + " --catalog-password-file /etc/hevelius/catalog-password"
    })
final class CatalogMoveVerb implements Runnable {
  private final Session session;

  @Mixin CatalogOptions catalog = new CatalogOptions();

  @Option(names = "--yes", description = "move it without a question")
  boolean yes;

  @Option(names = "--dry-run", description = "only show what would be moved")
  boolean dryRun;

  CatalogMoveVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Homes.CatalogPlace to = catalog.needed(session);
    Homes homes = session.homes();
    Homes.CatalogMovePlan plan = homes.planCatalogMove(session.home(), to);
    if (dryRun) {
      session.result(plan, () -> show(plan));
      return;
    }
    if (!session.json()) {
      show(plan);
    }
    session.confirm().carryOut("the move", yes);
    Homes.CatalogMoved moved = homes.moveCatalog(session.home(), to, plan);
    session.result(moved, () -> tell(moved));
  }

  private void show(Homes.CatalogMovePlan plan) {
    Console console = session.console();
    console.line("  from  " + Text.printable(plan.from().toString()));
    console.line("  to    " + Text.printable(plan.to()));
    console.line(
        "  with  %s, %s, %s and all else that stands in it"
            .formatted(
                Humans.count(plan.datasets(), "dataset", "datasets"),
                Humans.count(plan.snapshots(), "snapshot", "snapshots"),
                Humans.count(plan.auditEntries(), "audit entry", "audit entries")));
  }

  private void tell(Homes.CatalogMoved moved) {
    session
        .console()
        .line(
            "Moved and compared %s.  The file lies at %s"
                .formatted(
                    Humans.count(moved.rows(), "row", "rows"),
                    Text.printable(moved.aside().toString())));
    session.hint("Look at it: hevelius catalog info");
  }
}
