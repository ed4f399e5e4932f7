package org.hevelius.app.cli;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.policy.RecoveryMode;
import org.hevelius.core.recovery.Recovery;
import org.hevelius.core.recovery.RecoveryStep;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.Recoveries;
import org.hevelius.core.usecase.RecoveryPlan;
import org.hevelius.core.usecase.RecoveryPlanView;
import org.hevelius.core.usecase.RecoveryView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "recover",
    description = {
      "bring a whole dataset back after a disaster: services, data, checks",
      "",
      "Stops the services that the dataset's policy names, takes a guard snapshot of the present"
          + " state, puts the data back, compares them with the snapshot, starts the services and"
          + " asks whether they are well. If anything fails after the stop, the state before is put"
          + " back and the services are started on it. Nothing is done before you have seen and"
          + " confirmed the whole plan, and nothing is destroyed for good: ways of storage that"
          + " destroy newer snapshots are for `hevelius rollback`."
    },
    subcommands = {RecoverListVerb.class, RecoverShowVerb.class},
    footer = {
      "",
      "Look first, change nothing:           hevelius recover metis --dry-run",
      "To the newest good snapshot:          hevelius recover metis",
      "To a moment, or a snapshot:           hevelius recover metis --at 2026-11-20T02:00",
      "After a crash in the middle:          hevelius recover metis --resume, or --back",
      "Back to the state before a recovery:  hevelius recover metis --at metis@GUARD"
    })
final class RecoverVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "DATASET", arity = "0..1", description = "the dataset")
  @Nullable String dataset;

  @Option(
      names = "--at",
      paramLabel = "WHEN",
      description =
          "the snapshot: a reference, a version, a name or a time (the newest that is not known"
              + " bad, guards left aside)")
  @Nullable String at;

  @Option(
      names = "--mode",
      paramLabel = "M",
      description = "exchange or files (as the policy says, else exchange where the storage can)")
  @Nullable String mode;

  @Option(names = "--resume", description = "go on with an interrupted recovery")
  boolean resume;

  @Option(names = "--back", description = "take an interrupted recovery back to the state before")
  boolean back;

  @Option(
      names = "--settled",
      paramLabel = "WHY",
      description = "an interrupted recovery was settled by hand: only note it")
  @Nullable String settled;

  @Option(names = "--dry-run", description = "show the plan and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  RecoverVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String name = dataset;
    if (name == null) {
      throw new HeveliusException(
          Category.INVALID,
          "say which dataset to recover",
          "hevelius recover DATASET --dry-run; earlier recoveries: hevelius recover list");
    }
    int ways = (resume ? 1 : 0) + (back ? 1 : 0) + (settled == null ? 0 : 1);
    if (ways > 1 || (ways == 1 && (at != null || mode != null))) {
      throw new HeveliusException(
          Category.INVALID,
          "--resume, --back and --settled go on with what was begun: they stand alone");
    }
    if (ways == 0 && dryRun) {
      return session.withFacade(home -> look(home, request(name)));
    }
    return session.withHome(home -> ways == 0 ? recover(home, request(name)) : goOn(home, name));
  }

  private Recoveries.Request request(String name) {
    return new Recoveries.Request(name, at, mode == null ? null : RecoveryMode.parse(mode));
  }

  private int look(Facade home, Recoveries.Request request) {
    RecoverText text = new RecoverText(session);
    RecoveryPlanView plan;
    try (Interruption interruption = session.interruption()) {
      plan = home.recoveries().look(request, session.phases(), interruption);
    }
    session.result(
        plan,
        () -> {
          text.plan(plan);
          text.afterDryRun(plan);
        });
    return ExitCode.DONE.number();
  }

  private int recover(Hevelius home, Recoveries.Request request) {
    Recoveries recoveries = home.recoveries();
    RecoverText text = new RecoverText(session);
    RecoveryPlan plan;
    try (Interruption interruption = session.interruption()) {
      plan = recoveries.plan(request, session.phases(), interruption);
    }
    if (!session.json()) {
      text.plan(RecoveryPlanView.of(plan));
    }
    session.approve("plan " + plan.id().substring(0, 4), yes);
    try (Interruption interruption = session.interruption()) {
      return ended(recoveries.execute(plan, watcher(text), session.phases(), interruption), plan);
    }
  }

  private int goOn(Hevelius home, String name) {
    Recoveries recoveries = home.recoveries();
    RecoverText text = new RecoverText(session);
    String why = settled;
    Recovery unfinished =
        recoveries
            .unfinished(recoveries.dataset(name).name())
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.NOT_FOUND, "no recovery of " + name + " is unfinished"));
    if (!session.json()) {
      text.recovery(RecoveryView.of(unfinished));
    }
    if (dryRun) {
      session.result(RecoveryView.of(unfinished), () -> {});
      return ExitCode.DONE.number();
    }
    String what = why != null ? "the note" : back ? "the way back" : "what is left of the recovery";
    session.approve(what, yes);
    if (why != null) {
      return ended(recoveries.settle(name, why), null);
    }
    Recoveries.Way way = back ? Recoveries.Way.BACK : Recoveries.Way.RESUME;
    try (Interruption interruption = session.interruption()) {
      return ended(
          recoveries.resume(name, way, watcher(text), session.phases(), interruption), null);
    }
  }

  private Consumer<RecoveryStep> watcher(RecoverText text) {
    return session.json() || session.quiet() ? _ -> {} : text::step;
  }

  private int ended(Recovery recovery, @Nullable RecoveryPlan plan) {
    RecoveryView view = RecoveryView.of(recovery);
    session.result(view, () -> new RecoverText(session).ended(view, plan));
    boolean asked =
        switch (recovery.state()) {
          case SUCCEEDED, SETTLED -> true;
          case BACK -> back;
          case RUNNING, STUCK -> false;
        };
    return (asked
            ? ExitCode.DONE
            : recovery.state() == Recovery.State.BACK ? ExitCode.DIFFERENT : ExitCode.UNAVAILABLE)
        .number();
  }
}
