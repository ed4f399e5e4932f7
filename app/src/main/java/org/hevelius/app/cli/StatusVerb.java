package org.hevelius.app.cli;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.usecase.DrillStanding;
import org.hevelius.core.usecase.DrillView;
import org.hevelius.core.usecase.Jobs;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = {
      "show how each dataset stands",
      "",
      "Its newest snapshot, how old that may be, what is due next, how the last run ended, and"
          + " whether a service takes what is due. Ends with 1 when a dataset's newest snapshot is"
          + " too old, or it got none in that time, its last runs have failed, its last drill has"
          + " not passed or one is overdue, something is due that nobody takes, the catalog can't"
          + " be written, or a clock is wrong."
    })
final class StatusVerb implements Callable<Integer> {
  private record Found(Jobs.Status status, List<DrillStanding> drills) {}

  private final Session session;

  StatusVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Found found =
        session.withFacade(home -> new Found(home.jobs().status(), home.drills().standing(null)));
    Jobs.Status status = found.status();
    List<DrillStanding> unsound =
        found.drills().stream().filter(drills -> !drills.sound()).toList();
    session.result(
        status,
        () -> {
          print(status);
          unsound.forEach(this::drills);
        });
    return (isGood(status) && unsound.isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT).number();
  }

  private static boolean isGood(Jobs.Status status) {
    boolean due = status.datasets().stream().anyMatch(dataset -> dataset.next() != null);
    return (status.service().running() || !due)
        && status.datasets().stream()
            .noneMatch(d -> d.tooOld() || d.failures() > 0 || !d.dangers().isEmpty())
        && status.repositories().stream().allMatch(space -> space.problem() == null)
        && status.warnings().isEmpty();
  }

  private void print(Jobs.Status status) {
    if (status.datasets().isEmpty()) {
      session.console().line("There is no dataset yet.");
    } else {
      Table table =
          new Table()
              .column("DATASET")
              .column("NEWEST")
              .column("TAKEN")
              .column("MAY BE")
              .column("LAST RUN")
              .column("NEXT (" + session.times().zoneName() + ")")
              .column("");
      status.datasets().forEach(dataset -> row(table, dataset));
      table.print(session.console(), "  ");
    }
    for (Jobs.DatasetStatus dataset : status.datasets()) {
      for (String danger : dataset.dangers()) {
        session
            .console()
            .line(session.console().red("Warning: " + dataset.dataset() + ": " + danger));
      }
    }
    status.repositories().forEach(this::space);
    if (!status.datasets().isEmpty()) {
      status.upkeep().forEach(this::upkeep);
    }
    status.warnings().forEach(w -> session.console().line(session.console().red("Warning: " + w)));
    service(status);
  }

  private void drills(DrillStanding drills) {
    DrillView last = drills.last();
    String failed =
        last == null || last.passed()
            ? ""
            : "the last drill, %d, %s".formatted(last.number(), last.state());
    String overdue = drills.overdue() ? "no drill has passed since one was due" : "";
    String words =
        String.join("; ", List.of(failed, overdue).stream().filter(s -> !s.isEmpty()).toList());
    session
        .console()
        .line(session.console().red("Drills of %s: %s".formatted(drills.dataset(), words)));
    session.hint("Look at it:  hevelius drill show " + drills.dataset());
  }

  private void row(Table table, Jobs.DatasetStatus dataset) {
    Instant taken = dataset.taken();
    Jobs.View last = dataset.last();
    Jobs.Next next = dataset.next();
    String newest = dataset.newest();
    table.row(
        dataset.dataset(),
        newest == null ? "-" : newest.substring(newest.indexOf('@')),
        taken == null ? "never" : session.times().age(taken),
        Humans.duration(dataset.rpo()),
        last == null ? "-" : last.state() + " " + session.times().age(last.planned()),
        next == null ? "-" : session.times().minute(next.time()),
        said(dataset));
  }

  private static String said(Jobs.DatasetStatus dataset) {
    String old = dataset.tooOld() ? dataset.newest() == null ? "NO SNAPSHOT" : "TOO OLD" : "";
    String failed = dataset.failures() > 0 ? dataset.failures() + " failed in a row" : "";
    String missed = dataset.missed() > 0 ? dataset.missed() + " missed in 7 days" : "";
    return String.join(
        ", ", List.of(old, failed, missed).stream().filter(s -> !s.isEmpty()).toList());
  }

  private void upkeep(Jobs.Upkeep upkeep) {
    Instant next = upkeep.next();
    Jobs.View last = upkeep.last();
    session
        .console()
        .line(
            "%s: %s%s%s"
                .formatted(
                    upkeep.kind().equals("prune") ? "Space is freed" : "Repositories are checked",
                    upkeep.said().equals("off") ? "never" : upkeep.said(),
                    last == null
                        ? ""
                        : ", last " + session.times().minute(last.planned()) + " " + last.state(),
                    next == null ? "" : ", next " + session.times().minute(next)));
  }

  private void space(Jobs.Space space) {
    Long bytes = space.storedBytes();
    session
        .console()
        .line(
            "Repository %s: %s"
                .formatted(
                    space.name(),
                    bytes == null ? String.valueOf(space.problem()) : Humans.bytes(bytes)));
  }

  private void service(Jobs.Status status) {
    Jobs.Service service = status.service();
    String node = service.node();
    if (service.running()) {
      session.console().line("What is due is taken by the service " + node);
    } else {
      session.console().line("No service is running: nothing that is due is taken.");
      session.hint("Start one:  hevelius serve");
    }
  }
}
