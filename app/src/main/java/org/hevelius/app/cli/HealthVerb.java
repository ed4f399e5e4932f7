package org.hevelius.app.cli;

import java.time.Instant;
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
      "Alarms of the storage that are on are among it; --events shows what happened there instead.",
      "Ends with 1 when something is critical. From 75 % on is warn, from 80 % alert, from 90 %"
          + " critical, unless storage.yaml in the home says otherwise."
    },
    footer = {
      "",
      "hevelius health vast:lab",
      "hevelius health vast:lab --events --since 7d --least warn"
    })
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

  @Option(
      names = "--events",
      description = "what happened there, as the storage says, newest first")
  boolean events;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "1d",
      description = "with --events: from 7d ago, or a date, on (else 1d)")
  String since = "";

  @Option(
      names = "--least",
      paramLabel = "GRADE",
      defaultValue = "ok",
      description = "with --events: only ok, warn, alert or critical and what is worse (else ok)")
  String least = "";

  HealthVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (events) {
      Instant from = new Moments(session.times()).from(since);
      StorageView.Events found =
          session.withFacade(home -> home.storage().events(where, from, Grade.parse(least)));
      session.result(found, () -> print(found));
      return ExitCode.DONE.number();
    }
    StorageView.Health health = session.withFacade(home -> home.storage().health(where));
    session.result(health, () -> print(health));
    return (health.grade() == Grade.CRITICAL ? ExitCode.DIFFERENT : ExitCode.DONE).number();
  }

  private void print(StorageView.Events found) {
    Table table =
        new Table()
            .column("WHEN (" + session.times().zoneName() + ")")
            .column("STATE")
            .column("SYSTEM")
            .column("OF")
            .column("WHAT");
    found
        .events()
        .forEach(
            event ->
                table.row(
                    session.times().minute(event.time()),
                    event.grade().text(),
                    event.system(),
                    Text.printable(event.about()),
                    Text.printable(event.message())));
    if (found.events().isEmpty()) {
      session.console().line("Nothing like that happened, as far as the storage says.");
    } else {
      table.print(session.console(), "  ");
    }
    if (found.more()) {
      session.hint("There are more; narrow it down with --since and --least.");
    }
    found
        .troubles()
        .forEach(
            trouble ->
                session
                    .console()
                    .line("%s can't be asked: %s".formatted(trouble.system(), trouble.evidence())));
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
