package org.hevelius.app.cli;

import org.hevelius.core.usecase.Notices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "list the channels, and the messages that wait or were given up",
    footer = {"", "hevelius notify list"})
final class NotifyListVerb implements Runnable {
  private final Session session;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "at most so many messages (${DEFAULT-VALUE})")
  int limit = 50;

  NotifyListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Notices.Overview overview =
        session.withFacade(home -> home.notices().list(Math.clamp(limit, 0, 10_000)));
    session.result(overview, () -> print(overview));
  }

  private void print(Notices.Overview overview) {
    if (overview.channels().isEmpty()) {
      session.console().line("There is no channel: nobody is told of anything.");
      session.hint(
          "Name one in  "
              + session
                  .service()
                  .map(service -> "notifications.yaml in the home of " + Text.printable(service))
                  .orElseGet(() -> session.home().resolve("notifications.yaml").toString())
              + "  as docs/monitoring.md shows");
    } else {
      Table table =
          new Table()
              .column("CHANNEL")
              .column("BY")
              .column("TOLD OF")
              .number("WAITING")
              .number("GIVEN UP");
      for (Notices.ChannelView channel : overview.channels()) {
        table.row(
            channel.name(),
            channel.kind(),
            channel.wants(),
            String.valueOf(channel.waiting()),
            String.valueOf(channel.failed()));
      }
      table.print(session.console(), "  ");
    }
    queue(overview);
    if (!overview.channels().isEmpty()) {
      session.hint("Try one:  hevelius notify test " + overview.channels().getFirst().name());
    }
  }

  private void queue(Notices.Overview overview) {
    if (overview.queue().isEmpty()) {
      return;
    }
    session.console().line("");
    Table table =
        new Table()
            .column("MESSAGE")
            .column("FOR")
            .column("SINCE")
            .number("TRIED")
            .column("WHAT BECAME OF IT");
    for (Notices.NoticeView notice : overview.queue()) {
      String state = notice.next() == null ? "given up" : "waits";
      table.row(
          Text.printable(notice.title()),
          notice.channel(),
          session.times().age(notice.queued()),
          String.valueOf(notice.attempts()),
          notice.error().isEmpty() ? state : state + ": " + Text.printable(notice.error()));
    }
    table.print(session.console(), "  ");
    if (overview.more() > 0) {
      session.console().line("... and %,d more".formatted(overview.more()));
    }
  }
}
