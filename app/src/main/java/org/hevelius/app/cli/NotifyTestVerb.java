package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.usecase.Notices;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description = "send a test message now, and show what became of it",
    footer = {"", "hevelius notify test ops"})
final class NotifyTestVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "CHANNEL",
      description = "the channel (else all of them)")
  @Nullable String channel;

  NotifyTestVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Notices.Trial> trials = session.withFacade(home -> home.notices().test(channel));
    session.result(trials, () -> trials.forEach(this::print));
    return trials.stream().allMatch(Notices.Trial::delivered)
        ? ExitCode.DONE.number()
        : ExitCode.UNAVAILABLE.number();
  }

  private void print(Notices.Trial trial) {
    String detail = trial.detail().isEmpty() ? "" : ": " + Text.printable(trial.detail());
    session
        .console()
        .line(
            "%s  (%s)  %s%s"
                .formatted(
                    trial.channel(),
                    trial.kind(),
                    trial.delivered() ? "delivered" : "not delivered",
                    detail));
  }
}
