package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.ManagedPolicies;
import org.hevelius.core.usecase.ManagedPolicies.Difference;
import org.hevelius.core.usecase.PolicyView;

/** What the verbs of policies have in common. */
final class PolicyText {
  private PolicyText() {}

  /** Shows a plan, asks, and carries it out; nothing to do is no question. */
  static int carryOut(
      Session session, Facade home, ManagedPolicies.Plan plan, boolean dryRun, boolean yes) {
    if (!session.json()) {
      show(session, plan);
    }
    if (dryRun || plan.isEmpty()) {
      session.result(
          PolicyView.Planned.of(plan, false),
          () ->
              session
                  .console()
                  .line(
                      plan.isEmpty()
                          ? "There is nothing to do."
                          : "Nothing was changed: this was a dry run. To carry it out, leave out"
                              + " --dry-run."));
      return ExitCode.DONE.number();
    }
    session.approve("plan " + RestoreText.shortId(plan.id()), yes);
    ManagedPolicies.Plan done = home.policies().execute(plan);
    session.result(
        PolicyView.Planned.of(done, true),
        () -> {
          session
              .console()
              .line(
                  "Done: %s%s."
                      .formatted(
                          Humans.count(done.changed(), "policy", "policies"),
                          done.storage().isEmpty()
                              ? ""
                              : ", and "
                                  + Humans.count(done.storage().size(), "change", "changes")
                                  + " on the storage"));
          session.hint("What holds for a dataset: hevelius policy explain DATASET");
        });
    return ExitCode.DONE.number();
  }

  private static void show(Session session, ManagedPolicies.Plan plan) {
    Console console = session.console();
    console.line(console.bold("Plan " + RestoreText.shortId(plan.id())) + "  policies");
    for (Difference difference : plan.differences()) {
      console.line(
          "  %-9s  %s%s"
              .formatted(
                  word(difference.kind()),
                  difference.policy(),
                  difference.datasets().isEmpty()
                      ? ""
                      : "  for " + String.join(", ", difference.datasets())));
      difference.lines().forEach(line -> console.line("    " + Text.printable(line)));
    }
    if (!plan.storage().isEmpty()) {
      console.line("  on the storage");
      plan.storage().forEach(step -> console.line("    " + Text.printable(step)));
    }
    plan.notes().forEach(note -> console.line("note: " + Text.printable(note)));
  }

  private static String word(Difference.Kind kind) {
    return switch (kind) {
      case NEW -> "add";
      case CHANGED -> "change";
      case TEXT -> "text only";
      case SAME -> "unchanged";
      case REMOVED -> "remove";
    };
  }

  /** Tells which policies are for a dataset, and which of them have no effect yet. */
  static void head(
      Session session,
      String dataset,
      List<String> policies,
      List<String> simulated,
      List<String> drafts) {
    Console console = session.console();
    console.line(
        console.bold(dataset)
            + (policies.isEmpty()
                ? "  no policy: only defaults hold"
                : "  by " + String.join(" < ", policies)));
    if (!simulated.isEmpty()) {
      console.line(
          console.yellow(
              "  simulated only: %s; nothing is taken or forgotten by it"
                  .formatted(String.join(", ", simulated))));
    }
    if (!drafts.isEmpty()) {
      console.line("  drafts, without effect: " + String.join(", ", drafts));
    }
  }
}
