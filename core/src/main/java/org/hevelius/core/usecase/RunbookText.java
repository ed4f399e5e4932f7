package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hevelius.core.drill.Drill;
import org.hevelius.core.policy.Lengths;
import org.hevelius.core.policy.RecoveryCommand;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** A recovery procedure in Markdown. */
final class RunbookText {
  private RunbookText() {}

  /** All that is configured: a runbook is out of date when this reads differently. */
  static String configuration(Runbooks.Facts facts) {
    RecoveryPlanner.Settings settings = facts.settings();
    List<String> lines = new ArrayList<>();
    lines.add("| what | as configured |");
    lines.add("|---|---|");
    facts.places().forEach(place -> lines.add(row("source", place.source().toString())));
    facts.dataset().excludes().forEach(exclude -> lines.add(row("left out", exclude)));
    lines.add(row("repository", facts.repository() + " at " + facts.way().location()));
    lines.add(row("its password", facts.way().password()));
    facts.schedules().forEach(line -> lines.add(row("taken and kept", line)));
    settings.services().forEach(unit -> lines.add(row("service", unit)));
    settings.stop().forEach(command -> lines.add(row("stop", words(command))));
    settings.start().forEach(command -> lines.add(row("start", words(command))));
    settings.checks().forEach(command -> lines.add(row("health check", words(command))));
    lines.add(
        row(
            "put back by",
            settings.mode() == null
                ? "the first way that destroys nothing"
                : settings.mode().text()));
    lines.add(row("compared by", settings.readAll() ? "all content" : "sizes and times"));
    Duration rto = settings.rto();
    lines.add(row("should take at most", rto == null ? "not said" : Lengths.text(rto)));
    settings.contacts().forEach(contact -> lines.add(row("contact", contact)));
    return String.join("\n", lines) + "\n";
  }

  static String markdown(Runbooks.Facts facts, String configuration, String hash, Instant now) {
    StringBuilder text = new StringBuilder();
    String name = facts.dataset().name().text();
    text.append("# Recovery of ").append(name).append("\n\n");
    text.append("Written by Hevelius on ")
        .append(now.truncatedTo(ChronoUnit.SECONDS))
        .append(" for configuration `")
        .append(hash)
        .append("`. Whether that still holds: `hevelius runbook ")
        .append(name)
        .append(" --check`\n\n");
    warn(text, facts);
    text.append("## What is configured\n\n").append(configuration).append('\n');
    storage(text, facts);
    commands(text, facts);
    bare(text, facts);
    evidence(text, facts);
    return text.toString();
  }

  private static void warn(StringBuilder text, Runbooks.Facts facts) {
    if (facts.onlyThere()) {
      text.append(
          """
          **Warning.** All snapshots of this dataset lie in the storage of the data itself. They help
          against mistakes and bad upgrades. What destroys that storage takes data and snapshots
          together: keep a copy elsewhere.

          """);
    }
    if (facts.settings().stop().isEmpty()) {
      text.append(
          """
          **Warning.** No policy says which services work with the data. Stop them by hand before a
          recovery in place, or name them under `recovery:` in the policy.

          """);
    }
  }

  private static void storage(StringBuilder text, Runbooks.Facts facts) {
    text.append("## What there is to go back to\n\n");
    Snapshot newest = facts.newest();
    text.append(
        newest == null
            ? "There is **no snapshot** that isn't known bad.\n\n"
            : "Newest snapshot that isn't known bad: `%s`, taken %s (%s).\n\n"
                .formatted(
                    newest.reference(),
                    newest.createdAt().truncatedTo(ChronoUnit.SECONDS),
                    newest.guarantee()));
    for (Runbooks.Facts.Place place : facts.places()) {
      text.append("- `")
          .append(place.source())
          .append("`: ")
          .append(
              place.can().isEmpty()
                  ? "captured into the repository"
                  : String.join(", ", place.can()))
          .append('\n');
    }
    text.append('\n');
  }

