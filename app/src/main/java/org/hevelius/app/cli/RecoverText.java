package org.hevelius.app.cli;

import java.time.Duration;
import java.util.List;
import org.hevelius.core.recovery.RecoveryStep;
import org.hevelius.core.usecase.RecoveryPlan;
import org.hevelius.core.usecase.RecoveryPlanView;
import org.hevelius.core.usecase.RecoveryView;
import org.jspecify.annotations.Nullable;

/** Whole recoveries in words. */
final class RecoverText {
  /** How many snapshots that were passed over are named. */
  private static final int PASSED = 5;

  private final Session session;
  private final Console console;

  RecoverText(Session session) {
    this.session = session;
    this.console = session.console();
  }

  void plan(RecoveryPlanView plan) {
    console.line(
        "Plan %s  recover %s to %s, taken %s"
            .formatted(
                plan.plan().substring(0, 4),
                plan.dataset(),
                plan.reference(),
                session.times().exact(plan.taken())));
    plan.passedOver().stream()
        .limit(PASSED)
        .forEach(
            passed ->
                console.line(
                    console.yellow("  not %s: ".formatted(passed.reference()))
                        + Text.printable(passed.why())));
    if (plan.passedOver().size() > PASSED) {
      console.line("  nor %,d older ones".formatted(plan.passedOver().size() - PASSED));
    }
    console.line(
        "  what was written since, in %s, will no longer be in the data"
            .formatted(Humans.duration(plan.lost())));
    if (!plan.services().isEmpty()) {
      console.line("  services that are away meanwhile: " + String.join(", ", plan.services()));
    }
    plan.alsoThere()
        .forEach(other -> console.line("  also changed: dataset " + Text.printable(other)));
    console.line("Steps, in this order:");
    for (int i = 0; i < plan.steps().size(); i++) {
      int at = i;
      console.line("  %2d  %s".formatted(at + 1, words(plan.steps().get(at))));
      plan.places().stream().filter(place -> place.step() == at).forEach(this::place);
    }
    console.line("Nothing is destroyed for good: what is overwritten or deleted is in the guard.");
    plan.unguarded()
        .forEach(
            source ->
                console.line(
                    "  %s is gone: there is no present state to keep, and so none to go back to"
                        .formatted(Text.printable(source))));
    plan.warnings().forEach(w -> console.line(console.red("Warning: " + Text.printable(w))));
    console.line(
        plan.unguarded().isEmpty()
            ? "If a step fails, the state before is put back%s."
                .formatted(plan.services().isEmpty() ? "" : " and the services are started on it")
            : "If a step fails, the services are started again where that is safe.");
  }

  private void place(RecoveryPlanView.Place place) {
    if (place.way().equals("files")) {
      console.line(
          "        now: overwrite %,d, create %,d (%s), delete %,d that the snapshot doesn't have"
              .formatted(
                  place.overwrite(), place.create(), Humans.bytes(place.bytes()), place.delete()));
    }
    place.effects().forEach(effect -> console.line("        " + Text.printable(effect)));
  }

  private static String words(RecoveryView.Step step) {
    String command =
        step.command().isEmpty()
            ? ""
            : ":  " + String.join(" ", step.command().stream().map(Text::word).toList());
    return Text.printable(step.what() + command);
  }

  void afterDryRun(RecoveryPlanView plan) {
    session.hint(
        "Nothing was changed. To do it%s: hevelius recover %s --at %s"
            .formatted(
                session.service().isPresent() ? ", on the machine of the service" : "",
                plan.dataset(),
                plan.reference()));
  }

  /** A step as it begins and ends. */
  void step(RecoveryStep step) {
    switch (step.state()) {
      case BEGUN -> console.error((step.back() ? "back: " : "") + Text.printable(step.text()));
      case FAILED -> console.error("  failed: " + Text.printable(step.detail()));
      case DONE -> {
        if (!step.detail().isEmpty()) {
          console.error("  " + Text.printable(step.detail()));
        }
      }
      case WAITING -> {}
    }
  }

