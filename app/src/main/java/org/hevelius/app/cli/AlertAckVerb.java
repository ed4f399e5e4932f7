package org.hevelius.app.cli;

import java.util.Objects;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.usecase.AlertView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "ack",
    description = "say that you look after an alert, so that nobody else is told of it",
    footer = {"", "hevelius alert ack 12 --note \"the disk is on its way\""})
final class AlertAckVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "ALERT", description = "its number, as alert list shows it")
  long id;

  @Option(names = "--note", paramLabel = "TEXT", description = "what to tell the others")
  String note = "";

  AlertAckVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    AlertView alert = session.withFacade(home -> home.notices().acknowledge(id, note));
    session.result(alert, () -> print(alert));
  }

  private void print(AlertView alert) {
    Raised.Acknowledged by = Objects.requireNonNull(alert.acknowledged());
    session.console().line("%d  %s".formatted(alert.id(), Text.printable(alert.summary())));
    session
        .console()
        .line(
            "Acknowledged by %s %s%s. Nobody else is told of it."
                .formatted(
                    Text.printable(by.by()),
                    session.times().age(by.time()),
                    by.note().isEmpty() ? "" : ": " + Text.printable(by.note())));
  }
}
