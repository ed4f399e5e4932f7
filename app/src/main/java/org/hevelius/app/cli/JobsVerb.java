package org.hevelius.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.runner.Impact;
import org.hevelius.core.usecase.Jobs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "jobs",
    description = {
      "show what was due by policy, and what became of it",
      "",
      "The newest stand first: snapshots by schedule, cleanups by policy, and freeing of space."
          + " They are done by hevelius serve."
    },
    footer = {"", "hevelius jobs cosmos7/raw --state failed", "hevelius jobs --limit 200 --json"})
final class JobsVerb implements Runnable {
  private static final int MOST = 100_000;

  private final Session session;

  @Parameters(paramLabel = "DATASET", arity = "0..1", description = "only of this dataset")
  @Nullable String dataset;

  private static final double WORTH = 1.5;

  @Option(
      names = "--state",
      paramLabel = "S",
      description =
          "only these: claimed, running, succeeded, partial, failed, missed, skipped, interrupted")
  @Nullable String state;

  @Option(names = "--limit", paramLabel = "N", description = "how many at most (${DEFAULT-VALUE})")
  int limit = 30;

  JobsVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (limit < 1 || limit > MOST) {
      throw new HeveliusException(Category.INVALID, "--limit takes 1 to 100,000, not " + limit);
    }
    var wanted = state == null ? null : Jobs.state(state);
    Jobs.Listing jobs = session.withFacade(home -> home.jobs().list(dataset, wanted, limit));
    session.result(jobs, () -> print(jobs));
  }

  private void print(Jobs.Listing jobs) {
    if (jobs.runs().isEmpty()) {
      session.console().line("Nothing was due so far.");
    } else {
      Table table =
          new Table()
              .number("#")
              .column("PLANNED (" + session.times().zoneName() + ")")
              .column("STARTED")
              .number("TOOK")
              .column("WHAT")
              .column("OF")
              .column("RESULT")
              .column("");
      jobs.runs().forEach(run -> row(table, run));
      table.print(session.console(), "  ");
    }
    next(jobs.next());
  }

  private void row(Table table, Jobs.View run) {
    Instant started = run.started();
    Duration took = run.duration();
    String dataset = run.dataset();
    table.row(
        String.valueOf(run.id()),
        session.times().minute(run.planned()),
        started == null ? "-" : session.times().minute(started),
        took == null ? "-" : Humans.duration(took),
        run.kind(),
        run.snapshot() != null ? run.snapshot() : dataset == null ? "repositories" : dataset,
        run.state(),
        said(run));
  }

  private static String said(Jobs.View run) {
    List<String> said = new ArrayList<>();
    said.add(String.join(", ", run.causes()));
    said.add(run.detail());
    Impact impact = run.impact();
    if (impact != null) {
      said.add(impact(impact));
    }
    said.removeIf(String::isEmpty);
    return String.join("; ", said);
  }

  /** Only what is worth a word: the speed, and the source where it was slower. */
  private static String impact(Impact impact) {
    String speed =
        impact.bytesPerSecond() == 0
            ? ""
            : Humans.bytes(impact.bytesPerSecond())
                + "/s"
                + (impact.addedBytesPerSecond() == 0
                    ? ""
                    : ", " + Humans.bytes(impact.addedBytesPerSecond()) + "/s new");
    String slower =
        impact.isSlowedBy(WORTH)
            ? String.format(
                Locale.ROOT,
                "the source took %.1f ms instead of %.1f ms",
                impact.meanwhile().medianMicros() / 1000.0,
                impact.before().medianMicros() / 1000.0)
            : "";
    return speed.isEmpty() || slower.isEmpty() ? speed + slower : speed + "; " + slower;
  }

  private void next(List<Jobs.Next> next) {
    for (Jobs.Next due : next) {
      session
          .console()
          .line(
              "Next:  %s  %s, %s  (%s)"
                  .formatted(
                      due.dataset(),
                      session.times().exact(due.time()),
                      session.times().age(due.time()),
                      String.join(", ", due.schedules())));
    }
    if (next.isEmpty()) {
      session.hint("No schedule is due. What a policy says: hevelius policy explain DATASET");
    }
  }
}
