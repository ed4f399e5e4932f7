package org.hevelius.app.cli;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.usecase.PolicyView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "next",
    description = {
      "show when the schedules of a dataset are due next, and its drills and checks",
      "",
      "In the zone of each schedule, with jitter and blackout windows. What falls on one time is"
          + " one snapshot. Where clocks are set, it is said what becomes of the run."
    })
final class PolicyNextVerb implements Runnable {
  private static final int MOST = 1000;

  private final Session session;

  @Parameters(paramLabel = "DATASET", description = "a dataset")
  String dataset = "";

  @Option(names = "-n", paramLabel = "N", description = "how many times (${DEFAULT-VALUE})")
  int count = 10;

  @Option(
      names = "--from",
      paramLabel = "WHEN",
      description = "after when (now): a date, or a date and time")
  @Nullable String from;

  PolicyNextVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (count < 1 || count > MOST) {
      throw new HeveliusException(Category.INVALID, "-n takes 1 to 1,000 times, not " + count);
    }
    String wanted = from;
    Instant start = wanted == null ? null : new Moments(session.times()).from(wanted).minusNanos(1);
    PolicyView.Next next = session.withFacade(home -> home.policies().next(dataset, count, start));
    session.result(next, () -> print(next));
  }

  private void print(PolicyView.Next next) {
    PolicyText.head(session, next.dataset(), next.policies(), next.simulated(), List.of());
    if (next.runs().isEmpty()) {
      session.console().line("  No schedule is due.");
    } else {
      runs(next);
    }
    for (PolicyView.Care care : next.care()) {
      session
          .console()
          .line(
              "  %s  %s (%s)"
                  .formatted(session.times().minute(care.time()), words(care), care.said()));
    }
  }

  private static String words(PolicyView.Care care) {
    return care.kind().equals("drill") ? "a restore is rehearsed" : "repositories are checked";
  }

  private void runs(PolicyView.Next next) {
    Table table = new Table().column("WHEN").column("ZONE").column("SCHEDULE").column("");
    Instant before = null;
    for (PolicyView.Run run : next.runs()) {
      table.row(
          run.time().equals(before) ? "" : local(run.local()),
          run.zone(),
          run.schedule(),
          said(run));
      before = run.time();
    }
    table.print(session.console(), "  ");
  }

  private static String local(OffsetDateTime time) {
    String text = time.withNano(0).toLocalDateTime().withSecond(0).toString().replace('T', ' ');
    String seconds = time.getSecond() == 0 ? "" : ":%02d".formatted(time.getSecond());
    return text
        + seconds
        + " "
        + (time.getOffset().getTotalSeconds() == 0 ? "+00:00" : time.getOffset());
  }

  private static String said(PolicyView.Run run) {
    List<String> parts = new ArrayList<>();
    String clocks = run.clocks();
    if (clocks != null) {
      parts.add(clocks);
    }
    if (run.moved()) {
      parts.add("moved out of a blackout window");
    } else if (!run.shift().isZero()) {
      parts.add("shifted by " + Humans.duration(run.shift()));
    }
    return String.join(", ", parts);
  }
}
