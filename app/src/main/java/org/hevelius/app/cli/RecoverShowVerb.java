package org.hevelius.app.cli;

import org.hevelius.core.usecase.RecoveryView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "show a whole recovery: each step, and what is left to be done",
    footer = {"", "hevelius recover show 3"})
final class RecoverShowVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "N", description = "its number, as hevelius recover list shows it")
  long number;

  RecoverShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    RecoveryView view = session.withFacade(home -> home.recoveries().show(number));
    session.result(view, () -> new RecoverText(session).recovery(view));
  }
}