  private static void commands(StringBuilder text, Runbooks.Facts facts) {
    String name = facts.dataset().name().text();
    Snapshot newest = facts.newest();
    String ref = newest == null ? name + "@latest" : newest.reference();
    text.append(
        """
        ## What to do

        | to | command |
        |---|---|
        | find the version to go back to | `hevelius list %1$s`, `hevelius log %1$s` |
        | see what has changed since | `hevelius diff %2$s live` |
        | look at one file of it | `hevelius cat %2$s PATH` |
        | bring one file or directory back | `hevelius restore %2$s --path PATH --in-place` |
        | bring it back beside the data | `hevelius restore %2$s --to DIR` |
        | take a restore back | `hevelius undo %1$s` |
        | see the plan of a whole recovery | `hevelius recover %1$s --dry-run` |
        | recover the whole dataset, services and all | `hevelius recover %1$s` |
        | to a moment | `hevelius recover %1$s --at 2026-01-31T02:00` |
        | go on after a crash in the middle | `hevelius recover %1$s --resume` |
        | or back to the state before | `hevelius recover %1$s --back` |
        | take a finished recovery back | `hevelius recover %1$s --at GUARD` |

        A whole recovery stops what is named above, takes a guard snapshot, puts the data back,
        compares them, starts the services and runs the health checks. If a step fails, it returns to
        the state before. Nothing is destroyed for good.

        """
            .formatted(name, ref));
  }

  private static void bare(StringBuilder text, Runbooks.Facts facts) {
    String name = facts.dataset().name().text();
    Snapshot newest = facts.newest();
    text.append(
        """
        ## On a new machine

        Needed: this page, the repository at `%2$s`, and its password (%3$s).
        Keep a copy of the password away from the machine: without it nothing can be read.

        ```
        hevelius init                     # a home of this machine
        hevelius repository add saved %4$s --password-file FILE
        hevelius catalog rebuild          # datasets and snapshots are read back from the repository
        hevelius list %1$s
        hevelius restore %5$s --to DIR
        ```

        FILE holds the password, DIR is where the data go. The repository is in restic's format:
        `restic -r %4$s restore latest --target DIR` reads it without Hevelius. Snapshots that the storage itself has taken are read where that storage is.
        Policies are not in the repository: keep their files, and apply them again.

        """
            .formatted(
                name,
                facts.way().location(),
                facts.way().password(),
                typed(facts.way().location()),
                newest == null ? name + "@latest" : newest.reference()));
  }

  /** As a shell takes it for one word. */
  private static String typed(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static void evidence(StringBuilder text, Runbooks.Facts facts) {
    text.append("## What was measured\n\n");
    if (facts.recoveries().isEmpty() && facts.drills().isEmpty()) {
      text.append("Nothing yet: no recovery and no drill of this dataset is on record.\n");
      return;
    }
    text.append("| when | what | outcome | took | data lost |\n|---|---|---|---|---|\n");
    for (RecoveryView recovery : facts.recoveries()) {
      text.append(
          "| %s | recovery to %s | %s | %s | %s |\n"
              .formatted(
                  recovery.started().truncatedTo(ChronoUnit.SECONDS),
                  recovery.reference(),
                  recovery.state(),
                  length(recovery.rto()),
                  length(recovery.rpo())));
    }
    for (Drill drill : facts.drills()) {
      boolean done = drill.state() == Drill.State.PASSED || drill.state() == Drill.State.FAILED;
      text.append(
          "| %s | drill (%s) of %s | %s | %s | %s |\n"
              .formatted(
                  drill.started().truncatedTo(ChronoUnit.SECONDS),
                  drill.order().scenario().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  drill.reference(),
                  cell(
                      drill.state().name().toLowerCase(Locale.ROOT)
                          + (drill.detail().isEmpty() ? "" : ": " + drill.detail())),
                  length(done ? drill.measured().rto() : null),
                  length(done ? drill.measured().rpo() : null)));
    }
    if (!facts.lessons().isEmpty()) {
      text.append("\n## What was learned\n\n");
      facts.lessons().forEach(lesson -> text.append("- ").append(cell(lesson)).append('\n'));
    }
  }

  private static String length(@Nullable Duration length) {
    return length == null ? "-" : Lengths.text(Duration.ofSeconds(Math.max(1, length.toSeconds())));
  }

  private static String row(String what, String value) {
    return "| " + what + " | " + cell(value) + " |";
  }

  /** What stands in a table stays on its line and in its column. */
  private static String cell(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\p{Cntrl}", " ");
  }

  private static String words(RecoveryCommand command) {
    return command.command().stream()
        .map(word -> word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "\"" + word + "\"")
        .collect(Collectors.joining(" ", "`", "`"));
  }
}
