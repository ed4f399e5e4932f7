package org.hevelius.app.cli;

import java.util.List;
import java.util.Locale;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.usecase.StorageView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "health",
    description = {
      "show how storage is: clusters, pools, nodes, devices, alarms, and how full it is",
      "",
      "Ends with 1 when something is critical. From 75 % on is warn, from 80 % alert, from 90 %"
          + " critical, unless storage.yaml in the home says otherwise."
    },
    footer = {"", "hevelius health vast:lab"})
final class HealthVerb implements java.util.concurrent.Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "WHERE",
      description = "vast, zfs, vast:CLUSTER, zfs:POOL, or a view with those below (else all)")
  @Nullable String where;

  @Option(
      names = {"-a", "--all"},
      description = "what is well, too")
  boolean all;

  HealthVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    StorageView.Health health = session.withFacade(home -> home.storage().health(where));
    session.result(health, () -> print(health));
    return (health.grade() == Grade.CRITICAL ? ExitCode.DIFFERENT : ExitCode.DONE).number();
  }

  private void print(StorageView.Health health) {
    if (health.findings().isEmpty()) {
      session.console().line("No storage system is known.");
      session.hint("Add a cluster:  hevelius cluster add NAME --address HOST");
      return;
    }
    List<Finding> shown =
        health.findings().stream()
            .filter(
                finding ->
                    all || finding.grade() != Grade.OK || finding.kind() == Finding.Kind.SPACE)
            .toList();
    Table table =
        new Table().column("STATE").column("WHAT").column("OF").column("FOUND").column("DO");
    shown.forEach(
        finding ->
            table.row(
                finding.grade().text(),
                finding.kind().name().toLowerCase(Locale.ROOT),
                finding.subject(),
                finding.evidence(),
                finding.remedy()));
    table.print(session.console(), "  ");
    long well = health.findings().stream().filter(one -> one.grade() == Grade.OK).count();
    session
        .console()
        .line(
            "%s; %s looked at, %s well"
                .formatted(
                    health.grade().text(),
                    Humans.count(health.findings().size(), "thing", "things"),
                    Humans.count(well)));
  }
}
