package org.hevelius.app.cli;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.storage.BudgetUse;
import org.hevelius.core.storage.Growth;
import org.hevelius.core.usecase.StorageView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = "list quotas and budgets, how full they are and when they will be full",
    footer = {"", "hevelius quota list vast:lab"})
final class QuotaListVerb implements Runnable {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "WHERE",
      description = "vast, zfs, vast:CLUSTER, zfs:POOL, or a view with those below (else all)")
  @Nullable String where;

  QuotaListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    StorageView.Quotas quotas = session.withFacade(home -> home.storage().quotas(where));
    session.result(quotas, () -> print(quotas));
  }

  private void print(StorageView.Quotas quotas) {
    if (quotas.quotas().isEmpty() && quotas.troubles().isEmpty()) {
      session.console().line("There are no quotas.");
      session.hint("Set one:  hevelius quota set VIEW --soft 8TB --hard 10TB");
    }
    if (!quotas.quotas().isEmpty()) {
      print(quotas.quotas());
    }
    if (!quotas.budgets().isEmpty()) {
      budgets(quotas.budgets());
    }
    HealthText.troubles(session, quotas.troubles());
  }

  private void print(List<StorageView.QuotaUse> quotas) {
    Table table =
        new Table()
            .column("VIEW")
            .number("USED")
            .number("SOFT")
            .number("HARD")
            .number("FULL")
            .column("STATE")
            .number("A DAY")
            .column("FULL BY")
            .column("GROWS");
    for (StorageView.QuotaUse use : quotas) {
      Growth growth = use.growth();
      table.row(
          use.quota().view(),
          Humans.bytes(use.quota().usedBytes()),
          QuotaText.size(use.quota().limits().soft()),
          QuotaText.size(use.quota().limits().hard()),
          QuotaText.percent(use.percent()),
          use.grade().text(),
          growth == null ? "?" : Humans.change(growth.bytesPerDay()),
          growth == null ? "?" : full(growth.full()),
          use.expands());
    }
    table.print(session.console(), "  ");
  }

  private String full(@Nullable Instant full) {
    return full == null ? "-" : session.times().minute(full);
  }

  private void budgets(List<BudgetUse> budgets) {
    session.console().line("");
    Table table =
        new Table()
            .column("BUDGET")
            .number("USED")
            .number("LIMITS")
            .number("TOTAL")
            .column("STATE")
            .column("VIEWS");
    for (BudgetUse budget : budgets) {
      table.row(
          budget.name(),
          Humans.bytes(budget.usedBytes()),
          Humans.bytes(budget.limitBytes()),
          Humans.bytes(budget.totalBytes()),
          budget.grade().text(),
          String.join(", ", budget.views()));
    }
    table.print(session.console(), "  ");
    for (BudgetUse budget : budgets) {
      budget
          .missing()
          .forEach(
              missing ->
                  session
                      .console()
                      .line(
                          "  %s: not counted: %s"
                              .formatted(budget.name(), Text.printable(missing))));
    }
  }
}
