package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.usecase.AlertView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "list what is wrong, the newest first",
    footer = {"", "hevelius alert list", "hevelius alert list --closed"})
final class AlertListVerb implements Runnable {
  private final Session session;

  @Option(names = "--closed", description = "also what is well again")
  boolean closed;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "at most so many (${DEFAULT-VALUE})")
  int limit = 50;

  AlertListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<AlertView> alerts =
        session.withFacade(home -> home.notices().alerts(closed, Math.clamp(limit, 1, 10_000)));
    session.result(alerts, () -> print(alerts));
  }

  private void print(List<AlertView> alerts) {
    if (alerts.isEmpty()) {
      session.console().line(closed ? "There was no alert." : "No alert is open.");
      return;
    }
    Table table =
        new Table()
            .number("ALERT")
            .column("KIND")
            .column("SINCE")
            .number("TIMES")
            .column("STATE")
            .column("WHAT");
    for (AlertView alert : alerts) {
      table.row(
          String.valueOf(alert.id()),
          alert.kind(),
          session.times().age(alert.since()),
          String.valueOf(alert.times()),
          state(alert),
          Text.printable(alert.summary()));
    }
    table.print(session.console(), "  ");
    alerts.stream()
        .filter(alert -> alert.state().equals("open"))
        .findFirst()
        .ifPresent(alert -> session.hint("Look after one:  hevelius alert ack " + alert.id()));
  }

  private static String state(AlertView alert) {
    Raised.Acknowledged by = alert.acknowledged();
    return by == null || !alert.state().equals("acknowledged")
        ? alert.state()
        : "taken by " + Text.printable(by.by());
  }
}
