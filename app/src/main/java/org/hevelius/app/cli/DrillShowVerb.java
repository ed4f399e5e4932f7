package org.hevelius.app.cli;

import org.hevelius.core.usecase.DrillView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = {
      "show what a drill found and measured",
      "",
      "With --verbose all findings that are kept."
    })
final class DrillShowVerb implements Runnable {
  private final Session session;

  @Parameters(index = "0", paramLabel = "DATASET", description = "the dataset")
  String dataset = "";

  @Parameters(
      index = "1",
      paramLabel = "NUMBER",
      arity = "0..1",
      description = "the drill (else the newest)")
  @Nullable Long number;

  DrillShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    DrillView drill = session.withFacade(home -> home.drills().show(dataset, number));
    session.result(drill, () -> print(drill));
  }

  private void print(DrillView drill) {
    DrillText.print(session, drill, false);
    session
        .console()
        .line(
            Text.printable(
                "  evidence   %s by %s on %s with %s%s"
                    .formatted(
                        session.times().minute(drill.started()),
                        drill.by(),
                        drill.host(),
                        drill.program(),
                        drill.scheduled() ? ", as the policy asks" : "")));
    if (!drill.measured().listing().isEmpty()) {
      session.console().line("             listing " + drill.measured().listing());
    }
  }
}
