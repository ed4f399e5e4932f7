package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Lineage;
import org.hevelius.core.usecase.Lineage.Step;
import org.hevelius.core.usecase.Lineage.Walk;
import org.hevelius.core.usecase.LineageView;
import org.hevelius.core.usecase.ProvDocument;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "lineage",
    description = {
      "show what a snapshot was made from, and what was made from it",
      "",
      "Both ways unless one is asked for. What it was made from is said when it is taken:"
          + " hevelius create --derived-from REF. A version that is gone stays named."
    },
    footer = {
      "",
      "hevelius lineage cosmos7/l2@3",
      "What is spoiled if it is bad:  hevelius lineage cosmos7/raw@12 --impact",
      "For other programs, as PROV:   hevelius lineage cosmos7/l2@3 --format prov"
    })
final class LineageVerb implements Callable<Integer> {
  /** How the lineage is printed. */
  enum Format {
    text,
    prov
  }

  private record Found(Snapshot snapshot, Lineage.Around around) {
    LineageView view() {
      return LineageView.of(snapshot, around);
    }
  }

  private final Session session;

  @Parameters(paramLabel = "REF", description = "the snapshot, such as cosmos7/l2@3")
  String reference = "";

  @Option(names = "--up", description = "only what it was made from")
  boolean onlyUp;

  @Option(names = "--down", description = "only what was made from it")
  boolean onlyDown;

  @Option(names = "--impact", description = "all that was made from it, directly or not, each once")
  boolean impact;

  @Option(names = "--depth", paramLabel = "N", description = "at most N derivations away (500)")
  long depth = Lineage.DEEPEST;

  @Option(names = "--format", paramLabel = "F", description = "text, or prov for PROV-JSON")
  Format format = Format.text;

  LineageVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (impact && (onlyUp || onlyDown)) {
      throw new HeveliusException(
          Category.INVALID, "--impact is a view of its own", "leave out --up and --down");
    }
    Found found = session.withFacade(this::find);
    if (format == Format.prov) {
      session
          .console()
          .raw(
              JsonOutput.document(
                  ProvDocument.of(found.snapshot(), found.around().up(), found.around().down())));
    } else {
      session.result(found.view(), () -> print(found));
    }
    if (!found.view().complete() && !session.json()) {
      session.console().error("note: there is more; the walk ended at its bounds");
    }
    return ExitCode.DONE.number();
  }

  private Found find(Facade home) {
    int deepest = Lineage.depth(depth);
    Snapshot snapshot = home.trees().place(reference, null).snapshot();
    return new Found(snapshot, home.lineage().around(snapshot, direction(), deepest));
  }

  private Lineage.Direction direction() {
    if (impact) {
      return Lineage.Direction.IMPACT;
    }
    return onlyUp == onlyDown
        ? Lineage.Direction.BOTH
        : onlyUp ? Lineage.Direction.UP : Lineage.Direction.DOWN;
  }

  private void print(Found found) {
    Console console = session.console();
    Snapshot snapshot = found.snapshot();
    String marks = String.join(", ", LineageText.marks(snapshot));
    console.line(
        console.bold(snapshot.reference())
            + "  "
            + SnapshotText.title(snapshot)
            + (marks.isEmpty() ? "" : "  " + marks));
    if (impact) {
      impact(snapshot, found.around().steps());
      return;
    }
    String by = snapshot.derivation().by();
    tree("made from" + (by.isEmpty() ? "" : ", by " + Text.printable(by)), found.around().up());
    tree("made from it", found.around().down());
  }

  private void tree(String heading, @Nullable Walk walk) {
    if (walk == null) {
      return;
    }
    Console console = session.console();
    console.line("  " + heading + ":" + (walk.steps().isEmpty() ? "  nothing that is known" : ""));
    for (Step step : walk.steps()) {
      String line = "  ".repeat(step.depth() + 1) + Text.printable(LineageText.step(step));
      Snapshot there = step.snapshot();
      console.line(there != null && there.knownBad() != null ? console.red(line) : line);
    }
  }

  private void impact(Snapshot snapshot, List<Step> steps) {
    Console console = session.console();
    if (steps.isEmpty()) {
      console.line("Nothing that is known was made from it.");
      return;
    }
    Table table =
        new Table()
            .column("REF")
            .column("WHEN (" + session.times().zoneName() + ")")
            .number("AWAY")
            .column("MARKS")
            .column("DESCRIPTION");
    for (Step step : steps) {
      Snapshot met = step.snapshot();
      if (met != null) {
        table.row(
            met.reference(),
            session.times().minute(met.createdAt()),
            String.valueOf(step.depth()),
            String.join(", ", LineageText.marks(met)),
            SnapshotText.titleAndName(met));
      }
    }
    table.print(console, "  ");
    session.hint(
        Humans.count(steps.size(), "snapshot was", "snapshots were")
            + " made from "
            + snapshot.reference()
            + ", directly or not");
  }
}
