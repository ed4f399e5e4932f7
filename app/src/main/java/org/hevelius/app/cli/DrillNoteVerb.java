package org.hevelius.app.cli;

import org.hevelius.core.usecase.DrillView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "note", description = "keep what was learned from a drill")
final class DrillNoteVerb implements Runnable {
  private final Session session;

  @Parameters(index = "0", paramLabel = "DATASET", description = "the dataset")
  String dataset = "";

  @Parameters(index = "1", paramLabel = "NUMBER", description = "the drill")
  long number;

  @Parameters(index = "2", paramLabel = "LESSON", description = "a sentence, in quotes")
  String lesson = "";

  DrillNoteVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    DrillView drill = session.withFacade(home -> home.drills().note(dataset, number, lesson));
    session.result(
        drill, () -> session.console().line("Noted for drill %d of %s".formatted(number, dataset)));
  }
}