  void ended(RecoveryView recovery, @Nullable RecoveryPlan plan) {
    console.line(outcome(recovery));
    Duration took = recovery.rto();
    if (took != null) {
      Duration target = plan == null ? null : plan.rto();
      console.line(
          "  away %s%s; lost %s of work (the age of the snapshot)"
              .formatted(
                  Humans.duration(took),
                  target == null
                      ? ""
                      : took.compareTo(target) <= 0
                          ? ", within the %s asked for".formatted(Humans.duration(target))
                          : ", more than the %s asked for".formatted(Humans.duration(target)),
                  Humans.duration(recovery.rpo())));
    }
    remaining(recovery);
    String guard = recovery.guard();
    if (guard != null && recovery.state().equals("succeeded")) {
      session.hint(
          "The state before:  hevelius recover %s --at %s        All steps:  hevelius recover show %d"
              .formatted(recovery.dataset(), guard, recovery.id()));
    }
  }

  /** Commands stop, start or check something. */
  private static boolean hasServices(RecoveryView recovery) {
    return recovery.steps().stream().anyMatch(step -> !step.command().isEmpty());
  }

  private String outcome(RecoveryView recovery) {
    return switch (recovery.state()) {
      case "succeeded" ->
          "%s is as in %s%s."
              .formatted(
                  recovery.dataset(),
                  recovery.reference(),
                  hasServices(recovery) ? ", and its services run" : "");
      case "back" ->
          console.red(
                  "Not recovered: %s is as it was before%s."
                      .formatted(
                          recovery.dataset(),
                          hasServices(recovery) ? ", and its services were started" : ""))
              + "\n  "
              + Text.printable(recovery.detail());
      case "settled" -> "Noted: " + Text.printable(recovery.detail());
      default ->
          console.red("Stuck: somebody has to look at %s.".formatted(recovery.dataset()))
              + "\n  "
              + Text.printable(recovery.detail());
    };
  }

  private void remaining(RecoveryView recovery) {
    recovery.remaining().forEach(line -> console.line("  " + Text.printable(line)));
  }

  void recovery(RecoveryView recovery) {
    console.line(
        "Recovery %d of %s to %s: %s"
            .formatted(recovery.id(), recovery.dataset(), recovery.reference(), recovery.state()));
    console.line(
        "  begun %s by %s on %s, plan %s"
            .formatted(
                session.times().exact(recovery.started()),
                Text.printable(recovery.actor()),
                Text.printable(recovery.host()),
                recovery.plan().substring(0, Math.min(4, recovery.plan().length()))));
    if (!recovery.detail().isEmpty()) {
      console.line("  " + Text.printable(recovery.detail()));
    }
    Table table = new Table().column("STATE").column("STEP").number("TOOK").column("");
    for (RecoveryView.Step step : recovery.steps()) {
      boolean known = step.started() != null && step.finished() != null;
      table.row(
          step.state(),
          (step.back() ? "back: " : "") + step.what(),
          known ? Humans.duration(Duration.between(step.started(), step.finished())) : "-",
          step.detail());
    }
    table.print(console, "  ");
    remaining(recovery);
  }

  void list(List<RecoveryView> all) {
    if (all.isEmpty()) {
      console.line("There was no recovery so far.");
      return;
    }
    Table table =
        new Table()
            .number("#")
            .column("BEGUN (" + session.times().zoneName() + ")")
            .column("OF")
            .column("TO")
            .column("STATE")
            .number("AWAY")
            .column("");
    for (RecoveryView recovery : all) {
      Duration took = recovery.rto();
      table.row(
          String.valueOf(recovery.id()),
          session.times().minute(recovery.started()),
          recovery.dataset(),
          recovery.reference(),
          recovery.state(),
          took == null ? "-" : Humans.duration(took),
          recovery.detail());
    }
    table.print(console, "  ");
  }
}
